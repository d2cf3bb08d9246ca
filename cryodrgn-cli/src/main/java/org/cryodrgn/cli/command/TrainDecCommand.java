package org.cryodrgn.cli.command;

import java.nio.file.Path;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.AnalysisAtEnd;
import org.cryodrgn.core.train.DecoderTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a decoder and a z for each particle, poses known. */
@Command(
    name = "train_dec",
    description =
        "An auto-decoder: no encoder, the latent coordinate of every particle is learned itself,"
            + " poses known.",
    footer = {
      "cryodrgn train_dec particles.128.mrcs --poses poses.pkl --ctf ctf.pkl --zdim 8 -n 30 -o out",
      "cryodrgn train_dec particles.128.mrcs --poses poses.pkl --ctf ctf.pkl --zdim 8 "
          + "--load-z z.pkl -o out2"
    })
public final class TrainDecCommand extends DecoderTrainingCommand {

  @Option(
      names = "--zdim",
      required = true,
      paramLabel = "N",
      description = "Dimension of the latent variable")
  private Integer latentDimension;

  @Heading("Training")
  @Option(
      names = "--load-z",
      paramLabel = "PKL",
      description = "z to begin with (default: standard normal values, or the checkpoint's)")
  private Path latents;

  @Heading("Training")
  @Option(names = "--z-lr", paramLabel = "X", description = "Learning rate of z")
  private double latentRate = 1e-4;

  @Heading("Training")
  @Option(
      names = "--pretrain-z",
      paramLabel = "N",
      description = "The first epoch in which z moves; before, the decoder learns alone")
  private int firstLatentEpoch;

  @Mixin private AnalysisAtEnd analysis;

  @Heading("Poses")
  @Option(
      names = "--pretrain-pose",
      paramLabel = "N",
      description = "The first epoch in which poses move")
  private int firstPoseEpoch = 5;

  /** With cryoDRGN's number of images in a step. */
  public TrainDecCommand() {
    super(8);
  }

  @Override
  public Integer call() throws Exception {
    Require.atLeastOne(spec(), "--zdim", latentDimension);
    Require.positive(spec(), "--z-lr", latentRate);
    Require.notNegative(spec(), "--pretrain-z", firstLatentEpoch);
    return train(
        latentDimension,
        new DecoderTraining.LatentSettings(latents, latentRate, firstLatentEpoch),
        poses("--pretrain-pose", firstPoseEpoch, firstPoseEpoch),
        analysis);
  }
}
