package org.cryodrgn.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What the user's data or disk does not allow, told in one line: the file, the place in it, what is
 * wrong and what to do. The launcher prints the message without a stack trace and exits with 1.
 *
 * <p>Programming errors are not data errors: those stay {@link IllegalArgumentException} and the
 * like.
 */
public class DataException extends RuntimeException {

  /**
   * @param message the whole line, with its remedy
   */
  public DataException(String message) {
    super(oneLine(message));
  }

  /**
   * @param message the whole line, with its remedy
   * @param cause what was caught; shown only with {@code --stacktrace}
   */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * An error at a place of a file.
   *
   * @param file the file as the user named it
   * @param place where in the file ("row 12", "byte 1024", "column _rlnDefocusU"); empty for the
   *     file as a whole
   * @param problem what is wrong, without a final full stop
   * @param remedy what the user can do, without a final full stop
   */
  public static DataException at(Path file, String place, String problem, String remedy) {
    return new DataException(line(file, place, problem, remedy));
  }

  /** As {@link #at(Path, String, String, String)}, keeping what was caught. */
  public static DataException at(
      Path file, String place, String problem, String remedy, Throwable cause) {
    return new DataException(line(file, place, problem, remedy), cause);
  }

  /** The user's line for a file that could not be read. */
  public static DataException cannotRead(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return at(file, "", "there is no such file", "Check the path", cause);
    }
    if (cause instanceof AccessDeniedException) {
      return noPermission(file, cause);
    }
    if (Files.isDirectory(file)) {
      return at(file, "", "is a folder", "Name a file", cause);
    }
    return at(file, "", "cannot be read: " + reason(cause), "Check the path and the disk", cause);
  }

  /** The user's line for a folder whose files could not be listed. */
  public static DataException cannotList(Path folder, IOException cause) {
    return cause instanceof AccessDeniedException
        ? noPermission(folder, cause)
        : at(
            folder, "", "cannot be listed: " + reason(cause), "Check the path and the disk", cause);
  }

  private static DataException noPermission(Path path, IOException cause) {
    return at(path, "", "cannot be read (no permission)", "Ask its owner to share it", cause);
  }

  /** What the system says of a failure. */
  static String reason(IOException cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** The user's line for a file of no bytes; a pipe tells of none, whatever comes out of it. */
  public static DataException empty(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file)
        ? at(
            file,
            "",
            "is no file but a pipe or device",
            "Write its content to a file and name that")
        : at(file, "", "is empty", "Make or copy the file again");
  }

  /** Names out of a damaged file may hold line breaks, or what a terminal obeys. */
  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]", "?");
  }

  static String line(Path file, String place, String problem, String remedy) {
    String where = place.isEmpty() ? "" : " (" + place + ")";
    return file + where + ": " + problem + ". " + remedy + ".";
  }
}
