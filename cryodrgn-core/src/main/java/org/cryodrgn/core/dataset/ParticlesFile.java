package org.cryodrgn.core.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.core.geometry.CryosparcJob;
import org.cryodrgn.core.geometry.CryosparcPoses;
import org.cryodrgn.core.geometry.RelionPoses;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.MissingValueException;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ImageNames;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that a user names as particles, read once for images, poses and CTF.
 *
 * @param path the file
 * @param relion its rows; null if it is no .star file
 * @param cryosparc its rows; null if it is no .cs file
 */
public record ParticlesFile(Path path, RelionParticles relion, CsFile cryosparc) {

  private static final Logger LOG = LoggerFactory.getLogger(ParticlesFile.class);

  /**
   * Reads the rows, if it is a .star or .cs file.
   *
   * @throws DataException if it is missing or broken
   */
  public static ParticlesFile read(Path file) {
    String name = file.toString();
    return new ParticlesFile(
        file,
        name.endsWith(".star") ? RelionParticles.read(file) : null,
        name.endsWith(".cs") ? CsFile.read(file) : null);
  }

  /** Whether there are rows. */
  public boolean hasRows() {
    return relion != null || cryosparc != null;
  }

  /** How many rows there are. */
  public int size() {
    return relion != null ? relion.size() : cryosparc.size();
  }

  /** Some of the rows, in the order of the indices. */
  public ParticlesFile select(int[] indices) {
    return new ParticlesFile(
        path,
        relion == null ? null : relion.select(indices),
        cryosparc == null ? null : cryosparc.select(indices));
  }

  /**
   * Opens the images.
   *
   * @param dataDir the folder of image paths in the rows; null for that of the file
   */
  public ParticleStack stack(Path dataDir) {
    if (!hasRows()) {
      return ParticleStacks.open(path, dataDir);
    }
    ParticleStack stack =
        relion != null
            ? ParticleStacks.ofStar(relion, dataDir)
            : ParticleStacks.ofCryosparc(cryosparc, dataDir);
    tellOfDoubt(stack, dataDir != null ? dataDir : path.toAbsolutePath().getParent());
    return stack;
  }

  /**
   * A path in a table may mean a file here, which is taken first, or one in the data folder; and
   * one beside the table, as smaller copies are put, or that in the project that holds it.
   */
  private void tellOfDoubt(ParticleStack stack, Path dataDir) {
    tellOfProject(stack.files().get(stack.fileOf(0)), dataDir);
    for (Path taken : stack.files()) {
      Path other = dataDir.resolve(taken);
      if (!taken.isAbsolute() && Files.exists(other) && !InputFiles.same(taken, other)) {
        LOG.warn("{} names {}: the one in the current folder is taken, not {}", path, taken, other);
        return;
      }
    }
  }

  /**
   * The folder of the project that the images were found in, which cryoDRGN has to be told: it
   * looks in the folder of the file alone.
   *
   * @return empty if they lie there, or are not named by paths below one folder
   */
  Optional<Path> projectOf(ParticleStack stack) {
    if (!hasRows() || firstPath().isAbsolute()) {
      return Optional.empty();
    }
    Path taken = stack.files().get(stack.fileOf(0));
    int above = taken.getNameCount() - firstPath().getNameCount();
    if (!taken.isAbsolute() || above <= 0 || !taken.endsWith(firstPath())) {
      return Optional.empty();
    }
    Path project = taken.getRoot().resolve(taken.subpath(0, above));
    return Optional.of(project)
        .filter(folder -> !folder.equals(path.toAbsolutePath().normalize().getParent()))
        .filter(folder -> stack.files().stream().allMatch(file -> file.startsWith(folder)));
  }

  private Path firstPath() {
    return Path.of(
        relion != null
            ? ImageNames.relionPath(relion.imageName(0))
            : ImageNames.cryosparcPath(cryosparc.text(0, CsFields.PATH)));
  }

