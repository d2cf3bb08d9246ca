package org.cryodrgn.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.cryodrgn.core.device.EngineFailure;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.NearestNames;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one line that tells the user what went wrong. */
final class Failures {

  private Failures() {}

  /**
   * @param failure what a command threw
   * @param command program and command as typed, for the advice
   */
  static String line(Throwable failure, String command) {
    if (failure instanceof ParameterException bad) {
      String line = argumentLine(bad);
      return line + (line.endsWith("?") ? "" : ".") + " Run '" + command + " --help'";
    }
    Throwable cause = unwrap(failure);
    if (cause instanceof DataException) {
      return oneLine(cause.getMessage());
    }
    if (cause instanceof OutOfMemoryError) {
      long limit = Runtime.getRuntime().maxMemory() >> 20;
      return String.format(
          "out of memory: the Java heap is limited to %d MB. Raise it, for instance with"
              + " CRYODRGN_JAVA_OPTS=-Xmx%dm, or use --lazy or fewer particles",
          limit, 2 * limit);
    }
    if (cause instanceof NoSuchFileException) {
      return cause.getMessage() + ": no such file or folder. Check the path";
    }
    if (cause instanceof AccessDeniedException) {
      return cause.getMessage()
          + ": permission denied. Check the rights of the file and its folder";
    }
    if (cause instanceof IOException) {
      return "input or output failed: " + oneLine(String.valueOf(cause.getMessage()));
    }
    return EngineFailure.line(cause)
        .orElseGet(
            () -> "internal error: " + oneLine(cause.toString()) + " (--stacktrace shows where)");
  }

  private static String argumentLine(ParameterException bad) {
    String message = oneLine(bad.getMessage()).replaceFirst("^Error: ", "");
    boolean unmatched = bad instanceof UnmatchedArgumentException;
    // A name that is mistyped leaves the option of that name missing.
    if (unmatched || bad instanceof MissingParameterException) {
      List<String> arguments = bad.getCommandLine().getParseResult().unmatched();
      Optional<String> option = arguments.stream().filter(a -> a.startsWith("-")).findFirst();
      if (option.isPresent()) {
        var names = bad.getCommandLine().getCommandSpec().optionsMap().keySet();
        message =
            "unknown option '"
                + option.get()
                + "'"
                + EarlierOptions.advice(option.get())
                    .map(advice -> ": " + advice)
                    .orElseGet(() -> NearestNames.question(option.get(), names));
      } else if (unmatched && !arguments.isEmpty()) {
        message = "unexpected argument '" + arguments.get(0) + "'";
      }
    }
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && (cause instanceof UncheckedIOException
            || cause instanceof ExecutionException
            || cause instanceof CompletionException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String oneLine(String message) {
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
