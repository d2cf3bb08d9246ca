package org.cryodrgn.cli.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns signals that ask a process to end into a request to save and stop, while it is open; or,
 * once nothing is to be saved, ends the process itself. A second signal ends the process at once,
 * but not within a second of the first: batch systems and {@code timeout} signal a script with all
 * that it has started, and the script passes its signal on. A signal that the process was started
 * to ignore, as by nohup, stays ignored.
 *
 * <p>After SIGUSR1 and SIGUSR2, which schedulers send ahead of the wall-time limit, the exit code
 * is {@link ExitCode#TRY_AGAIN}; after the others it is 128 and the signal's number, as shells tell
 * it.
 */
final class StopSignals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
  private static final Map<String, Integer> EXIT_CODES =
      Map.of(
          "USR1", ExitCode.TRY_AGAIN,
          "USR2", ExitCode.TRY_AGAIN,
          "TERM", 128 + 15,
          "INT", 128 + 2,
          "HUP", 128 + 1);

  private enum Answer {
    SAVE,
    END,
    NONE
  }

  /** Nanoseconds in which signals are one request. */
  private static final long ONE_REQUEST = 1_000_000_000;

  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private final LongSupplier clock;
  private final IntConsumer end;
  private volatile int exitCode;
  private long requestedAt;
  private boolean atOnce;

  /**
   * Listens to nothing yet.
   *
   * @param clock nanoseconds since whenever
   * @param end ends the process with a code
   */
  StopSignals(LongSupplier clock, IntConsumer end) {
    this.clock = clock;
    this.end = end;
  }

  /** Begins to listen. */
  static StopSignals listen() {
    StopSignals signals = new StopSignals(System::nanoTime, Launcher::end);
    for (String name : EXIT_CODES.keySet()) {
      Signal signal = new Signal(name);
      if (!name.equals("USR2") || virtualMachineLeavesUsr2()) {
        signals.before.put(signal, Signal.handle(signal, signals::receive));
      }
    }
    return signals;
  }

  /** Java stops its own threads by SIGUSR2 unless, as our launcher does, it is told another. */
  private static boolean virtualMachineLeavesUsr2() {
    return System.getenv("_JAVA_SR_SIGNUM") != null;
  }

  /** Whether a signal has come. */
  boolean requested() {
    return exitCode != 0;
  }

  /** What the process ends with after the signal that came. */
  int exitCode() {
    return exitCode;
  }

  /**
   * From now on there is nothing to save, and nobody asks {@link #requested()}: a signal ends the
   * process.
   *
   * @return whether it is so; false if a signal came before, so that the caller has to stop
   */
  synchronized boolean endAtOnce() {
    atOnce = !requested();
    return atOnce;
  }

  /** Takes a signal. */
  void receive(Signal signal) {
    String name = signal.getName();
    switch (answer(EXIT_CODES.get(name))) {
      case SAVE -> LOG.info("SIG{}: saving and stopping; once more to stop at once", name);
      case END -> {
        LOG.info("SIG{}: stopping", name);
        end.accept(EXIT_CODES.get(name));
      }
      case NONE -> {}
    }
  }

  private synchronized Answer answer(int code) {
    long now = clock.getAsLong();
    if (!requested() && !atOnce) {
      exitCode = code;
      requestedAt = now;
      return Answer.SAVE;
    }
    return atOnce || now - requestedAt >= ONE_REQUEST ? Answer.END : Answer.NONE;
  }

  /** Leaves the signals to whatever they were left to before. */
  @Override
  public synchronized void close() {
    before.forEach(Signal::handle);
    before.clear();
  }
}
