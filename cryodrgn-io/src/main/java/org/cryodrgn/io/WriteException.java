package org.cryodrgn.io;

/** A file that could not be written: disk full, no permission, a folder that is gone. */
public final class WriteException extends DataException {

  private static final long serialVersionUID = 1;

  WriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
