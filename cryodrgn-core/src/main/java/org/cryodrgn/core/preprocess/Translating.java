package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.fourier.Hartley2d;
import org.cryodrgn.core.fourier.HartleyShift;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.particles.ParticleStack;

/** Shifts the images of a stack in Fourier space; what leaves at one side enters at the other. */
public final class Translating {

  private static final int BATCH = 5000;

  private final ParticleStack stack;
  private final double[] pixels;
  private final int threads;

  /**
   * @param source where the fractions are from, for the error
   * @param fractions N x 2 (x, y), by what fraction of the box each image is moved, to higher
   *     columns and rows where positive
   * @throws DataException if there are not as many as images
   */
  public Translating(ParticleStack stack, Path source, double[] fractions, int threads) {
    if (fractions.length != 2L * stack.size()) {
      throw DataException.at(
          source,
          "",
          String.format(
              Locale.US,
              "holds %d translations, but the stack holds %d images",
              fractions.length / 2,
              stack.size()),
          "Use those of this stack");
    }
    this.stack = stack;
    this.threads = threads;
    this.pixels = new double[fractions.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = fractions[i] * stack.box();
    }
  }

  /**
   * Writes the shifted images to one file, float32.
   *
   * @param done told how many images are written by now
   * @throws DataException if the file is one of the stack's own
   */
  public void write(Path target, IntConsumer done) {
    InputFiles.requireKept(target, stack.files());
    StackPipeline pipeline = new StackPipeline(stack, stack.box(), BATCH, this::shift);
    try (MrcWriter writer = MrcWriter.create(target, StackHeaders.resized(stack, stack.box()))) {
      pipeline.write(0, stack.size(), writer, done);
      writer.finish();
    }
  }

  private void shift(int first, int count, float[] images, float[] results) {
    int box = stack.box();
    int side = Hartley.symmetricSide(box);
    Workers.run(
        count,
        threads,
        () -> {
          Hartley2d hartley = new Hartley2d(box);
          HartleyShift shift = new HartleyShift(IntStream.range(0, side * side).toArray(), box);
          float[] transform = new float[box * box];
          float[] symmetric = new float[side * side];
          return i -> {
            hartley.forward(images, i * box * box, transform, 0);
            Hartley.symmetrize(transform, 0, box, symmetric, 0);
            double x = pixels[2 * (first + i)];
            double y = pixels[2 * (first + i) + 1];
            shift.shift(symmetric, 0, x, y, symmetric, 0);
            Hartley.fold(symmetric, box, transform);
            hartley.inverse(transform, 0, results, i * box * box);
          };
        });
  }
}
