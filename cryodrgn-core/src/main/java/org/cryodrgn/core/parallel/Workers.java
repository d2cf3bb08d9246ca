package org.cryodrgn.core.parallel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Runs independent tasks 0 .. n-1 on a few threads. Tasks are handed out as threads come free, so a
 * task's result must not depend on which thread ran it or when.
 */
public final class Workers {

  private Workers() {}

  /**
   * Environment variables that tell how many threads a program may have: what its user says, and
   * what SLURM gave to it, which not every cluster enforces.
   */
  private static final List<String> LIMITS = List.of("OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK");

  /**
   * The number of processors to use: those that the JVM was given (by the machine, a control group,
   * or an affinity mask), or fewer where {@code OMP_NUM_THREADS} or SLURM says so.
   */
  public static int available() {
    return available(Runtime.getRuntime().availableProcessors(), System.getenv());
  }

  /** As {@link #available()}, of a machine and environment that are given. */
  static int available(int processors, Map<String, String> environment) {
    int least = processors;
    for (String name : LIMITS) {
      String limit = environment.getOrDefault(name, "");
      if (limit.matches("[1-9]\\d{0,5}")) {
        least = Math.min(least, Integer.parseInt(limit));
      }
    }
    return least;
  }

  /**
   * Runs all tasks and returns when the last has ended. The first failure stops the handing out and
   * is thrown here.
   *
   * @param tasks how many tasks
   * @param threads how many threads at most; with one, everything runs on the caller's
   * @param worker makes what runs the tasks of one thread, with work space of its own
   */
  public static void run(int tasks, int threads, Supplier<? extends IntConsumer> worker) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Runnable body =
        () -> {
          try {
            IntConsumer mine = worker.get();
            for (int task = next.getAndIncrement();
                task < tasks && failure.get() == null;
                task = next.getAndIncrement()) {
              mine.accept(task);
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          }
        };
    Thread[] helpers = new Thread[Math.max(0, Math.min(threads, tasks) - 1)];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Thread(body, "worker-" + (i + 1));
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
    body.run();
    join(helpers);
    rethrow(failure.get());
  }

  /** Throws what another thread failed with, which is no checked exception; null: nothing. */
  public static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Waits until threads have ended, also when interrupted: that is told when they have. */
  public static void join(Thread... threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
