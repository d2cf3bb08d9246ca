package org.cryodrgn.core.dataset;

import java.nio.file.Path;
import java.util.Optional;
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
   * @param ctf ctf.pkl of all particles or of the selected; if null with poses given, no CTF
   */
  public record Source(
      Path particles, Path dataDir, Path indices, int first, Path poses, Path ctf) {}

  private final ParticleStack stack;
  private final Poses poses;
  private final CtfTable ctf;

  private ParticleDataset(ParticleStack stack, Poses poses, CtfTable ctf) {
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
      int[] selection = selection(source, all.size());
      Poses poses = poses(source, all.size(), selection);
      CtfTable ctf = ctf(source, all.size(), selection);
      ParticleStack stack = selection == null ? all : ParticleStacks.select(all, selection);
      return new ParticleDataset(stack, poses, ctf);
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
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

  private static Poses poses(Source source, int particles, int[] selection) {
    Poses poses = PoseFile.read(source.poses());
    boolean whole = fits(source.poses(), "poses", poses.size(), particles, selection, source);
    return whole && selection != null ? poses.select(selection) : poses;
  }

  private static CtfTable ctf(Source source, int particles, int[] selection) {
    if (source.ctf() == null) {
      return null;
    }
    CtfTable ctf = CtfFile.read(source.ctf());
    boolean whole = fits(source.ctf(), "CTF rows", ctf.size(), particles, selection, source);
    return whole && selection != null ? ctf.select(selection) : ctf;
  }

  /** Whether a file has a row for every particle; false if only for the selected. */
  private static boolean fits(
      Path file, String what, int rows, int particles, int[] selection, Source source) {
    if (rows == particles) {
      return true;
    }
    if (selection != null && rows == selection.length) {
      return false;
    }
    String selected = selection == null ? "" : " (" + selection.length + " selected)";
    throw DataException.at(
        file,
        "",
        rows + " " + what + " for " + particles + " particles" + selected,
        "Make it from the same file as "
            + source.particles()
            + ", or name the selection that it was made for with --ind");
  }
}
