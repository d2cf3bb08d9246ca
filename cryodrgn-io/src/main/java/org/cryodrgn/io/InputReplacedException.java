package org.cryodrgn.io;

import java.nio.file.Path;

/**
 * An output that is the file of an input, told before anything is written. The command line is at
 * fault, not the data, so the launcher exits with 2.
 */
public final class InputReplacedException extends DataException {

  private static final long serialVersionUID = 1;

  /**
   * @param output the file that is named as output and would be lost
   */
  public InputReplacedException(Path output) {
    super(line(output, "", "is an input and would be replaced", "Choose another name or folder"));
  }
}
