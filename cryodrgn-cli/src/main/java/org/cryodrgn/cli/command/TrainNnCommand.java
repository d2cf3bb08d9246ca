package org.cryodrgn.cli.command;

import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.core.train.DecoderTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains one map for all particles, poses known. */
@Command(
    name = "train_nn",
    description =
        "The decoder of train_vae alone, for particles in one state: a check of poses and CTF"
            + " before a heterogeneous training.",
    footer = {"cryodrgn train_nn particles.128.mrcs --poses poses.pkl --ctf ctf.pkl -n 10 -o out"})
public final class TrainNnCommand extends DecoderTrainingCommand {

  @Heading("Poses")
  @Option(names = "--pretrain", paramLabel = "N", description = "Epochs before poses move")
  private int pretrain = 5;

  /** With cryoDRGN's number of images in a step. */
  public TrainNnCommand() {
    super(16);
  }

  @Override
  public Integer call() throws Exception {
    return train(
        0, DecoderTraining.LatentSettings.NONE, poses("--pretrain", pretrain, pretrain + 1), null);
  }
}
