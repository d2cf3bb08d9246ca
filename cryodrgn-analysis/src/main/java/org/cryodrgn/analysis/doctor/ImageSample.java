package org.cryodrgn.analysis.doctor;

import java.util.Arrays;
import java.util.Optional;
import org.cryodrgn.core.fourier.FourierCrop;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.particles.ParticleStack;

/**
 * Images of a data set, evenly spread over it: the statistics of each, and the images themselves at
 * a small box, without their means, whose place is not in a map. Images that cannot be read, or
 * hold NaN, are counted and left out.
 */
final class ImageSample {

  /** The box that sampled images are brought to, if theirs is larger. */
  private static final int SMALL_BOX = 48;

  private static final long MOST_BYTES = 1L << 30;
  private static final int LEAST_IMAGES = 200;
  private static final int BATCH = 64;

  private final int box;
  private final int smallBox;
  private int[] particles;
  private final double[] means;
  private final double[] deviations;
  private final double[] peaks;
  private final long[] hashes;
  private final float[] small;
  private int count;
  private int looked;
  private int broken;
  private String firstBroken;

  /**
   * Reads the sample.
   *
   * @param stack the selected images
   * @param wanted how many images at most; fewer if they are large
   * @param threads how many threads bring them to the small box
   */
  ImageSample(ParticleStack stack, int wanted, int threads) {
    box = stack.box();
    smallBox = Math.min(box, SMALL_BOX);
    long fitting = Math.max(LEAST_IMAGES, MOST_BYTES / (4L * box * box));
    int size = (int) Math.min(Math.min(wanted, stack.size()), fitting);
    particles = new int[size];
    means = new double[size];
    deviations = new double[size];
    peaks = new double[size];
    hashes = new long[size];
    small = new float[size * smallBox * smallBox];
    float[] images = new float[Math.min(BATCH, size) * box * box];
    float[] image = new float[box * box];
    int held = 0;
    for (int i = 0; i < size; i++) {
      int particle = (int) ((long) i * stack.size() / size);
      looked++;
      if (readable(stack, particle, image)) {
        measure(image);
        particles[count++] = particle;
        for (int p = 0, at = held++ * image.length; p < image.length; p++) {
          images[at + p] = image[p] - (float) means[count - 1];
        }
      }
      if (held == BATCH || (i == size - 1 && held > 0)) {
        shrink(images, held, threads);
        held = 0;
      }
    }
    particles = Arrays.copyOf(particles, count);
  }

  private boolean readable(ParticleStack stack, int particle, float[] image) {
    try {
      stack.read(new int[] {particle}, image);
      return true;
    } catch (DataException e) {
      firstBroken = broken++ == 0 ? e.getMessage() : firstBroken;
      return false;
    }
  }

  private void measure(float[] image) {
    double sum = 0;
    double least = image[0];
    double most = image[0];
    long hash = 0;
    for (float value : image) {
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
      hash = mixed(hash, Float.floatToRawIntBits(value));
    }
    double mean = sum / image.length;
    double squares = 0;
    for (float value : image) {
      squares += (value - mean) * (value - mean);
    }
    means[count] = mean;
    deviations[count] = least == most ? 0 : Math.sqrt(squares / image.length);
    peaks[count] = Math.max(most - mean, mean - least);
    hashes[count] = hash;
  }

  private void shrink(float[] images, int held, int threads) {
    int pixels = smallBox * smallBox;
    float[] cropped = images;
    if (smallBox < box) {
      cropped = new float[held * pixels];
      FourierCrop.images(images, held, box, smallBox, cropped, threads);
    }
    System.arraycopy(cropped, 0, small, (count - held) * pixels, held * pixels);
  }

  /** A step of a hash of 64 bits. */
  static long mixed(long hash, long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  /** How many images were looked at. */
  int looked() {
    return looked;
  }

  /** How many of them could not be read or hold NaN. */
  int broken() {
    return broken;
  }

  /** What was wrong with the first of these. */
  Optional<String> firstBroken() {
    return Optional.ofNullable(firstBroken);
  }

  /** The indices, in the selected stack, of the images that could be read. */
  int[] particles() {
    return particles;
  }

  /** The mean of each readable image. */
  double[] means() {
    return Arrays.copyOf(means, count);
  }

  /** The standard deviation of each readable image, 0 for a constant one. */
  double[] deviations() {
    return Arrays.copyOf(deviations, count);
  }

  /** How far the farthest pixel of each readable image is from its mean. */
  double[] peaks() {
    return Arrays.copyOf(peaks, count);
  }

  /** A hash of the pixels of each readable image that is not constant. */
  long[] contents() {
    long[] contents = new long[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (deviations[i] > 0) {
        contents[kept++] = hashes[i];
      }
    }
    return Arrays.copyOf(contents, kept);
  }

  /** Some of the readable images, by their place among these, at the small box, of mean 0. */
  ParticleStack small(ParticleStack stack, int[] places) {
    return new SmallStack(stack, particles, small, smallBox, places);
  }
}
