package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.cryodrgn.core.ctf.ContrastTransfer;
import org.cryodrgn.core.fourier.FourierCrop;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.fourier.Hartley2d;
import org.cryodrgn.core.fourier.Window;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.particles.ParticleStack;

/**
 * Prepares the images of a stack for training once: Fourier crop to a box, phase flip, window,
 * sign, in this order. What the stack's mark says was done before is not done again.
 */
public final class Preprocessing {

  /**
   * What to do.
   *
   * @param newBox the box size d of the results
   * @param window whether to take the corners off
   * @param windowRadius where the window begins to fall, as a fraction of d/2
   * @param invert whether to change the sign
   * @param phaseFlip the CTF of each image, by whose sign its transform is multiplied; null for
   *     none
   * @param batchSize how many images are worked on together, as far as memory is bounded
   * @param threads how many threads share them
   */
  public record Settings(
      int newBox,
      boolean window,
      double windowRadius,
      boolean invert,
      CtfTable phaseFlip,
      int batchSize,
      int threads) {}

  private final ParticleStack stack;
  private final Settings settings;
  private final PreprocessMark before;
  private final float[] factor;
  private final boolean flips;

  /**
   * @throws DataException if the box is smaller than the new one
   * @throws IllegalArgumentException if the CTF is of another number of particles
   */
  public Preprocessing(ParticleStack stack, Settings settings) {
    this.stack = stack;
    this.settings = settings;
    this.before = PreprocessMark.of(stack);
    int box = settings.newBox();
    Downsampling.requireSmaller(box, stack.describe(0), stack.box());
    if (box < stack.box()) {
      Downsampling.tellOfOrigin(stack);
    }
    if (settings.phaseFlip() != null && settings.phaseFlip().size() != stack.size()) {
      throw new IllegalArgumentException(
          "the CTF of %d particles for %d images"
              .formatted(settings.phaseFlip().size(), stack.size()));
    }
    this.factor =
        Window.signed(
            box,
            before.leavesWindow(settings.window()),
            settings.windowRadius(),
            before.leavesInversion(settings.invert()));
    this.flips = before.leavesPhaseFlip(settings.phaseFlip() != null);
  }

  /** What the results are marked with. */
  public PreprocessMark mark() {
    return new PreprocessMark(
        before.windowed() || settings.window(),
        before.inverted() || settings.invert(),
        before.phaseFlipped() || settings.phaseFlip() != null);
  }

  /**
   * Writes the prepared stack.
   *
   * @param done told how many images are written by now
   */
  public void write(Path target, IntConsumer done) {
    InputFiles.requireKept(target, stack.files());
    MrcHeader header = StackHeaders.resized(stack, settings.newBox()).withLabel(mark().label());
    StackPipeline pipeline =
        new StackPipeline(stack, settings.newBox(), settings.batchSize(), this::prepare);
    try (MrcWriter writer = MrcWriter.create(target, header)) {
      pipeline.write(0, stack.size(), writer, done);
      writer.finish();
    }
  }

  private void prepare(int first, int count, float[] images, float[] results) {
    int box = settings.newBox();
    int pixels = box * box;
    if (box == stack.box()) {
      System.arraycopy(images, 0, results, 0, count * pixels);
    } else {
      FourierCrop.images(images, count, stack.box(), box, results, settings.threads());
    }
    Workers.run(
        count,
        settings.threads(),
        () -> {
          PhaseFlip phaseFlip = flips ? new PhaseFlip(settings.phaseFlip(), box) : null;
          return i -> {
            if (flips) {
              phaseFlip.apply(first + i, results, i * pixels);
            }
            for (int pixel = 0; pixel < pixels; pixel++) {
              results[i * pixels + pixel] *= factor[pixel];
            }
          };
        });
  }

  /** Multiplies transforms by the sign of the CTF; one a thread. */
  private static final class PhaseFlip {

    private final CtfTable table;
    private final Hartley2d hartley;
    private final ContrastTransfer transfer;
    private final float[] transform;
    private final float[] values;

    PhaseFlip(CtfTable table, int box) {
      this.table = table;
      this.hartley = new Hartley2d(box);
      int side = Hartley.symmetricSide(box);
      int[] pixels = new int[box * box];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = i / box * side + i % box;
      }
      this.transfer = new ContrastTransfer(pixels, box);
      this.transform = new float[box * box];
      this.values = new float[box * box];
    }

    void apply(int particle, float[] images, int offset) {
      hartley.forward(images, offset, transform, 0);
      double pixelSize = ContrastTransfer.pixelSize(table, particle, hartley.box());
      transfer.values(table, particle, pixelSize, values, 0);
      for (int i = 0; i < values.length; i++) {
        transform[i] *= Math.signum(values[i]);
      }
      hartley.inverse(transform, 0, images, offset);
    }
  }
}
