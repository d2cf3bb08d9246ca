package org.cryodrgn.cli.run;

import java.io.PrintStream;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate and time left of a long work: one line rewritten on a terminal, otherwise plain log lines at
 * growing intervals (10 s, 20 s, ... up to 5 minutes), so that no file ever holds a carriage
 * return.
 */
public final class Progress implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final double TERMINAL_INTERVAL = 0.2;
  private static final double FIRST_INTERVAL = 10;
  private static final double LAST_INTERVAL = 300;

  /** Back to the line's begin; what a narrow terminal has no room for is cut, not wrapped. */
  private static final String BEGIN_LINE = "\r\u001b[?7l";

  /** Clears what an earlier, longer line left, and lets lines wrap again. */
  private static final String END_LINE = "\u001b[K\u001b[?7h";

  /** The last that was shown on the terminal, of which there is one. */
  private static volatile Progress onTerminal;

  private final String what;
  private final long before;
  private final long total;
  private final PrintStream terminal;
  private final Stopwatch time = new Stopwatch();
  private double interval;
  private double next;
  private boolean shown;

  /**
   * @param terminal null if there is none
   * @param interval seconds to the first line
   */
  Progress(String what, long before, long total, PrintStream terminal, double interval) {
    this.what = what;
    this.before = before;
    this.total = total;
    this.terminal = terminal;
    this.interval = interval;
    this.next = interval;
  }

  /**
   * Begins a work. The launcher script tells whether standard error is a terminal.
   *
   * @param what the things that are counted, for instance {@code "particles"}
   * @param total how many there are
   */
  public static Progress of(String what, long total) {
    return goingOn(what, 0, total);
  }

  /**
   * Goes on with a work of which a part is done.
   *
   * @param what the things that are counted
   * @param before how many are done, in a time that is not known
   * @param total how many there are, those included
   */
  static Progress goingOn(String what, long before, long total) {
    return Boolean.getBoolean("cryodrgn.terminal")
        ? new Progress(what, before, total, System.err, TERMINAL_INTERVAL)
        : new Progress(what, before, total, null, FIRST_INTERVAL);
  }

  /**
   * Begins a work that tells the share of it that is done, shown as percent.
   *
   * @param what the work, for instance {@code "the UMAP"}
   */
  public static Progress ofShareOf(String what) {
    return of("percent of " + what, 100);
  }

  /** Tells the share that is done by now, from 0 to 1. */
  public void advanceToShare(double share) {
    advanceTo(Math.round(100 * share));
  }

  /** Tells how many are done by now; cheap, from any thread. */
  public synchronized void advanceTo(long done) {
    double seconds = time.seconds();
    if (seconds < next) {
      return;
    }
    if (terminal != null) {
      terminal.print(BEGIN_LINE + line(what, before, done, total, seconds) + END_LINE);
      terminal.flush();
      shown = true;
      onTerminal = this;
    } else {
      LOG.info(line(what, before, done, total, seconds));
      interval = Math.min(2 * interval, LAST_INTERVAL);
    }
    next = seconds + interval;
  }

  /** Clears the line on a terminal. */
  @Override
  public synchronized void close() {
    if (shown) {
      terminal.print("\r\u001b[K");
      terminal.flush();
      shown = false;
    }
  }

  /** Clears the line that is on the terminal, if there is any, for another to be written there. */
  static void clearTerminal() {
    Progress last = onTerminal;
    if (last != null) {
      last.close();
    }
  }

  /** {@code 1200 of 4000 particles, 310.5 /s, 0:09 left}. */
  static String line(String what, long before, long done, long total, double seconds) {
    double rate = (done - before) / Math.max(seconds, 1e-9);
    String left = done == before ? "?" : duration((total - done) / rate);
    return String.format(Locale.US, "%d of %d %s, %.1f /s, %s left", done, total, what, rate, left);
  }

  /** {@code h:mm:ss}, or {@code m:ss} below one hour. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    long hours = whole / 3600;
    String rest = String.format(Locale.US, "%02d:%02d", whole / 60 % 60, whole % 60);
    return hours > 0 ? hours + ":" + rest : rest.replaceFirst("^0", "");
  }
}
