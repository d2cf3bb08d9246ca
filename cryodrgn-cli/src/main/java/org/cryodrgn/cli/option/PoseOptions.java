package org.cryodrgn.cli.option;

import java.util.Optional;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.train.PoseSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether and how a training refines the poses that it is given. */
@Heading("Poses")
public final class PoseOptions {

  static final class Embeddings extends Choices {
    Embeddings() {
      super("s2s2", "quat");
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--do-pose-sgd",
      description = "Refine poses with the model, by gradient descent from those given")
  private boolean refine;

  @Option(
      names = "--emb-type",
      paramLabel = "TYPE",
      completionCandidates = Embeddings.class,
      description = "What rotations are refined as: ${COMPLETION-CANDIDATES}")
  private String embedding = "quat";

  @Option(
      names = "--pose-lr",
      paramLabel = "X",
      description = "Learning rate of poses; shifts are in pixels")
  private double learningRate;

  /** With cryoDRGN's rate for trainings without an encoder. */
  public PoseOptions() {
    this(1e-4);
  }

  /**
   * @param learningRate if no other number is given
   */
  public PoseOptions(double learningRate) {
    this.learningRate = learningRate;
  }

  /**
   * How poses are refined; empty if they are not.
   *
   * @param pretrain the option that tells how long they rest
   * @param value what it says
   * @param firstEpoch the first epoch in which they move
   * @throws ParameterException if a number is out of range
   */
  public Optional<PoseSettings> settings(String pretrain, int value, int firstEpoch) {
    Require.positive(spec, "--pose-lr", learningRate);
    Require.notNegative(spec, pretrain, value);
    if (!refine) {
      Unused.warn(spec, "without --do-pose-sgd", pretrain, "--emb-type", "--pose-lr");
      return Optional.empty();
    }
    RotationEmbedding as =
        embedding.equals("quat") ? RotationEmbedding.QUATERNION : RotationEmbedding.S2S2;
    return Optional.of(new PoseSettings(as, learningRate, firstEpoch));
  }
}
