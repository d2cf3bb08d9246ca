package org.cryodrgn.analysis.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.train.TrainedModel;
import org.cryodrgn.core.volume.VolumeExport;
import org.cryodrgn.core.volume.VolumePostProcess;

/**
 * Volumes decoded by the weights of a run, which are read and checked at once: before anything is
 * written.
 */
public final class DecodedVolumes implements VolumeSource, AutoCloseable {

  private final String prefix;
  private final int threads;
  private final TrainedModel trained;

  /**
   * @param weights weights.N.pkl
   * @param config config.yaml
   * @param prefix of the files' names, before the number
   * @param threads of the engine
   * @param gpu the number of the GPU; null for the first, or the CPU if there is none
   * @throws org.cryodrgn.io.DataException if a file is damaged, they are of different models, or
   *     there is no such GPU
   */
  public DecodedVolumes(Path weights, Path config, String prefix, int threads, Integer gpu) {
    this.prefix = prefix;
    this.threads = threads;
    trained = TrainedModel.open(Engine.start(threads, gpu), weights, config);
  }

  /**
   * Looks for the GPU now, where volumes are decoded much later only.
   *
   * @throws org.cryodrgn.io.DataException if there is no such GPU
   */
  public static void requireDevice(int threads, Integer gpu) {
    Engine.start(threads, gpu);
  }

  @Override
  public List<Path> write(float[][] latents, Path folder, VolumeOptions options) {
    return write(latents, folder, options, done -> {});
  }

  /** As {@link #write(float[][], Path, VolumeOptions)}; tells how many are done. */
  public List<Path> write(
      float[][] latents, Path folder, VolumeOptions options, IntConsumer progress) {
    VolumeExport export = export(options);
    List<Path> files = new ArrayList<>();
    for (float[] latent : latents) {
      int number = options.startIndex() + files.size();
      Path file = folder.resolve(VolumeExport.fileName(prefix, number));
      export.write(latent, file);
      files.add(file);
      progress.accept(files.size());
    }
    return files;
  }

  /** Writes the volume of one point. */
  public void write(float[] latent, Path file, VolumeOptions options) {
    export(options).write(latent, file);
  }

  private VolumeExport export(VolumeOptions options) {
    int trainedBox = trained.model().spec().box();
    int box = options.downsample() == null ? trainedBox : options.downsample();
    return new VolumeExport(
        trained.model(),
        trained.config().dataset(),
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
  }

  @Override
  public void close() {
    trained.close();
  }
}
