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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
            + "an analysis, and files without a number stay. Tells how many files go from each run. "
            + "Where a pattern fits several runs, each is asked about unless -f or -d is given.",
    footer = {
      "cryodrgn_utils clean out -n 10 --dry-run",
      "cryodrgn_utils clean \"runs/**\" -n 10 -f"
    })
public final class CleanCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(CleanCommand.class);

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
      description = "Name the files, and the folders that are no runs")
  private boolean[] verbose = {};

  @Option(
      names = {"--dry-run", "-d"},
      description = "Only tell how many files would be deleted; with -v, which")
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
      if (folders.isEmpty()) {
        throw new DataException("No folder fits '" + pattern + "'. Name a folder of a run");
      }
      if (runs.isEmpty()) {
        LOG.warn(
            "No run of cryoDRGN is in {}: there is no config.yaml",
            pattern.isEmpty() ? "this folder" : "'" + pattern + "'");
        tell(0);
      }
      boolean ask = runs.size() > 1 && runs.size() > Math.pow(10, force.length);
      for (Path run : runs) {
        if (dryRun || !ask || agreed(run, answers)) {
          if (folders.size() > 1) {
            spec.commandLine().getOut().println(run);
          }
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
      if (verbose.length > 0) {
        out.println(file);
      }
    }
    tell(surplus.size());
  }

  /** The line that scripts take the number from. */
  private void tell(int files) {
    String done = dryRun ? "Would remove" : "Removed";
    spec.commandLine().getOut().printf("\t%s %d files!%n", done, files);
  }
}
