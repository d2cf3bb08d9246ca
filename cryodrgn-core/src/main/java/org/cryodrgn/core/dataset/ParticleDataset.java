package org.cryodrgn.core.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.core.geometry.InputAgreement;
import org.cryodrgn.core.geometry.PoseImport;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The particles of a run, selected, with a pose and, unless there is no CTF, CTF parameters for
 * each; counts are checked before any image is read.
 */
public final class ParticleDataset implements AutoCloseable {

  /**
   * Where the parts come from. What may be missing is null.
   *
   * @param particles stack, list or table of particles
   * @param dataDir folder of the images that a table names
   * @param indices ind.pkl with a selection of the particles
   * @param first take only so many of the selected; 0 for all
   * @param poses pose.pkl of all particles or of the selected; if null, a .star or .cs file's own
   * @param ctf ctf.pkl of all particles or of the selected; if null with poses given, there is no
   *     CTF; if both are null, a .star or .cs file's own
   */
  public record Source(
      Path particles, Path dataDir, Path indices, int first, Path poses, Path ctf) {

    /**
     * The same with poses and CTF parameters in pickles: where they come from the particles' own
     * file, poses.pkl and ctf.pkl of all its particles are written to a folder, so that the run can
     * be read by any program that wants pickles.
     *
     * @throws DataException if the folder has such files with other content
     */
    public Source pickledIn(Path folder) {
      if (poses != null) {
        return this;
      }
      // Nothing is written for particles that cannot be opened.
      ParticleDataset.open(this).close();
      Path posesFile = folder.resolve("poses.pkl");
      Path ctfFile = ctf != null ? ctf : folder.resolve("ctf.pkl");
      Poses own = ParticleDataset.poses(this);
      CtfTable ownCtf = ctf == null ? ParticleDataset.ctf(this) : null;
      requireSame(
          posesFile, file -> Arrays.equals(PoseFile.read(file).rotations(), own.rotations()));
      if (ownCtf != null) {
        requireSame(ctfFile, file -> Arrays.equals(CtfFile.read(file).values(), ownCtf.values()));
        CtfFile.write(ctfFile, ownCtf);
      }
      PoseFile.write(posesFile, own);
      return new Source(particles, dataDir, indices, first, posesFile, ctfFile);
    }

    private void requireSame(Path file, Predicate<Path> same) {
      if (Files.exists(file) && !same.test(file)) {
        throw DataException.at(
            file,
            "",
            "is there already and would be replaced by what " + particles + " holds",
            "Give --poses and --ctf, or choose another --outdir");
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ParticleDataset.class);

  private final Source source;
  private final ParticleStack stack;
  private final Poses poses;
  private final CtfTable ctf;

  private ParticleDataset(Source source, ParticleStack stack, Poses poses, CtfTable ctf) {
    this.source = source;
    this.stack = stack;
    this.poses = poses;
    this.ctf = ctf;
  }

  /**
   * Opens the files and joins them.
   *
   * @throws DataException if one cannot be read or they do not fit together
   */
  public static ParticleDataset open(Source source) {
    ParticleStack all = ParticleStacks.open(source.particles(), source.dataDir());
    try {
      return join(source, all, selection(source, all.size()));
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** Where the parts came from. */
  public Source source() {
    return source;
  }

  /** The images. */
  public ParticleStack stack() {
    return stack;
  }

  /** The poses, as many as images. */
  public Poses poses() {
    return poses;
  }

  /** The CTF parameters, as many as images. */
  public Optional<CtfTable> ctf() {
    return Optional.ofNullable(ctf);
  }

  @Override
  public void close() {
    stack.close();
  }

  private static int[] selection(Source source, int particles) {
    int[] selection = null;
    if (source.indices() != null) {
      selection = IndexFile.read(source.indices(), particles);
    }
    if (source.first() > 0) {
      int available = selection == null ? particles : selection.length;
      int[] from = selection == null ? IntStream.range(0, available).toArray() : selection;
      selection = IntStream.of(from).limit(source.first()).toArray();
    }
    return selection;
  }

  /** Loads poses and CTF for all particles or, as it may be, for the selected alone. */
  private static ParticleDataset join(Source source, ParticleStack all, int[] selection) {
    Poses poses = poses(source);
    CtfTable ctf = ctf(source);
    boolean posesFiltered = filtered(poses.size(), all.size(), selection);
    boolean ctfFiltered = ctf != null && filtered(ctf.size(), all.size(), selection);
    InputAgreement.check(
        source.particles(),
        all.size(),
        selection,
        posesFiltered ? null : source.poses(),
        poses,
        ctfFiltered ? null : source.ctf(),
        ctf);
    if (selection == null) {
      return new ParticleDataset(source, all, poses, ctf);
    }
    return new ParticleDataset(
        source,
        ParticleStacks.select(all, selection),
        posesFiltered ? poses : poses.select(selection),
        ctf == null || ctfFiltered ? ctf : ctf.select(selection));
  }

  private static boolean filtered(int rows, int particles, int[] selection) {
    return selection != null && rows == selection.length && rows != particles;
  }

  private static Poses poses(Source source) {
    if (source.poses() != null) {
      return PoseFile.read(source.poses());
    }
    LOG.info("Poses are taken from {}", source.particles());
    if (isStar(source)) {
      return PoseImport.fromRelion(RelionParticles.read(source.particles()), null, null);
    }
    if (isCryosparc(source)) {
      CsFile particles = CsFile.read(source.particles());
      return PoseImport.fromCryosparc(particles, null, PoseImport.CryosparcJob.REFINEMENT);
    }
    throw new DataException(
        source.particles()
            + ": holds no poses. Give them with --poses, or name a .star or .cs file.");
  }

  private static CtfTable ctf(Source source) {
    if (source.ctf() != null) {
      return CtfFile.read(source.ctf());
    }
    if (source.poses() != null) {
      LOG.warn("No --ctf: the images are taken to have no contrast transfer function");
      return null;
    }
    LOG.info("CTF parameters are taken from {}", source.particles());
    return isStar(source)
        ? CtfImport.fromRelion(RelionParticles.read(source.particles()), CtfImport.Given.NOTHING)
        : CtfImport.fromCryosparc(CsFile.read(source.particles()), null, null);
  }

  private static boolean isStar(Source source) {
    return source.particles().toString().endsWith(".star");
  }

  private static boolean isCryosparc(Source source) {
    return source.particles().toString().endsWith(".cs");
  }
}
