package org.cryodrgn.core.parallel;

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
   * The number of processors to use: those that the JVM was given (by the machine, a control group,
   * or an affinity mask), or fewer where {@code OMP_NUM_THREADS} says so.
   */
  public static int available() {
    int processors = Runtime.getRuntime().availableProcessors();
    String limit = System.getenv("OMP_NUM_THREADS");
    return limit != null && limit.matches("[1-9]\\d{0,5}")
        ? Math.min(processors, Integer.parseInt(limit))
        : processors;
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
    joinAll(helpers);
    if (failure.get() instanceof RuntimeException e) {
      throw e;
    }
    if (failure.get() instanceof Error e) {
      throw e;
    }
  }

  private static void joinAll(Thread[] threads) {
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
