package org.cryodrgn.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cryodrgn.cli.option.TrainingOutput;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.core.train.RunLog;
import org.cryodrgn.core.train.Training;
import org.cryodrgn.core.train.TrainingRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What every training command does around its training: folder, log, banner, progress, signals, and
 * the analysis after it.
 */
public final class TrainingRun {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private TrainingRun() {}

  /**
   * Trains, and analyzes what came to its end. A signal during the analysis ends the process: its
   * files are whole or not there, and {@code --load latest} makes them again.
   *
   * @param command the command that was called
   * @param output where it writes
   * @param epochs the last epoch
   * @param log in the lines of its kind
   * @param training made of its output
   * @param analysis that follows; empty for none
   * @return {@link ExitCode#OK}, or what a signal that stopped it asks for
   */
  public static int run(
      CommandSpec command,
      TrainingOutput output,
      int epochs,
      RunLog log,
      Function<TrainingRequest.Output, Training> training,
      Optional<Runnable> analysis)
      throws Exception {
    try (StopSignals signals = StopSignals.listen()) {
      int code = train(command, output, epochs, log, training, signals);
      if (code == ExitCode.OK && analysis.isPresent()) {
        if (!signals.endAtOnce()) {
          LOG.info("Stopped before the analysis; --load latest makes it");
          return signals.exitCode();
        }
        analysis.get().run();
      }
      return code;
    }
  }

  private static int train(
      CommandSpec command,
      TrainingOutput output,
      int epochs,
      RunLog log,
      Function<TrainingRequest.Output, Training> training,
      StopSignals signals)
      throws Exception {
    RunFiles files = output.files();
    files.prepare(output.resumes());
    // Program and command, two words, by which others know a run of theirs in config.yaml.
    List<String> line = new ArrayList<>(List.of(command.name().split(" ")));
    line.addAll(command.commandLine().getParseResult().originalArgs());
    if (output.complete(epochs)) {
      training.apply(where(output, line)).requireSameRun();
      LOG.info("All {} epochs are done already", epochs);
      return ExitCode.OK;
    }
    try (AutoCloseable logFile = Logs.alsoTo(files.log())) {
      LOG.info(String.join(" ", line));
      LOG.info("cryodrgn {}", Versions.program());
      try (TrainingProgress progress = new TrainingProgress()) {
        boolean finished =
            training.apply(where(output, line)).run(List.of(log, progress), signals::requested);
        return finished ? ExitCode.OK : signals.exitCode();
      }
    }
  }

  private static TrainingRequest.Output where(TrainingOutput output, List<String> line) {
    return new TrainingRequest.Output(
        output.files(),
        output.checkpointToLoad(),
        output.checkpointEvery(),
        output.checkpointInside(),
        output.logInterval(),
        line,
        Versions.program());
  }
}
