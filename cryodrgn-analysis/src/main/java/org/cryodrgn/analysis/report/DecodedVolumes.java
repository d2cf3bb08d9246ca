package org.cryodrgn.analysis.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.train.TrainedModel;
import org.cryodrgn.core.volume.VolumeExport;
import org.cryodrgn.core.volume.VolumePostProcess;

/** Volumes decoded by the weights of a run. The engine starts with the first volume. */
public final class DecodedVolumes implements VolumeSource, AutoCloseable {

  private final Path weights;
  private final Path config;
  private final int threads;
  private TrainedModel trained;

  /**
   * @param weights weights.N.pkl
   * @param config config.yaml
   * @param threads of the engine
   */
  public DecodedVolumes(Path weights, Path config, int threads) {
    this.weights = weights;
    this.config = config;
    this.threads = threads;
  }

  @Override
  public List<Path> write(float[][] latents, Path folder, VolumeOptions options) {
    if (trained == null) {
      trained = TrainedModel.open(Engine.start(threads, true), weights, config);
    }
    int trainedBox = trained.model().spec().box();
    int box = options.downsample() == null ? trainedBox : options.downsample();
    VolumeExport export =
        new VolumeExport(
            trained,
            OptionalInt.of(box),
            new VolumePostProcess(
                options.flip(),
                options.invert(),
                options.lowPass() == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(options.lowPass()),
                options.crop() == null ? OptionalInt.empty() : OptionalInt.of(options.crop())),
            options.pixelSize() * trainedBox / box,
            threads);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < latents.length; i++) {
      Path file = folder.resolve(VolumeExport.fileName("vol_", options.startIndex() + i));
      export.write(latents[i], file);
      files.add(file);
    }
    return files;
  }

  @Override
  public void close() {
    if (trained != null) {
      trained.close();
    }
  }
}
