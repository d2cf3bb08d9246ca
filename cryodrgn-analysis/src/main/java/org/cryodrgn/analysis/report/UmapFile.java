package org.cryodrgn.analysis.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The umap.pkl of an analysis: made once, then read. */
final class UmapFile {

  private static final Logger LOG = LoggerFactory.getLogger(UmapFile.class);

  private UmapFile() {}

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve("umap.pkl"));
  }

  /**
   * Reads umap.pkl if it belongs to these latents, or makes it.
   *
   * @param progress told the share that is done
   * @return 2 x N
   */
  static float[][] readOrMake(Path folder, Latents latents, DoubleConsumer progress) {
    Path file = folder.resolve("umap.pkl");
    int n = latents.particles();
    float[] points = null;
    if (isIn(folder)) {
      NumpyArray array =
          PickledArrays.array(file, PickledArrays.single(file, "the UMAP"), "the UMAP", -1, 2);
      if (array.shape()[0] == n) {
        LOG.info("UMAP: taken from {} (remove it to make it anew)", file);
        points = array.toFloats();
      } else {
        LOG.warn("UMAP: {} is of {} particles, made anew", file, array.shape()[0]);
      }
    }
    if (points == null) {
      LOG.info("UMAP");
      points = Umap.embed(latents.mean(), latents.dimension(), Umap.Settings.DEFAULT, progress);
      PickleWriter.write(file, NumpyArray.of(points, n, 2));
    }
    float[][] columns = new float[2][n];
    for (int i = 0; i < n; i++) {
      columns[0][i] = points[2 * i];
      columns[1][i] = points[2 * i + 1];
    }
    return columns;
  }
}
