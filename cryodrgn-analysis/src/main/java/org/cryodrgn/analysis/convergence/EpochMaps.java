package org.cryodrgn.analysis.convergence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.analysis.maps.FourierShellCorrelation;
import org.cryodrgn.analysis.maps.Masks;
import org.cryodrgn.core.volume.VolumeExport;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maps of the representatives, epoch by epoch: vols.E/vol_NNN.mrc and, within a mask of its own
 * density, vol_NNN.masked.mrc.
 */
final class EpochMaps {

  private static final Logger LOG = LoggerFactory.getLogger(EpochMaps.class);

  private final Path folder;
  private final int first;
  private final int threads;

  /**
   * @param folder of the whole analysis
   * @param first the number of the first map
   */
  EpochMaps(Path folder, int first, int threads) {
    this.folder = folder;
    this.first = first;
    this.threads = threads;
  }

  /** Where the maps of an epoch go. */
  Path folder(int epoch) {
    return folder.resolve("vols." + epoch);
  }

  /**
   * Writes the masked maps of an epoch.
   *
   * @param settings widths in voxels
   */
  void mask(int epoch, int count, Masks.Settings settings) {
    for (int k = 0; k < count; k++) {
      Path file = folder(epoch).resolve(VolumeExport.fileName("vol_", first + k));
      MrcVolume map = MrcVolume.read(file);
      // Widths are voxels, so a voxel counts for one Å.
      float[] mask = settings.mask(map.values(), map.box(), 1, threads);
      if (Masks.share(mask) == 0) {
        LOG.warn(
            "{}: no voxel reaches a density of {}, so it correlates with nothing: lower --thresh",
            file,
            settings.threshold(map.values()));
      }
      for (int i = 0; i < mask.length; i++) {
        mask[i] *= map.values()[i];
      }
      new MrcVolume(map.box(), mask, map.pixelSize(), map.position()).write(masked(epoch, k));
    }
  }

  /**
   * The correlations of each map with that of the epoch before.
   *
   * @param correlations of the voxels, maps x (epochs - 1)
   * @param shells Fourier shell correlations, maps x (epochs - 1) x box/2
   */
  record Comparison(double[][] correlations, double[][][] shells) {}

  /**
   * Compares the masked maps of successive epochs.
   *
   * @throws DataException if one is not there, or of another box
   */
  Comparison compare(List<Integer> epochs, int count) {
    double[][] correlations = new double[count][epochs.size() - 1];
    double[][][] shells = new double[count][epochs.size() - 1][];
    int box = 0;
    for (int k = 0; k < count; k++) {
      MrcVolume before = null;
      for (int e = 0; e < epochs.size(); e++) {
        Path file = masked(epochs.get(e), k);
        if (!Files.exists(file)) {
          throw DataException.at(
              file, "", "no such file", "Make all maps: leave out --skip-volgen");
        }
        MrcVolume map = MrcVolume.read(file);
        if (box != 0 && map.box() != box) {
          throw DataException.at(
              file,
              "",
              "has box " + map.box() + ", the maps before it " + box,
              "Make all maps anew: leave out --skip-volgen");
        }
        box = map.box();
        if (before != null) {
          correlations[k][e - 1] = correlation(before.values(), map.values());
          shells[k][e - 1] =
              FourierShellCorrelation.byRadius(before.values(), map.values(), box, threads);
        }
        before = map;
      }
    }
    return new Comparison(correlations, shells);
  }

  private Path masked(int epoch, int k) {
    String name = VolumeExport.fileName("vol_", first + k);
    return folder(epoch).resolve(name.replace(".mrc", ".masked.mrc"));
  }

  /** Pearson's correlation of the voxels. */
  static double correlation(float[] a, float[] b) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i];
      meanB += b[i];
    }
    meanA /= a.length;
    meanB /= b.length;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
