package org.cryodrgn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script train.sbatch, with a program that only tells what it was started with. */
class SlurmScriptTest {

  private static final Path SCRIPT =
      Path.of(System.getProperty("cryodrgn.test-data"), "../../scripts/slurm/train.sbatch");

  @TempDir Path folder;

  /** The options of the training that a job begins in the folder {@code out}. */
  private String started(Map<String, String> environment, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toAbsolutePath().toString()));
    command.addAll(List.of("out", "p.mrcs"));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().remove("SLURM_RESTART_COUNT");
    builder.environment().put("CRYODRGN", "echo");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    String begin = "train_vae p.mrcs -o out ";
    assertEquals(begin, text.substring(0, Math.min(begin.length(), text.length())), text);
    return text.strip().substring(begin.strip().length()).strip();
  }

  @Test
  void goesOnFromTheLatestCheckpointOnceThereIsOne() throws Exception {
    Files.createDirectories(folder.resolve("out"));
    String from = "--load first/weights.1.pkl";
    assertEquals(from, started(Map.of(), from.split(" ")));
    Files.createFile(folder.resolve("out/resume.1.8.pkl"));
    assertEquals(from + " --load latest", started(Map.of(), from.split(" ")));
    assertEquals("--zdim 8 --load latest", started(Map.of(), "--zdim", "8"));
  }

  /** Else the checkpoint that was named would be passed over without a word. */
  @Test
  void aWayBackInItsOwnFolderIsBegunByTheFirstStartAlone() throws Exception {
    Files.createDirectories(folder.resolve("out"));
    for (String name : List.of("weights.5.pkl", "weights.6.pkl", "pose.5.pkl")) {
      Files.createFile(folder.resolve("out").resolve(name));
    }
    for (String back :
        List.of("--load out/weights.5.pkl", "--load=" + folder + "/out/weights.5.pkl --zdim 8")) {
      assertEquals(back, started(Map.of(), back.split(" ")));
      assertEquals(back, started(Map.of("SLURM_RESTART_COUNT", "0"), back.split(" ")));
      assertEquals(
          back + " --load latest", started(Map.of("SLURM_RESTART_COUNT", "1"), back.split(" ")));
    }
    String poses = "--poses out/pose.5.pkl";
    assertEquals(poses + " --load latest", started(Map.of(), poses.split(" ")));
  }
}
