package org.cryodrgn.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.parallel.Workers;

/**
 * The same model on several devices, each with its thread. A batch is divided among them, their
 * gradients are added up in the first, which alone is optimised, and its parameters are given to
 * the others: the same training as of one model on the whole batch, but for the order of sums.
 *
 * @param <M> the model
 */
public final class Replicas<M extends VolumeModel> implements AutoCloseable {

  /** Works on a part of a batch. */
  @FunctionalInterface
  interface Work<M> {
    /**
     * @param model the replica
     * @param part its number, from 0
     */
    void accept(M model, int part);
  }

  private final List<M> models = new ArrayList<>();
  private final GradientReduction reduction;
  private final ExecutorService threads;

  /**
   * @param engines where the replicas are, at least one
   * @param make makes one; all have the same numbers
   */
  public Replicas(List<Engine> engines, Function<Engine, M> make, GradientReduction reduction) {
    try {
      engines.forEach(engine -> models.add(make.apply(engine)));
    } catch (RuntimeException | Error e) {
      models.forEach(VolumeModel::close);
      throw e;
    }
    this.reduction = reduction;
    threads =
        Executors.newFixedThreadPool(
            Math.max(1, models.size() - 1),
            task -> {
              Thread thread = new Thread(task, "replica");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The one that is optimised. */
  public M first() {
    return models.get(0);
  }

  /** Sets how the next gradients are computed. */
  public void setArithmetic(Arithmetic arithmetic) {
    models.forEach(model -> model.setArithmetic(arithmetic));
  }

  /** Gives the parameters of the first to the others. */
  public void share() {
    models.stream().skip(1).forEach(model -> model.copyParameters(first()));
  }

  /** What the parts of the last batch say of the poses of its images. */
  public PoseGradients poseGradients(TrainingBatch batch) {
    List<PoseGradients> parts =
        models.subList(0, count(batch)).stream().map(VolumeModel::poseGradients).toList();
    return parts.size() == 1 ? parts.get(0) : PoseGradients.joined(parts);
  }

  GradientReduction reduction() {
    return reduction;
  }

  /** The parts of a batch, of images that follow each other: one for each replica that gets any. */
  List<TrainingBatch> parts(TrainingBatch batch) {
    int count = count(batch);
    return IntStream.range(0, count)
        .mapToObj(i -> batch.part(first(batch, count, i), first(batch, count, i + 1)))
        .toList();
  }

  /** The first image of a part. */
  private static int first(TrainingBatch batch, int parts, int part) {
    return (int) ((long) batch.size() * part / parts);
  }

  private int count(TrainingBatch batch) {
    return Math.min(models.size(), batch.size());
  }

  /** Lets the replicas of all parts work at the same time; the first in the calling thread. */
  void run(int parts, Work<M> work) {
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < parts; i++) {
      int part = i;
      others.add(threads.submit(() -> work.accept(models.get(part), part)));
    }
    Throwable failure = null;
    try {
      work.accept(first(), 0);
    } catch (RuntimeException | Error e) {
      // The others still work with what the caller will free.
      failure = e;
    }
    for (Future<?> other : others) {
      Throwable its = failureOf(other);
      failure = failure == null ? its : failure;
    }
    Workers.rethrow(failure);
  }

  /** Adds the gradients of all parts into those of the first replica. */
  void sumGradients(int parts) {
    reduction.sum(models.subList(0, parts));
  }

  /** Waits, also when interrupted, until some work has ended; null if it went well. */
  private static Throwable failureOf(Future<?> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.get();
          return null;
        } catch (ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    models.forEach(VolumeModel::close);
  }
}