  /** Looks at the first image: tables name images of one place. */
  private void tellOfProject(Path taken, Path dataDir) {
    Path path = firstPath();
    if (path.isAbsolute() || !taken.equals(dataDir.resolve(path.getFileName()))) {
      return;
    }
    Path folder = path().toAbsolutePath().normalize().getParent();
    for (Path above = folder; above != null; above = above.getParent()) {
      Path other = above.resolve(path);
      if (Files.exists(other) && !InputFiles.same(taken, other)) {
        LOG.warn("{} names {}: {} is taken, not {}. --datadir decides", path(), path, taken, other);
        return;
      }
    }
  }

  /** The poses in a pickle or, without one, those of the rows. */
  Poses poses(Path pickle) {
    if (pickle != null) {
      PoseFile read = PoseFile.open(pickle);
      if (!read.hasTranslations()) {
        LOG.warn("{} holds rotations alone: the images are taken to be centred", pickle);
      }
      return read.poses();
    }
    if (!hasRows()) {
      throw new DataException(
          path + ": holds no poses. Give them with --poses, or name a .star or .cs file.");
    }
    LOG.info("Poses are taken from {}", path);
    return ownPoses();
  }

  /**
   * The poses of the rows.
   *
   * @throws DataException if they lack something, with the command that may be given it
   */
  public Poses ownPoses() {
    return own(
        () ->
            relion != null
                ? RelionPoses.of(relion, null, null)
                : CryosparcPoses.of(cryosparc, null, CryosparcJob.REFINEMENT));
  }

  /** The CTF in a pickle; without one none if poses are pickled, else that of the rows. */
  CtfTable ctf(Path pickle, boolean posesPickled) {
    if (pickle != null) {
      return CtfFile.read(pickle);
    }
    if (posesPickled) {
      LOG.warn("No --ctf: the images are taken to have no contrast transfer function");
      return null;
    }
    LOG.info("CTF parameters are taken from {}", path);
    return ownCtf();
  }

  /** The CTF parameters of the rows; as {@link #ownPoses}. */
  public CtfTable ownCtf() {
    return own(
        () ->
            relion != null
                ? CtfImport.fromRelion(relion, CtfImport.Given.NOTHING)
                : CtfImport.fromCryosparc(cryosparc, null, null));
  }

  /**
   * The CTF parameters of the rows; what their box and pixel size are, if they do not tell both, is
   * taken from the images.
   *
   * @param stack the images of the rows
   */
  public CtfTable ctfOf(ParticleStack stack) {
    Double pixelSize = stack.pixelSize().isPresent() ? stack.pixelSize().getAsDouble() : null;
    boolean told = tellsExtent();
    if (relion != null) {
      return CtfImport.fromRelion(
          relion,
          told
              ? CtfImport.Given.NOTHING
              : new CtfImport.Given(stack.box(), pixelSize, null, null, null, null));
    }
    return told
        ? CtfImport.fromCryosparc(cryosparc, null, null)
        : CtfImport.fromCryosparc(cryosparc, stack.box(), pixelSize);
  }

  /** Box times pixel size of the first particle, Å; empty if the rows do not tell both. */
  public OptionalDouble extent() {
    if (!tellsExtent()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        relion != null
            ? relion.number(0, RelionLabels.IMAGE_SIZE)
                * relion.number(0, RelionLabels.IMAGE_PIXEL_SIZE)
            : cryosparc.numbers(0, CsFields.SHAPE)[0]
                * cryosparc.numbers(0, CsFields.PIXEL_SIZE)[0]);
  }

  private boolean tellsExtent() {
    return relion != null
        ? relion.has(RelionLabels.IMAGE_SIZE) && relion.has(RelionLabels.IMAGE_PIXEL_SIZE)
        : cryosparc != null && cryosparc.has(CsFields.SHAPE) && cryosparc.has(CsFields.PIXEL_SIZE);
  }

  private <T> T own(Supplier<T> importing) {
    try {
      return importing.get();
    } catch (MissingValueException e) {
      throw e.suppliedBy(relion != null ? "parse_star" : "parse_pose_csparc and parse_ctf_csparc");
    }
  }
}
