package org.cryodrgn.cli.run;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.run.Commands.Entry;
import org.cryodrgn.io.InputReplacedException;
import org.cryodrgn.io.NearestNames;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The one program behind {@code cryodrgn} and {@code cryodrgn_utils}: finds the command, parses,
 * runs, and turns what went wrong into one line and an exit code.
 */
public final class Launcher {

  private static final Set<String> HELP = Set.of("-h", "--help", "help");

  private final String program;
  private final StandardOutput out;
  private final PrintWriter err;

  /**
   * @param program the name that the user typed, for messages
   * @param out where results and the log go
   * @param err where errors go
   */
  Launcher(String program, StandardOutput out, PrintWriter err) {
    this.program = program;
    this.out = out;
    this.err = err;
  }

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.US);
    StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    String program = System.getProperty("cryodrgn.program", "cryodrgn");
    System.exit(new Launcher(program, out, err).run(args));
  }

  /**
   * Ends the JVM in the midst of a command, as a signal asks for whose command has nothing to save
   * and is not to be waited for.
   */
  static void end(int code) {
    System.exit(code);
  }

  /** Runs one command line and returns its exit code; nothing is thrown. */
  int run(String... args) {
    int code = runLine(args);
    err.flush();
    Optional<String> loss = out.loss();
    if (loss.isEmpty() || code != ExitCode.OK) {
      return code;
    }
    // A reader that has seen enough, such as head.
    if (loss.get().equals("Broken pipe")) {
      return ExitCode.UNREAD;
    }
    err.println(program + ": standard output could not be written: " + loss.get());
    return ExitCode.FAILED;
  }

  private int runLine(String... args) {
    try {
      if (args.length == 0 || HELP.contains(args[0])) {
        return help(args);
      }
      if (args[0].equals("--version")) {
        Versions.print(out);
        return ExitCode.OK;
      }
      Entry entry = Commands.named(args[0]).orElse(null);
      if (entry == null) {
        return unknown(args[0]);
      }
      return run(entry, Arrays.copyOfRange(args, 1, args.length));
    } finally {
      out.flush();
    }
  }

  /** {@code help}, {@code help --all}, {@code help COMMAND}; {@code --help} does the same. */
  private int help(String[] args) {
    if (args.length > 1 && args[1].equals("--all")) {
      try {
        CommandHelp.printAll(program, out);
        return ExitCode.OK;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a command of the registry has no class", e);
      }
    }
    if (args.length > 1) {
      return Commands.named(args[1])
          .map(entry -> run(entry, new String[] {"--help"}))
          .orElseGet(() -> unknown(args[1]));
    }
    TopLevelHelp.print(program, args.length == 0 ? err : out);
    return args.length == 0 ? ExitCode.BAD_ARGUMENTS : ExitCode.OK;
  }

  private int unknown(String name) {
    if (Commands.isLater(name)) {
      err.printf("%s: %s is not available yet%n", program, name);
      return ExitCode.BAD_ARGUMENTS;
    }
    List<String> names = Commands.all().stream().map(Entry::name).toList();
    String kind = name.startsWith("-") ? "option" : "command";
    err.printf(
        "%s: unknown %s '%s'%s. Run '%s --help' for the list%n",
        program, kind, name, NearestNames.question(name, names), program);
    return ExitCode.BAD_ARGUMENTS;
  }

  /** Runs a command of the registry. */
  int run(Entry entry, String[] args) {
    String name = program + " " + entry.name();
    boolean stackTrace = List.of(args).contains(CommandParser.STACKTRACE);
    try (Logs logs = Logs.start(entry.name(), out)) {
      CommandLine commandLine = CommandParser.of(entry, name);
      commandLine.setOut(out).setErr(err);
      CommandParser.parse(commandLine, args);
      if (commandLine.isUsageHelpRequested()) {
        out.print(CommandHelp.text(commandLine));
        return ExitCode.OK;
      }
      if (commandLine.getParseResult().hasMatchedOption("--verbose")) {
        logs.verbose();
      }
      Callable<Integer> command = commandLine.getCommand();
      return command.call();
    } catch (Throwable failure) {
      out.flush();
      err.println(name + ": " + Failures.line(failure, name));
      if (stackTrace) {
        failure.printStackTrace(err);
      }
      return failure instanceof ParameterException || failure instanceof InputReplacedException
          ? ExitCode.BAD_ARGUMENTS
          : ExitCode.FAILED;
    }
  }
}
