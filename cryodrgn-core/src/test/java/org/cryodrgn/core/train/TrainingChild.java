package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.core.geometry.RotationEmbedding;

/** A training in a process of its own, which tells each step on its standard output. */
final class TrainingChild {

  static final int EPOCHS = 3;

  private TrainingChild() {}

  static SmallTraining training(Path folder) {
    SmallTraining training = new SmallTraining(folder, SmallTraining.GOLDEN, EPOCHS);
    // All that a training can learn: a file and two tables more that must be whole.
    training.poses = new PoseSettings(RotationEmbedding.S2S2, 1e-2, 2);
    return training;
  }

  /** Goes on with the training of a folder, or begins it. */
  static ProcessBuilder process(Path folder, String... before) {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Dcryodrgn.test-data=" + System.getProperty("cryodrgn.test-data"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            TrainingChild.class.getName(),
            folder.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  public static void main(String[] arguments) {
    TrainingListener steps =
        new TrainingListener() {
          @Override
          public void batch(int seen, int particles) {
            System.out.println("step " + seen);
          }
        };
    SmallTraining training = training(Path.of(arguments[0]));
    if (!training.files.complete(EPOCHS)) {
      training.resumed().runToTheEnd(steps);
    }
  }
}
