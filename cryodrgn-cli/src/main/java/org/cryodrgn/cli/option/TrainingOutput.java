package org.cryodrgn.cli.option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.cryodrgn.core.train.RunFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a training writes, how often, and what it goes on from. */
@Heading("Run")
public final class TrainingOutput {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-o", "--outdir"},
      required = true,
      paramLabel = "DIR",
      description = "Output folder")
  private Path folder;

  @Option(
      names = "--load",
      paramLabel = "PKL",
      description =
          "Go on from this weights.N.pkl; latest: from the newest whole checkpoint in the output"
              + " folder")
  private String load;

  @Option(
      names = "--checkpoint",
      paramLabel = "N",
      description = "Write weights and latents every N epochs; 0: after the last alone")
  private int checkpoint = 1;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "X",
      description = "Save inside an epoch every X minutes, 0 for never")
  private double checkpointMinutes = 10;

  @Option(
      names = "--log-interval",
      paramLabel = "N",
      description = "Particles between two log lines")
  private int logInterval = 1000;

  /**
   * Refuses what no training can keep to.
   *
   * @throws ParameterException if an interval is out of range
   */
  public void validate() {
    Require.notNegative(spec, "--checkpoint", checkpoint);
    Require.atLeastOne(spec, "--log-interval", logInterval);
    Require.that(
        spec,
        checkpointMinutes >= 0 && checkpointMinutes <= 1e6,
        "--checkpoint-minutes must be from 0 to 1000000, not " + checkpointMinutes);
  }

  /** The files of the output folder. */
  public RunFiles files() {
    return new RunFiles(folder);
  }

  /** Whether the training goes on from a checkpoint. */
  public boolean resumes() {
    return load != null;
  }

  /**
   * The checkpoint to go on from; null to begin.
   *
   * @throws org.cryodrgn.io.DataException if the latest is asked for and there is none, or another
   *     and the output folder holds a later one
   */
  public Path checkpointToLoad() {
    if (load == null) {
      return null;
    }
    return load.equals("latest")
        ? files().latestWeights()
        : files().checkpoints().requireLatest(Path.of(load));
  }

  /** Epochs between two checkpoints; 0 for none but the last. */
  public int checkpointEvery() {
    return checkpoint;
  }

  /** Time between two checkpoints inside an epoch; zero for none. */
  public Duration checkpointInside() {
    return Duration.ofNanos(Math.round(checkpointMinutes * 60e9));
  }

  /** Whether the training is done that {@code --load latest} would go on with. */
  public boolean complete(int epochs) {
    return "latest".equals(load)
        && files().complete(epochs)
        && Set.of(files().weights(epochs), files().finalWeights())
            .contains(files().latestWeights());
  }

  /** Particles between two log lines. */
  public int logInterval() {
    return logInterval;
  }
}
