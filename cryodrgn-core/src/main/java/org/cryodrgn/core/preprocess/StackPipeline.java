package org.cryodrgn.core.preprocess;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.particles.ParticleStack;

/**
 * Sends the images of a stack through an operation and on to a writer, batch by batch: while one
 * batch is worked on, the next is read. Holds three batches of at most 64 MiB (or one image) each.
 */
final class StackPipeline {

  private static final int MOST_VALUES = 1 << 24;

  /** What is done to the images of a batch, by as many threads as it likes. */
  interface BatchOperation {
    /**
     * @param first the index of the batch's first image in the stack
     * @param count how many images
     * @param images count x D x D values, which may be changed
     * @param results where to put count x d x d values
     */
    void apply(int first, int count, float[] images, float[] results);
  }

  private final ParticleStack stack;
  private final int newBox;
  private final int batchSize;
  private final BatchOperation operation;

  /**
   * @param newBox the box size d of the results
   * @param batchSize the number of images in a batch, as far as memory is bounded
   */
  StackPipeline(ParticleStack stack, int newBox, int batchSize, BatchOperation operation) {
    this.stack = stack;
    this.newBox = newBox;
    this.operation = operation;
    int largest = Math.max(1, MOST_VALUES / (stack.box() * stack.box()));
    this.batchSize = Math.min(Math.min(batchSize, largest), stack.size());
  }

  /**
   * Appends the results of images from, inclusive, to, exclusive, to a file.
   *
   * @param done told how many images are written by now, counted from the first of the stack
   */
  void write(int from, int to, MrcWriter writer, IntConsumer done) {
    int pixels = stack.box() * stack.box();
    float[] images = new float[batchSize * pixels];
    float[] next = new float[batchSize * pixels];
    float[] results = new float[batchSize * newBox * newBox];
    CompletableFuture<Void> reading = read(from, to, images);
    for (int first = from; first < to; first += batchSize) {
      int count = Math.min(batchSize, to - first);
      await(reading);
      reading = read(first + count, to, next);
      operation.apply(first, count, images, results);
      writer.write(results, 0, count);
      done.accept(first + count);
      float[] swapped = images;
      images = next;
      next = swapped;
    }
    await(reading);
  }

  private CompletableFuture<Void> read(int first, int end, float[] target) {
    int[] indices = new int[Math.max(0, Math.min(batchSize, end - first))];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = first + i;
    }
    return CompletableFuture.runAsync(() -> stack.read(indices, target));
  }

  private static void await(CompletableFuture<Void> reading) {
    try {
      reading.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DataException told) {
        throw told;
      }
      throw e;
    }
  }
}
