package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.doctor.NormalisationCheck;
import org.cryodrgn.core.doctor.TableChecks;
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
  private final int threads;
  private final PreprocessMark mark;
  private final ImagePreparation preparation;

  /**
   * Checks poses and CTF parameters, and measures the scale unless it is given.
   *
   * @throws DataException if a check fails, if the images are constant, or of stacks that were
   *     prepared differently
   */
  PreparedImages(ParticleDataset dataset, ImageSettings settings, int threads) {
    this.dataset = dataset;
    this.stack = dataset.stack();
    this.threads = threads;
    TableChecks.atStart(dataset);
    mark = PreprocessMark.of(stack);
    preparation =
        ImagePreparation.after(
            mark, settings.norm() != null ? settings : settings.withNorm(measureNorm()));
  }

  /**
   * Whether {@code preprocess} did steps before, so that {@link #preparation} is not all of them.
   */
  boolean preprocessed() {
    return !mark.equals(PreprocessMark.NONE);
  }

  /** What is done to each image. */
  ImagePreparation preparation() {
    return preparation;
  }

  /** The images with their poses and CTF parameters, each read when it is asked for. */
  TrainingData stream(ImagePixels pixels) {
    return data(new StreamedImages(stack, pixels, preparation), pixels);
  }

  /**
   * The images with their poses and CTF parameters, held or read as planned.
   *
   * @param listeners told how many images are loaded
   */
  TrainingData load(ImagePixels pixels, MemoryPlan plan, List<TrainingListener> listeners) {
    StreamedImages streamed = new StreamedImages(stack, pixels, preparation);
    if (plan.held()) {
      return data(
          new HeldImages(
              streamed,
              pixels.count(),
              plan.precision(),
              threads,
              done -> listeners.forEach(listener -> listener.loaded(done, stack.size()))),
          pixels);
    }
    if (plan.shuffle().window() == 0) {
      return data(streamed, pixels);
    }
    return data(
        new WindowedImages(streamed, pixels.count(), plan.shuffle(), plan.precision(), threads),
        pixels);
  }

  private TrainingData data(HartleyImages images, ImagePixels pixels) {
    return new TrainingData(
        dataset.selection(),
        images,
        pixels,
        dataset.poses(),
        dataset.ctf().orElse(null),
        mark.leavesMagnitude(dataset.ctf().isPresent()));
  }

  /** The scale of the transforms, from a sample of the images, with the sign that is trained on. */
  private double[] measureNorm() {
    int[] sample = Normalisation.sample(stack.size());
    Normalisation normalisation = new Normalisation(stack.box());
    int area = stack.box() * stack.box();
    float[] buffer = new float[Math.min(SAMPLE_BATCH, sample.length) * area];
    int constant = 0;
    double[] powers = new double[sample.length];
    double[] means = new double[sample.length];
    double[] deviations = new double[sample.length];
    for (int from = 0; from < sample.length; from += SAMPLE_BATCH) {
      int to = Math.min(sample.length, from + SAMPLE_BATCH);
      stack.read(Arrays.copyOfRange(sample, from, to), buffer);
      normalisation.add(buffer, to - from, threads);
      for (int i = 0; i < to - from; i++) {
        powers[from + i] = power(buffer, i * area, (i + 1) * area);
        means[from + i] = mean(buffer, i * area, (i + 1) * area);
        if (isConstant(buffer, i * area, (i + 1) * area)) {
          constant++;
        } else {
          deviations[from + i] = deviation(powers[from + i] / area, means[from + i]);
        }
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
    tellStrong(sample, powers);
    Finding grey = NormalisationCheck.of(means, deviations);
    if (grey.status() != Finding.Status.OK) {
      LOG.warn("{}: {}", particles(), grey.line());
    }
    LOG.info("Normalizing HT by 0 +/- {}", deviation);
    return new double[] {0, deviation};
  }

  /**
   * Warns of images by which all others become weak.
   *
   * @param sample indices of images
   * @param powers of each: their shares of the squares that the scale is made of, but for a factor
   */
  private void tellStrong(int[] sample, double[] powers) {
    int[] strong = StrongImages.among(powers);
    if (strong.length > 0) {
      double times = Math.sqrt(powers[strong[0]] / StrongImages.median(powers));
      LOG.warn(
          "{}: its values are {} times those of the median image. {} of {} sampled images are too"
              + " strong, and raise the scale of all. Leave them out with --ind, or give --norm.",
          stack.describe(sample[strong[0]]),
          String.format(Locale.US, "%.3g", times),
          strong.length,
          sample.length);
    }
  }

  /** The sum of squares: that of the Hartley transform, by Parseval, divided by D squared. */
  private static double power(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }

  private static double mean(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  /** The standard deviation of values whose mean square and mean are known. */
  private static double deviation(double meanSquare, double mean) {
    return Math.sqrt(Math.max(0, meanSquare - mean * mean));
  }

  private static boolean isConstant(float[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (values[i] != values[from]) {
        return false;
      }
    }
    return true;
  }

  private Path particles() {
    return dataset.source().particles();
  }
}
