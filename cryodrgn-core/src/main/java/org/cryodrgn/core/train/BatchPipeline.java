package org.cryodrgn.core.train;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.TrainingBatch;

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
     */
    void accept(TrainingBatch batch, int[] particles);
  }

  private final TrainingData data;
  private final int batchSize;
  private final ExecutorService workers;
  private final ArrayDeque<BatchBuilder> idle = new ArrayDeque<>();

  /**
   * @param data where the images come from
   * @param spec the model they are for
   * @param batchSize images of a batch, but for the last
   * @param threads worker threads, at least 1; one batch more than these is prepared ahead
   */
  BatchPipeline(TrainingData data, ModelSpec spec, int batchSize, int threads) {
    this.data = data;
    this.batchSize = Math.min(batchSize, data.size());
    workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "batches");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < threads + 1; i++) {
      idle.add(new BatchBuilder(data, spec, this.batchSize));
    }
  }

  /**
   * Runs through particles in an order.
   *
   * @param order the particles
   * @param first position of the first particle of the first batch
   * @param slices false if only what the encoder sees is needed
   */
  void forEach(ParticleOrder order, int first, boolean slices, Consumer consumer) {
    ArrayDeque<Prepared> ahead = new ArrayDeque<>();
    data.images().expect(order, first);
    int next = first;
    try {
      while (next < order.size() || !ahead.isEmpty()) {
        while (next < order.size() && !idle.isEmpty()) {
          int[] particles = order.slice(next, Math.min(order.size(), next + batchSize));
          ahead.add(prepare(idle.poll(), particles, slices));
          next += particles.length;
        }
        Prepared prepared = ahead.poll();
        TrainingBatch batch = prepared.await();
        consumer.accept(batch, prepared.particles);
        idle.add(prepared.builder);
      }
    } finally {
      ahead.forEach(prepared -> idle.add(prepared.builder));
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private Prepared prepare(BatchBuilder builder, int[] particles, boolean slices) {
    Future<?> future =
        workers.submit(
            () -> {
              if (slices) {
                builder.fill(particles);
              } else {
                builder.fillEncoderInputs(particles);
              }
            });
    return new Prepared(builder, particles, future);
  }

  private record Prepared(BatchBuilder builder, int[] particles, Future<?> future) {
    TrainingBatch await() {
      try {
        future.get();
        return builder.batch();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for images", e);
      }
    }
  }
}
