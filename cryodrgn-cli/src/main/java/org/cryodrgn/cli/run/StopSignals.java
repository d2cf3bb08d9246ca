package org.cryodrgn.cli.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns signals that ask a process to end into a request to save and stop, while it is open; or,
 * once nothing is to be saved, ends the process itself. The second signal ends the process as if
 * there were no request. A signal that the process was started to ignore, as by nohup, stays
 * ignored.
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

  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private volatile int exitCode;
  private boolean atOnce;

  private StopSignals() {}

  /** Begins to listen. */
  static StopSignals listen() {
    StopSignals signals = new StopSignals();
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

  private void receive(Signal signal) {
    int code = EXIT_CODES.get(signal.getName());
    if (request(code)) {
      LOG.info("SIG{}: saving and stopping; once more to stop at once", signal.getName());
    } else {
      LOG.info("SIG{}: stopping", signal.getName());
      Launcher.end(code);
    }
  }

  /** Whether there is something to save before the process may end. */
  private synchronized boolean request(int code) {
    exitCode = code;
    close();
    return !atOnce;
  }

  /** Leaves the signals to whatever they were left to before. */
  @Override
  public synchronized void close() {
    before.forEach(Signal::handle);
    before.clear();
  }
}
