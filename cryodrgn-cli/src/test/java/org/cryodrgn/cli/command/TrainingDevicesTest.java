package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --multigpu} and {@code --no-amp} where there is no GPU. */
class TrainingDevicesTest {

  @TempDir Path folder;

  private void run(String line) {
    CommandRunner.succeeds(line.replace("DIR", folder.toString()));
  }

  @Test
  void onTheCpuTheyChangeNothingAndAreToldOf() throws IOException {
    run("simulate hinge -n 6 -D 16 -o DIR/data");
    String train =
        "train_nn DIR/data/particles.star --ctf DIR/data/ctf.pkl --poses DIR/data/poses.pkl"
            + " -n 1 -b 2 --seed 1 --dim 8";
    run(train + " -o DIR/plain");
    run(train + " --multigpu --no-amp -o DIR/all");
    assertArrayEquals(map("plain"), map("all"));
    List<String> log = Files.readAllLines(folder.resolve("all/run.log"));
    assertEquals(1, log.stream().filter(line -> line.contains("--multigpu, but no GPU")).count());
  }

  private float[] map(String run) {
    return MrcVolume.read(folder.resolve(run).resolve("reconstruct.mrc")).values();
  }
}
