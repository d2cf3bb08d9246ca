package org.cryodrgn.core.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;

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

    /** The same, with another file of the same selection. */
    private Source with(Path selection) {
      return new Source(particles, dataDir, selection, first, poses, ctf);
    }

    /** The same, with the folder that the images were found in told. */
    private Source foundIn(Path project) {
      return new Source(particles, project, indices, first, poses, ctf);
    }
  }

  private final Source source;
  private final ParticleSelection selection;
  private final ParticleStack stack;
  private final Poses poses;
  private final CtfTable ctf;

  private ParticleDataset(
      Source source, ParticleSelection selection, ParticleStack stack, Poses poses, CtfTable ctf) {
    this.source = source;
    this.selection = selection;
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
    ParticlesFile particles = ParticlesFile.read(source.particles());
    Poses poses = particles.poses(source.poses());
    return open(source, particles, poses, particles.ctf(source.ctf(), source.poses() != null));
  }

  /**
   * As {@link #open}, with all but the particles in pickles, so that the run can be read by any
   * program that wants those: where poses and CTF parameters come from the particles' own file,
   * poses.pkl and ctf.pkl of all its particles are written to a folder, for a selection in text
   * ind.pkl, and {@link #source} names them.
   *
   * @throws DataException if the folder has such files with other content
   */
  public static ParticleDataset openPickled(Source source, Path folder) {
    ParticleDataset dataset = source.poses() != null ? open(source) : openOwn(source, folder);
    Path text = source.indices();
    if (text == null || !text.toString().endsWith(".txt")) {
      return dataset;
    }
    try {
      Path file = folder.resolve("ind.pkl");
      int[] indices = dataset.selection.indices();
      requireSame(
          file, it -> Arrays.equals(IndexFile.read(it), indices), text, "Give --ind as a .pkl");
      IndexFile.write(file, indices);
      return dataset.named(dataset.source.with(file));
    } catch (RuntimeException e) {
      dataset.close();
      throw e;
    }
  }

  private static ParticleDataset openOwn(Source source, Path folder) {
    ParticlesFile particles = ParticlesFile.read(source.particles());
    Poses poses = particles.poses(null);
    CtfTable ctf = particles.ctf(source.ctf(), false);
    Path posesFile = folder.resolve("poses.pkl");
    Path ctfFile = source.ctf() != null ? source.ctf() : folder.resolve("ctf.pkl");
    // Nothing is written for particles that cannot be opened.
    ParticleDataset dataset = open(source, particles, poses, ctf);
    Source pickled =
        new Source(
            source.particles(),
            dataset.source.dataDir(),
            source.indices(),
            source.first(),
            posesFile,
            ctfFile);
    try {
      String remedy = "Give --poses and --ctf";
      requireSame(posesFile, file -> same(PoseFile.read(file), poses), source.particles(), remedy);
      if (source.ctf() == null) {
        requireSame(
            ctfFile,
            file -> Arrays.equals(CtfFile.read(file).values(), ctf.values()),
            source.particles(),
            remedy);
        CtfFile.write(ctfFile, ctf);
      }
      PoseFile.write(posesFile, poses);
      return dataset.named(pickled);
    } catch (RuntimeException e) {
      dataset.close();
      throw e;
    }
  }

  /** Refuses a file that is there and holds something else than what would be written to it. */
  private static void requireSame(Path file, Predicate<Path> same, Path from, String remedy) {
    if (Files.exists(file) && !same.test(file)) {
      throw DataException.at(
          file,
          "",
          "is there already and would be replaced by what " + from + " holds",
          remedy + ", or choose another --outdir");
    }
  }

  private ParticleDataset named(Source other) {
    return new ParticleDataset(other, selection, stack, poses, ctf);
  }

  private static boolean same(Poses one, Poses other) {
    return Arrays.equals(one.rotations(), other.rotations())
        && Arrays.equals(one.translations(), other.translations());
  }

  private static ParticleDataset open(
      Source source, ParticlesFile particles, Poses poses, CtfTable ctf) {
    ParticleStack all = particles.stack(source.dataDir());
    try {
      EvenBox.require(all);
      Source found =
          source.dataDir() != null
              ? source
              : particles.projectOf(all).map(source::foundIn).orElse(source);
      return join(found, particles, all, poses, ctf, selection(source, all.size()));
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** Where the parts came from. */
  public Source source() {
    return source;
  }

  /** Which of all particles these are. */
  public ParticleSelection selection() {
    return selection;
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

  /** Poses and CTF are those of all particles or, as it may be, of the selected alone. */
  private static ParticleDataset join(
      Source source,
      ParticlesFile particles,
      ParticleStack all,
      Poses poses,
      CtfTable ctf,
      int[] selection) {
    boolean posesFiltered = filtered(poses.size(), all.size(), selection);
    boolean ctfFiltered = ctf != null && filtered(ctf.size(), all.size(), selection);
    new InputAgreement(
            particles,
            posesFiltered ? null : source.poses(),
            poses,
            ctfFiltered ? null : source.ctf(),
            ctf)
        .check(all.size(), selection);
    if (selection == null) {
      return new ParticleDataset(source, ParticleSelection.all(all.size()), all, poses, ctf);
    }
    return new ParticleDataset(
        source,
        ParticleSelection.of(all.size(), selection),
        ParticleStacks.select(all, selection),
        posesFiltered ? poses : poses.select(selection),
        ctf == null || ctfFiltered ? ctf : ctf.select(selection));
  }

  private static boolean filtered(int rows, int particles, int[] selection) {
    return selection != null && rows == selection.length && rows != particles;
  }
}
