package org.cryodrgn.io;

import java.nio.file.Path;

/**
 * A value that a table lacks, or has no use in, and that an option of the commands that import the
 * table would supply. Commands that take a table as it is have no such option: they name those that
 * do, with {@link #suppliedBy}.
 */
public final class MissingValueException extends DataException {

  private static final long serialVersionUID = 1;

  /**
   * @param file the table
   * @param place where in it; empty for the table as a whole
   * @param problem what is wrong, without a final full stop
   * @param remedy the options to give, without a final full stop
   */
  public MissingValueException(Path file, String place, String problem, String remedy) {
    super(line(file, place, problem, remedy));
  }

  /** The same, told by a command that has not the options itself. */
  public DataException suppliedBy(String commands) {
    String told = getMessage().substring(0, getMessage().length() - 1);
    return new DataException(
        told + ", to " + commands + ", and give its files as --poses and --ctf.", this);
  }
}
