package org.cryodrgn.io.latent;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;

/** A z.pkl: two float32 pickles, mean and log-variance (N x dimension each), or the mean alone. */
public final class LatentFile {

  private LatentFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException if shapes do not fit or a value is not finite; names the row
   */
  public static Latents read(Path file) {
    List<Object> values = PickleReader.readAll(file);
    if (values.size() > 2) {
      throw DataException.at(
          file,
          "",
          "holds " + values.size() + " pickles, expected mean and log-variance",
          "Check that this is the right file");
    }
    NumpyArray mean = PickledArrays.array(file, values.get(0), "the latent mean", -1, -1);
    int particles = mean.shape()[0];
    int dimension = mean.shape()[1];
    float[] means = mean.toFloats();
    PickledArrays.checkFinite(file, "the latent mean", means, dimension);
    if (values.size() == 1) {
      return new Latents(particles, dimension, means, null);
    }
    float[] logVariances =
        PickledArrays.array(file, values.get(1), "the log-variance", particles, dimension)
            .toFloats();
    PickledArrays.checkFinite(file, "the log-variance", logVariances, dimension);
    return new Latents(particles, dimension, means, logVariances);
  }

  /** Writes both pickles; the mean alone where there is no log-variance. */
  public static void write(Path file, Latents latents) {
    NumpyArray mean = NumpyArray.of(latents.mean(), latents.particles(), latents.dimension());
    if (latents.logVariance() == null) {
      PickleWriter.write(file, mean);
    } else {
      PickleWriter.write(
          file,
          mean,
          NumpyArray.of(latents.logVariance(), latents.particles(), latents.dimension()));
    }
  }
}
