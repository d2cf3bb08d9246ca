package org.cryodrgn.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.report.EpochFiles;
import org.cryodrgn.cli.option.FolderPattern;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.io.DataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes the files of most epochs of runs. */
@Command(
    name = "clean",
    description =
        "Deletes weights.N, z.N, pose.N and reconstruct.N. The last epoch, epochs with "
            + "an analysis, and files without a number stay. Where a pattern fits several "
            + "runs, each is asked about unless -f or -d is given.",
    footer = {
      "cryodrgn_utils clean out -n 10 --dry-run",
      "cryodrgn_utils clean \"runs/**\" -n 10 -f"
    })
public final class CleanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..*",
      paramLabel = "FOLDER",
      description = "Runs, or quoted patterns such as \"**/*old*\"; the current folder if none")
  private List<String> patterns;

  @Option(
      names = {"--every-n-epochs", "-n"},
      defaultValue = "5",
      paramLabel = "N",
      description = "Keep every N-th epoch")
  private int every;

  @Option(
      names = {"--force", "-f"},
      showDefaultValue = Visibility.NEVER,
      description = "Do not ask; -ff for a pattern that fits more than 10 runs, -fff for 100")
  private boolean[] force = {};

  @Option(
      names = {"--verbose", "-v"},
      showDefaultValue = Visibility.NEVER,
      description = "Name the folders that are no runs too")
  private boolean[] verbose = {};

  @Option(
      names = {"--dry-run", "-d"},
      description = "Only show what would be deleted")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    Require.positive(spec, "-n", every);
    BufferedReader answers =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    for (String pattern : patterns == null ? List.of("") : patterns) {
      List<Path> folders = FolderPattern.expand(pattern);
      List<Path> runs = new ArrayList<>();
      for (Path folder : folders) {
        // What lies within a run belongs to it.
        if (EpochFiles.isRun(folder) && runs.stream().noneMatch(folder::startsWith)) {
          runs.add(folder);
        } else if (verbose.length > 0) {
          spec.commandLine().getOut().println(folder + " is no run");
        }
      }
      if (runs.isEmpty()) {
        throw new DataException(
            (folders.isEmpty() ? "No folder fits " : "No run of cryoDRGN is in ")
                + (pattern.isEmpty() ? "this folder" : "'" + pattern + "'")
                + ". Name a folder that holds a config.yaml");
      }
      boolean ask = runs.size() > 1 && runs.size() > Math.pow(10, force.length);
      for (Path run : runs) {
        if (dryRun || !ask || agreed(run, answers)) {
          clean(run);
        }
      }
    }
    return 0;
  }

  private boolean agreed(Path run, BufferedReader answers) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print("Clean " + run + "? (s)kip, or any other key to clean: ");
    out.flush();
    String answer = answers.readLine();
    return answer != null && !answer.equals("s") && !answer.equals("skip");
  }

  private void clean(Path run) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Path> surplus = EpochFiles.surplus(run, every);
    for (Path file : surplus) {
      if (!dryRun) {
        Files.delete(file);
      }
      out.println((dryRun ? "Would remove " : "Removed ") + file);
    }
    out.printf("%s %d files%n", dryRun ? "Would remove" : "Removed", surplus.size());
  }
}
