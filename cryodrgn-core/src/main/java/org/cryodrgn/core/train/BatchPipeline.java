package org.cryodrgn.core.train;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.core.model.VolumeModel;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.particles.NotFiniteImageException;

/**
 * Prepares batches ahead of the engine on worker threads and hands them over in order. A batch is
 * used again once its consumer returns.
 */
final class BatchPipeline implements AutoCloseable {

  /** Takes one batch. */
  @FunctionalInterface
  interface Consumer {
    /**
     * @param batch filled, without noise
     * @param particles which particles it holds
     * @param end how many particles of the order were reached by now
     */
    void accept(TrainingBatch batch, int[] particles, int end);
  }

  /** Chooses the points of a batch. */
  @FunctionalInterface
  interface PointChoice {
    /** All points of all batches. */
    PointChoice ALL = (first, points) -> points.all();

    /**
     * @param first position of the batch's first particle in the order
     * @param points those that there are
     */
    SlicePoints.Draw at(int first, SlicePoints points);
  }

  private final TrainingData data;
  private final int batchSize;
  private final BitSet leftOut;
  private final Runnable betweenBatches;
  private final ExecutorService workers;
  private final Scope memory;
  private final ArrayDeque<BatchBuilder> idle = new ArrayDeque<>();

  /**
   * @param data where the images come from
   * @param model that they are for, which outlives the pipeline
   * @param batchSize images of a batch, but for the last
   * @param threads worker threads, at least 1; one batch more than these is prepared ahead
   */
  BatchPipeline(TrainingData data, VolumeModel model, int batchSize, int threads) {
    this(data, model, batchSize, threads, new BitSet(), () -> {});
  }

  /**
   * As the other, without some particles.
   *
   * @param leftOut these are in no batch; the bounds between batches stay as they would be
   * @param betweenBatches called before each batch is handed over; may throw to end the pass
   */
  BatchPipeline(
      TrainingData data,
      VolumeModel model,
      int batchSize,
      int threads,
      BitSet leftOut,
      Runnable betweenBatches) {
    this.data = data;
    this.leftOut = leftOut;
    this.betweenBatches = betweenBatches;
    this.batchSize = Math.min(batchSize, data.size());
    workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "batches");
              thread.setDaemon(true);
              return thread;
            });
    memory = model.newScope();
    try {
      for (int i = 0; i < threads + 1; i++) {
        idle.add(new BatchBuilder(data, memory, model.spec(), this.batchSize));
      }
    } catch (RuntimeException | Error e) {
      // The workers have no thread before their first task.
      memory.close();
      throw e;
    }
  }

  /**
   * Runs through particles in an order.
   *
   * @param order the particles
   * @param first position of the first particle of the first batch
   * @param points which points of the slices take part, given the position of a batch; null if only
   *     what the encoder sees is needed
   */
  void forEach(ParticleOrder order, int first, PointChoice points, Consumer consumer) {
    ParticleOrder kept = order.without(leftOut);
    ArrayDeque<Prepared> ahead = new ArrayDeque<>();
    data.images().expect(kept, first);
    int next = first;
    try {
      while (next < kept.size() || !ahead.isEmpty()) {
        while (next < kept.size() && !idle.isEmpty()) {
          int end = Math.min(kept.size(), next + batchSize);
          int[] particles = kept.slice(next, end);
          if (particles.length > 0) {
            BatchBuilder builder = idle.poll();
            SlicePoints.Draw draw = points == null ? null : points.at(next, builder.points());
            ahead.add(prepare(builder, particles, end, draw));
          }
          next = end;
        }
        Prepared prepared = ahead.poll();
        if (prepared != null) {
          TrainingBatch batch = await(prepared);
          betweenBatches.run();
          consumer.accept(batch, prepared.particles, prepared.end);
          idle.add(prepared.builder);
        }
      }
    } finally {
      ahead.forEach(prepared -> idle.add(prepared.builder));
    }
  }

  /** Ends the workers, waits until they let go of the images, and frees the batches. */
  @Override
  public void close() {
    workers.shutdown();
    boolean interrupted = false;
    while (!workers.isTerminated()) {
      try {
        workers.awaitTermination(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    memory.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Prepared prepare(BatchBuilder builder, int[] particles, int end, SlicePoints.Draw draw) {
    Future<?> future = workers.submit(() -> builder.fill(particles, draw));
    return new Prepared(builder, particles, end, future);
  }

  private record Prepared(BatchBuilder builder, int[] particles, int end, Future<?> future) {}

  private TrainingBatch await(Prepared prepared) {
    try {
      prepared.future.get();
      return prepared.builder.batch();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotFiniteImageException image) {
        throw new NotFiniteException(
            image.getMessage(), new int[] {image.index()}, data.selection());
      }
      Workers.rethrow(e.getCause());
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for images", e);
    }
  }
}
