package org.cryodrgn.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cryodrgn.cli.option.TrainingOutput;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.core.train.RunLog;
import org.cryodrgn.core.train.Training;
import org.cryodrgn.core.train.TrainingRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** What every training command does around its training: folder, log, banner, progress. */
public final class TrainingRun {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private TrainingRun() {}

  /**
   * Trains.
   *
   * @param command the command that was called
   * @param output where it writes
   * @param epochs the last epoch
   * @param log in the lines of its kind
   * @param training made of its output
   * @return {@link ExitCode#OK}, or what a signal that stopped it asks for
   */
  public static int run(
      CommandSpec command,
      TrainingOutput output,
      int epochs,
      RunLog log,
      Function<TrainingRequest.Output, Training> training)
      throws Exception {
    RunFiles files = output.files();
    files.prepare(output.resumes());
    if (output.complete(epochs)) {
      LOG.info("All {} epochs are done already", epochs);
      return ExitCode.OK;
    }
    try (AutoCloseable logFile = Logs.alsoTo(files.log());
        StopSignals signals = StopSignals.listen()) {
      // Program and command, two words, by which others know a run of theirs in config.yaml.
      List<String> line = new ArrayList<>(List.of(command.name().split(" ")));
      line.addAll(command.commandLine().getParseResult().originalArgs());
      LOG.info(String.join(" ", line));
      LOG.info("cryodrgn {}", Versions.program());
      TrainingRequest.Output where =
          new TrainingRequest.Output(
              files,
              output.checkpointToLoad(),
              output.checkpointEvery(),
              output.checkpointInside(),
              output.logInterval(),
              line,
              Versions.program());
      try (TrainingProgress progress = new TrainingProgress()) {
        boolean finished = training.apply(where).run(List.of(log, progress), signals::requested);
        return finished ? ExitCode.OK : signals.exitCode();
      }
    }
  }
}
