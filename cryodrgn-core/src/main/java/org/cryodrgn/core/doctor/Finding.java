package org.cryodrgn.core.doctor;

import org.cryodrgn.io.DataException;

/**
 * What a check found.
 *
 * @param status how it stands
 * @param title the check, the same in each run: "defocus"
 * @param evidence what was seen, without a final full stop
 * @param remedy what the user can do, without a final full stop; empty if all is well
 */
public record Finding(Status status, String title, String evidence, String remedy) {

  /** How a check stands. */
  public enum Status {
    /** As it should be, or not to be told. */
    OK,
    /** Not as it usually is; may be meant. */
    WARN,
    /** Wrong: a training would fail or be worth nothing. */
    FAIL
  }

  /** All is well. */
  public static Finding ok(String title, String evidence) {
    return new Finding(Status.OK, title, evidence, "");
  }

  /** Something is unusual. */
  public static Finding warn(String title, String evidence, String remedy) {
    return new Finding(Status.WARN, title, evidence, remedy);
  }

  /** Something is wrong. */
  public static Finding fail(String title, String evidence, String remedy) {
    return new Finding(Status.FAIL, title, evidence, remedy);
  }

  /** A failure with the message of an error, whose last sentence is the remedy. */
  public static Finding of(String title, DataException failure) {
    String message = failure.getMessage().replaceFirst("\\.$", "");
    int end = message.lastIndexOf(". ");
    return end < 0
        ? fail(title, message, "")
        : fail(title, message.substring(0, end), message.substring(end + 2));
  }

  /** The finding as one line of a log. */
  public String line() {
    return title + ": " + evidence + "." + (remedy.isEmpty() ? "" : " " + remedy + ".");
  }
}
