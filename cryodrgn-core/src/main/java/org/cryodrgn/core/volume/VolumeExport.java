package org.cryodrgn.core.volume;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import org.cryodrgn.core.model.VolumeModel;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.mrc.MapPosition;
import org.cryodrgn.io.mrc.MrcVolume;

/** Decodes maps, post-processes them and writes them as MRC files. */
public final class VolumeExport {

  private final VolumeDecoder decoder;
  private final int box;
  private final VolumePostProcess postProcess;
  private final double pixelSize;
  private final int threads;

  /**
   * @param model lent
   * @param data how the images were scaled that it was trained on
   * @param downsample box to decode at; empty for the model's
   * @param postProcess what is done to each map
   * @param pixelSize of the maps, Å at the box that they are decoded at
   * @param threads for the transforms
   */
  public VolumeExport(
      VolumeModel model,
      RunConfig.DatasetArgs data,
      OptionalInt downsample,
      VolumePostProcess postProcess,
      double pixelSize,
      int threads) {
    decoder = new VolumeDecoder(model, data.normMean(), data.normDeviation(), threads);
    box = downsample.orElse(model.spec().box());
    this.postProcess = postProcess;
    this.pixelSize = pixelSize;
    this.threads = threads;
  }

  /**
   * Writes the map at a point of latent space.
   *
   * @throws DataException if the network makes no finite values of it
   */
  public void write(float[] z, Path file) {
    float[] volume = postProcess.apply(decoder.decode(z, box), box, pixelSize, threads);
    for (float value : volume) {
      if (!Float.isFinite(value)) {
        throw DataException.at(
            file,
            "z = " + Arrays.toString(z),
            "the volume holds NaN or infinite values",
            "Choose z among those of the particles; if they fail too, take the weights of an"
                + " earlier epoch");
      }
    }
    double origin = postProcess.origin(box, pixelSize);
    MapPosition position = MapPosition.origin(origin, origin, origin);
    new MrcVolume(postProcess.box(box), volume, pixelSize, position).write(file);
  }

  /** The name of a map's file: prefix and three digits at least. */
  public static String fileName(String prefix, int number) {
    return String.format(Locale.US, "%s%03d.mrc", prefix, number);
  }
}
