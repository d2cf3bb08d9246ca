package org.cryodrgn.analysis.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.cryodrgn.analysis.latent.Rows;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of UMAPs, N x 2, such as the umap.pkl of an analysis: made once, then read. */
public final class UmapFile {

  private static final Logger LOG = LoggerFactory.getLogger(UmapFile.class);

  private UmapFile() {}

  /** The UMAP of an analysis: umap.pkl in its folder; need not exist. */
  public static Path in(Path analysis) {
    return analysis.resolve("umap.pkl");
  }

  /**
   * Reads umap.pkl if it belongs to these latents, or makes it.
   *
   * @param progress told the share that is done
   * @return 2 x N
   */
  static float[][] readOrMake(Path folder, Latents latents, DoubleConsumer progress) {
    Path file = in(folder);
    int n = latents.particles();
    if (Files.exists(file)) {
      float[][] umap = read(file, -1);
      if (umap[0].length == n) {
        LOG.info("UMAP: taken from {} (remove it to make it anew)", file);
        return umap;
      }
      LOG.warn("UMAP: {} is of {} particles, made anew", file, umap[0].length);
    }
    LOG.info("UMAP");
    return make(file, latents.mean(), latents.dimension(), Umap.Settings.DEFAULT, progress);
  }

  /**
   * Makes a UMAP and writes it.
   *
   * @param points N x dimension, row-major
   * @param progress told the share that is done
   * @return 2 x N
   */
  public static float[][] make(
      Path file, float[] points, int dimension, Umap.Settings settings, DoubleConsumer progress) {
    float[] umap = Umap.embed(points, dimension, settings, progress);
    PickleWriter.write(file, NumpyArray.of(umap, umap.length / 2, 2));
    return Rows.columns(umap, 2);
  }

  /**
   * Reads a UMAP.
   *
   * @param particles how many it must be of; -1 for any number
   * @return 2 x N
   * @throws DataException if it is not there, or of another number of particles
   */
  public static float[][] read(Path file, int particles) {
    Object pickle = PickledArrays.single(file, "the UMAP");
    return Rows.columns(PickledArrays.array(file, pickle, "the UMAP", particles, 2).toFloats(), 2);
  }
}
