package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.fourier.Normalisation;
import org.cryodrgn.core.preprocess.PreprocessMark;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of a data set made ready for a model: their scale is measured, what {@code preprocess}
 * did before is not done again, and they are held in memory or read when they are needed.
 */
final class PreparedImages {

  private static final Logger LOG = LoggerFactory.getLogger(PreparedImages.class);
  private static final int SAMPLE_BATCH = 64;

  private final ParticleDataset dataset;
  private final ParticleStack stack;
  private final ImageSettings settings;
  private final int threads;
  private final PreprocessMark mark;
  private final ImagePreparation preparation;

  /**
   * Measures the scale, unless it is given.
   *
   * @throws DataException if the images are constant, or of stacks that were prepared differently
   */
  PreparedImages(ParticleDataset dataset, ImageSettings settings, int threads) {
    this.dataset = dataset;
    this.stack = dataset.stack();
    this.settings = settings;
    this.threads = threads;
    mark = PreprocessMark.of(stack);
    double[] norm = settings.norm() != null ? settings.norm() : measureNorm();
    preparation =
        ImagePreparation.after(
            mark, settings.window(), settings.windowRadius(), settings.invert(), norm);
  }

  /** What is done to each image. */
  ImagePreparation preparation() {
    return preparation;
  }

  /**
   * The images with their poses and CTF parameters.
   *
   * @param encoderRadius radius in pixels of the encoder's mask; -1 for all pixels
   * @param listeners told how many images are loaded
   * @throws DataException if they do not fit into memory
   */
  TrainingData load(int encoderRadius, List<TrainingListener> listeners) {
    ImagePixels pixels = new ImagePixels(stack.box(), encoderRadius);
    return new TrainingData(
        hartley(pixels, listeners),
        pixels,
        dataset.poses(),
        dataset.ctf().orElse(null),
        mark.phaseFlipped());
  }

  /** The scale of the transforms, from a sample of the images, with the sign that is trained on. */
  private double[] measureNorm() {
    int[] sample = Normalisation.sample(stack.size());
    Normalisation normalisation = new Normalisation(stack.box());
    int area = stack.box() * stack.box();
    float[] buffer = new float[Math.min(SAMPLE_BATCH, sample.length) * area];
    int constant = 0;
    for (int from = 0; from < sample.length; from += SAMPLE_BATCH) {
      int to = Math.min(sample.length, from + SAMPLE_BATCH);
      stack.read(Arrays.copyOfRange(sample, from, to), buffer);
      normalisation.add(buffer, to - from, threads);
      for (int i = 0; i < to - from; i++) {
        constant += isConstant(buffer, i * area, (i + 1) * area) ? 1 : 0;
      }
    }
    double deviation = normalisation.standardDeviation();
    if (constant == sample.length || !(deviation > 0)) {
      throw new DataException(
          particles()
              + ": the images are constant, there is nothing to learn from. Check the stack.");
    }
    if (constant > 0) {
      LOG.warn("{}: {} of {} sampled images are constant", particles(), constant, sample.length);
    }
    LOG.info("Normalizing HT by 0 +/- {}", deviation);
    return new double[] {0, deviation};
  }

  private static boolean isConstant(float[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (values[i] != values[from]) {
        return false;
      }
    }
    return true;
  }

  private HartleyImages hartley(ImagePixels pixels, List<TrainingListener> listeners) {
    StreamedImages streamed = new StreamedImages(stack, pixels, preparation);
    if (settings.lazy()) {
      LOG.info("Images are read again in every epoch (--lazy)");
      return streamed;
    }
    long bytes = HeldImages.bytes(stack.size(), pixels.count());
    LOG.info("Images are held in memory: {} MiB", bytes >> 20);
    long available = Runtime.getRuntime().maxMemory();
    if (bytes > available * 0.9) {
      throw new DataException(
          "%s: holding the images takes %d MiB, and %d MiB are available. Use --lazy, --ind, or a smaller box."
              .formatted(particles(), bytes >> 20, available >> 20));
    }
    return new HeldImages(
        streamed,
        pixels.count(),
        threads,
        done -> listeners.forEach(listener -> listener.loaded(done, stack.size())));
  }

  private Path particles() {
    return dataset.source().particles();
  }
}
