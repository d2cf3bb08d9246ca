package org.cryodrgn.cli.run;

/** What the process tells its caller. Ctrl-C ends the JVM with 130 before any of these. */
public final class ExitCode {

  /** Done. */
  public static final int OK = 0;

  /** The data, the disk or the program failed. */
  public static final int FAILED = 1;

  /** The command line cannot be understood. */
  public static final int BAD_ARGUMENTS = 2;

  private ExitCode() {}
}
