package org.cryodrgn.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.OutputLock;
import org.cryodrgn.io.WholeLines;

/**
 * The log of one command: lines {@code (INFO) (train_vae) (22-Nov-2026 07:29:12) text} on standard
 * output, and in a file where a command asks for it. slf4j leads here through java.util.logging.
 */
public final class Logs implements AutoCloseable {

  private static final Logger ROOT = Logger.getLogger("");
  // Held here because java.util.logging keeps loggers, and so their levels, only weakly.
  private static final Logger ENGINE = Logger.getLogger("ai.djl");
  private static final Logger GPU_SEARCH = Logger.getLogger("ai.djl.util.cuda.CudaUtils");
  private static final Logger LIBRARIES = Logger.getLogger("com.sun.jna");

  private final LineHandler handler;

  private Logs(LineHandler handler) {
    this.handler = handler;
  }

  /** Sends the log of the named command to the writer, until closed. */
  static Logs start(String command, PrintWriter out) {
    for (Handler other : ROOT.getHandlers()) {
      ROOT.removeHandler(other);
    }
    ROOT.setLevel(Level.INFO);
    ENGINE.setLevel(Level.WARNING);
    // A computer without a GPU is nothing to warn of: the command tells the device that it uses.
    GPU_SEARCH.setLevel(Level.SEVERE);
    // Where it looks for a library is told as debug lines, a dozen of them.
    LIBRARIES.setLevel(Level.INFO);
    LineHandler handler =
        new LineHandler(
            new LineFormatter(command),
            line -> {
              out.write(line);
              out.flush();
            });
    ROOT.addHandler(handler);
    return new Logs(handler);
  }

  /** Keeps the log of a command back whose standard output is for its result alone. */
  public static void silence() {
    ROOT.setLevel(Level.OFF);
  }

  /** Lets debug lines through. */
  void verbose() {
    ROOT.setLevel(Level.FINE);
    ENGINE.setLevel(Level.INFO);
  }

  /**
   * Copies every following line to the end of a file as well, until the returned value is closed.
   * Till then the file is locked: a folder has one log, and so one command that writes into it.
   *
   * @throws DataException if the file cannot be written, or another process has locked it
   */
  public static AutoCloseable alsoTo(Path runLog) {
    Formatter formatter = new LineFormatter("cryodrgn");
    for (Handler handler : ROOT.getHandlers()) {
      formatter = handler.getFormatter();
    }
    try {
      FileChannel file =
          FileChannel.open(runLog, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (!OutputLock.tryLock(file)) {
        file.close();
        throw DataException.at(
            runLog.toAbsolutePath().getParent(),
            "",
            "another command is writing into this folder",
            "Wait for its end, or choose another --outdir");
      }
      LineHandler copy =
          new LineHandler(new RunLogFormatter(formatter), line -> WholeLines.append(file, line));
      ROOT.addHandler(copy);
      return () -> {
        ROOT.removeHandler(copy);
        file.close();
      };
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(runLog, e);
    }
  }

  @Override
  public void close() {
    handler.flush();
    ROOT.removeHandler(handler);
  }

  /** Where lines go. */
  @FunctionalInterface
  interface Lines {
    /** Writes a line, with its end, so that a killed run leaves it. */
    void write(String line) throws IOException;
  }

  /** Writes line by line. What cannot be written is told of once, and the next line tried. */
  static final class LineHandler extends Handler {
    private final Lines lines;
    private boolean told;

    LineHandler(Formatter formatter, Lines lines) {
      this.lines = lines;
      setFormatter(formatter);
    }

    @Override
    public synchronized void publish(LogRecord line) {
      Progress.clearTerminal();
      try {
        lines.write(getFormatter().format(line));
      } catch (IOException e) {
        if (!told) {
          told = true;
          ROOT.warning(
              "Lines are missing in the log's file, it cannot be written: " + e.getMessage());
        }
      }
    }

    @Override
    public void flush() {
      // Every line is there when it was written.
    }

    @Override
    public void close() {
      // What is written to belongs to whoever opened it.
    }
  }

  /**
   * The lines that scripts read field by field or wait for, those of a training that begin with #
   * and that of its end, stand in a file as cryoDRGN writes them: without a prefix.
   */
  private static final class RunLogFormatter extends Formatter {
    private static final Pattern READ = Pattern.compile("# |Finished in ");

    private final Formatter lines;

    RunLogFormatter(Formatter lines) {
      this.lines = lines;
    }

    @Override
    public String format(LogRecord line) {
      String text = formatMessage(line);
      return READ.matcher(text).lookingAt() ? text + System.lineSeparator() : lines.format(line);
    }
  }

  private static final class LineFormatter extends Formatter {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss", Locale.US)
            .withZone(ZoneId.systemDefault());

    private final String command;

    LineFormatter(String command) {
      this.command = command;
    }

    @Override
    public String format(LogRecord line) {
      return String.format(
          Locale.US,
          "(%s) (%s) (%s) %s%n",
          name(line.getLevel()),
          command,
          TIME.format(line.getInstant()),
          formatMessage(line));
    }

    private static String name(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "WARNING";
      }
      return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
  }
}
