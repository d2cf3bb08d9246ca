package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.cryodrgn.cli.option.DeviceOptions;
import org.cryodrgn.cli.option.MemoryOptions;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.poses.PoseFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the options of a training ask for is what it does, as its log and its files tell. */
class TrainingOptionsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void simulate() {
    run("simulate hinge -n 20 -D 16 -o {}/data");
    double[] rotations = PoseFile.read(folder.resolve("data/poses.pkl")).rotations();
    PickleWriter.write(
        folder.resolve("rotations.pkl"), NumpyArray.of(rotations, rotations.length / 9, 3, 3));
  }

  private static String run(String line) {
    return CommandRunner.succeeds(line.replace("{}", folder.toString())).out();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "train_vae||classic, all points;batches of 16, beta 0.5",
        "train_dec||classic, all points;batches of 8",
        "train_vae|-b 4 --beta a --beta-control 0.25|batches of 4, beta a, controlled by 0.25",
        "train_vae|--recipe fast|0.250 of the points;from 0.400 to 1 over 0.700;last 0.400;z counts as much as the position;batches of 8",
        "train_vae|--recipe fast -b 12|0.250 of the points;batches of 12",
        "train_vae|--recipe fast --even-latents false --point-share 0.5|0.500 of the points;z counts little",
        "train_vae|--even-latents true|1.00 of the points;z counts as much;batches of 16",
        "train_vae|--do-pose-sgd|Poses are refined from epoch 1 on",
        "train_nn|--do-pose-sgd|Poses are refined from epoch 6 on;Poses will not move",
        "train_nn|--do-pose-sgd --pretrain 0|Poses are refined from epoch 1 on",
        "train_dec|--pretrain-z 2|z will not move: epoch 1 is the last",
        "train_dec|--do-pose-sgd|Poses are refined from epoch 5 on",
        "train_vae|--pose-lr 1|--pose-lr does nothing without --do-pose-sgd",
        "train_vae|--poses {}/rotations.pkl|rotations.pkl holds rotations alone",
        "train_vae|--seed 7|Seed 7, seed of the order of particles 7",
        "train_vae|--seed 7 --shuffle-seed 8|Seed 7, seed of the order of particles 8",
        "train_vae|--lr 0.25 --wd 0.5|Learning rate 0.25, weight decay 0.5",
      })
  void areTold(String command, String options, String words) {
    String networks =
        switch (command) {
          case "train_vae" -> "--zdim 2 --enc-dim 8 --dec-dim 8 --no-analysis";
          case "train_dec" -> "--zdim 2 --dim 8 --no-analysis";
          default -> "--dim 8";
        };
    String out =
        run(
            String.join(
                " ",
                command,
                "{}/data/particles.mrcs --poses {}/data/poses.pkl -n 1",
                networks,
                options == null ? "-v" : options,
                "-o {}/" + (command + options + words).hashCode()));
    for (String word : words.split(";")) {
      assertTrue(out.contains(word), word + " is not in: " + out);
    }
  }

  /** Neither is taken from the checkpoint, as the learning rate is. */
  @Test
  void otherStepsThanBeforeAreTold() {
    String line =
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --enc-dim 8"
            + " --dec-dim 8 --no-analysis -o {}/steps ";
    run(line + "-n 1 -b 4 --beta .250 --lr 0.01");
    String same = run(line + "-n 2 -b 4 --beta 0.25 --load latest");
    assertFalse(same.contains("was trained"), same);
    String other = run(line + "-n 3 --load latest");
    assertTrue(
        other.contains(
            "The checkpoint was trained in batches of 4, beta 0.25; now it is batches of 16,"
                + " beta 0.5"),
        other);
    assertTrue(other.contains("Learning rate 0.01"), other);
    String back = (line + "-n 4 --load {}/steps/weights.1.pkl").replace("{}", folder.toString());
    String error = CommandRunner.fails(1, back);
    assertTrue(error.contains("weights.3.pkl: is later than"), error);
  }

  /** Unless it is declined, a training of a latent space ends with its analysis. */
  @Test
  void analysisComesLast() throws IOException {
    String line =
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --enc-dim 8"
            + " --dec-dim 8 -n 1 -o {}/";
    run(line + "analysed");
    assertTrue(Files.exists(folder.resolve("analysed/analyze.1/z_pca.png")));
    assertTrue(Files.exists(folder.resolve("analysed/analyze.1/kmeans20/vol_020.mrc")));
    // By these two words cryoDRGN's clean and plot_classes know a run.
    String config = Files.readString(folder.resolve("analysed/config.yaml"));
    assertTrue(config.startsWith("cmd:\n- cryodrgn\n- train_vae\n- " + folder), config);
    run(line + "declined --no-analysis");
    assertFalse(Files.exists(folder.resolve("declined/analyze.1")));
  }

  @Command
  static final class Machine {
    @Mixin private MemoryOptions memory;
    @Mixin private DeviceOptions devices;

    static OptionalInt workers(Integer asked, String... options) {
      Machine machine = new Machine();
      new CommandLine(machine).parseArgs(options);
      return machine.memory.machine(4, asked, machine.devices).askedWorkers();
    }
  }

  /** By 0 Python cryoDRGN means its main thread. */
  @Test
  void workersAreThoseAskedFor() {
    assertEquals(OptionalInt.empty(), Machine.workers(null, "--lazy"));
    assertEquals(OptionalInt.of(5), Machine.workers(5, "--lazy"));
    assertEquals(OptionalInt.of(1), Machine.workers(0));
  }
}
