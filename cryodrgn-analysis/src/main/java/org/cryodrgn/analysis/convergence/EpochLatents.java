package org.cryodrgn.analysis.convergence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.cryodrgn.analysis.latent.Rows;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;

/**
 * The latents of a run's epochs: all are compared, some particles of some epochs stay in memory.
 *
 * @param particles N
 * @param dimension of the latent space
 * @param shifts rows of {@link LatentShifts}, one for each three epochs that follow one another
 * @param subset the particles that stay, M of N
 * @param looked their latents in the epochs that are looked at, M x dimension each
 */
record EpochLatents(
    int particles, int dimension, List<double[]> shifts, int[] subset, List<float[]> looked) {

  /**
   * Reads the epochs one after the other; three are in memory at a time beside those that stay.
   *
   * @param kept the epochs that are compared, rising
   * @param looked those of them that are looked at closer
   * @param subset which particles stay, told how many there are
   * @throws DataException if epochs are of different shapes, or of fewer than three particles
   */
  static EpochLatents read(
      RunFolder run, List<Integer> kept, List<Integer> looked, IntFunction<int[]> subset) {
    List<double[]> shifts = new ArrayList<>();
    List<float[]> staying = new ArrayList<>();
    int[] chosen = null;
    Latents before = null;
    Latents now = null;
    for (int epoch : kept) {
      Path file = new RunFolder(run.folder(), epoch).latents();
      Latents next = LatentFile.read(file);
      if (now != null) {
        requireSameShape(file, now, next);
      }
      if (before != null) {
        shifts.add(LatentShifts.row(before.mean(), now.mean(), next.mean(), next.dimension()));
      }
      if (looked.contains(epoch)) {
        if (chosen == null) {
          requireThree(run, next);
          chosen = subset.apply(next.particles());
        }
        staying.add(Rows.select(next.mean(), next.dimension(), chosen));
      }
      before = now;
      now = next;
    }
    return new EpochLatents(now.particles(), now.dimension(), shifts, chosen, staying);
  }

  private static void requireThree(RunFolder run, Latents latents) {
    if (latents.particles() < 3) {
      throw DataException.at(
          run.latents(), "", "holds fewer than three particles", "Choose a larger run");
    }
  }

  private static void requireSameShape(Path file, Latents before, Latents latents) {
    if (before.particles() != latents.particles() || before.dimension() != latents.dimension()) {
      throw DataException.at(
          file,
          "",
          String.format(
              Locale.US,
              "holds %d x %d latents, the epoch before %d x %d",
              latents.particles(),
              latents.dimension(),
              before.particles(),
              before.dimension()),
          "Take away the files of another training");
    }
  }
}
