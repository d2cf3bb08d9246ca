package org.cryodrgn.cli.run;

/**
 * What the process tells its caller. A signal ends the JVM with 128 and its number before any of
 * these, for instance 130 after Ctrl-C; a training saves before.
 */
public final class ExitCode {

  /** Done. */
  public static final int OK = 0;

  /** The data, the disk or the program failed. */
  public static final int FAILED = 1;

  /** The command line cannot be understood. */
  public static final int BAD_ARGUMENTS = 2;

  /**
   * Stopped by the scheduler's warning, everything saved: start again with {@code --load latest}.
   * It is EX_TEMPFAIL of sysexits.h.
   */
  public static final int TRY_AGAIN = 75;

  /** Nobody reads what is printed, as in {@code | head}: what SIGPIPE ends other programs with. */
  public static final int UNREAD = 141;

  private ExitCode() {}
}
