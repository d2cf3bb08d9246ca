package org.cryodrgn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.cli.run.Launcher;
import org.cryodrgn.io.OutputLock;
import org.cryodrgn.io.latent.LatentFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What processes do to each other, and what is left of one that is stopped. */
class ProcessesTest {

  /** All but the name of its folder. */
  private static final String TRAINING =
      "train_nn {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl --dim 16"
          + " -n 20 --seed 1 --do-pose-sgd --pretrain 1 -o {}/";

  @TempDir static Path folder;

  @BeforeAll
  static void simulate() {
    run("simulate hinge -n 400 -D 32 -o {}/data");
  }

  private static void run(String line) {
    CommandRunner.succeeds(line.replace("{}", folder.toString()));
  }

  /** A command in a process of its own, after a command of the shell. */
  private static Process start(String before, String line) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", before + "; exec \"$@\"", "-"));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Launcher.class.getName()));
    command.addAll(List.of(line.replace("{}", folder.toString()).split(" ")));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String end(Process process, int exitCode) throws Exception {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exitCode, process.waitFor(), text);
    return text;
  }

  private static List<Path> leftOver(Path where) throws IOException {
    try (Stream<Path> files = Files.walk(where)) {
      return files.filter(file -> file.toString().endsWith(".partial")).toList();
    }
  }

  @Test
  void twoCommandsThatWriteOneFileLeaveItWhole() throws Exception {
    String line = "downsample {}/data/particles.mrcs -D 16 -o {}/both/o.mrcs";
    Process first = start(":", line);
    Process second = start(":", line);
    end(first, 0);
    end(second, 0);
    run("downsample {}/data/particles.mrcs -D 16 -o {}/alone/o.mrcs");
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("alone/o.mrcs")),
        Files.readAllBytes(folder.resolve("both/o.mrcs")));
    assertEquals(List.of(), leftOver(folder.resolve("both")));
  }

  /** Files that belong together are of one command: the later one is told, and leaves no trace. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simulate hinge -n 40 -D 16 -o {}/set|{}/set/particles.mrcs",
        "preprocess {}/data/particles.mrcs -D 16 -o {}/set/p.mrcs|{}/set/p.mrcs",
        "downsample {}/data/particles.mrcs -D 16 --chunk 30 -o {}/set/c.mrcs|{}/set/c.mrcs",
        "downsample {}/data/particles.star -D 16 -o {}/set/d.star|{}/set/d.star",
        "backproject_voxel {}/data/particles.star -o {}/set|{}/set/backproject.mrc",
      })
  void twoCommandsThatWriteOneSetDoNotMix(String line, String output) throws Exception {
    Path first = Path.of(output.replace("{}", folder.toString()));
    try (OutputLock lock = OutputLock.of(first)) {
      Outcome outcome = CommandRunner.run(line.replace("{}", folder.toString()));
      assertEquals(1, outcome.exitCode(), outcome.out());
      assertTrue(outcome.err().contains(first + ": another command is writing"), outcome.err());
    }
    try (Stream<Path> files = Files.list(first.getParent())) {
      assertEquals(List.of(), files.toList());
    }
  }

  /** A path in a .star file may mean another file in another folder. */
  @Test
  void whichOfTwoStacksIsTakenIsTold() throws Exception {
    run("simulate hinge -n 4 -D 16 -o {}/here");
    String line = "downsample {}/data/particles.star -D 8 --ind {}/four.pkl -o {}/four.mrcs";
    run("select_random 4 -n 4 -o {}/four.pkl");
    String text = end(start("cd " + folder.resolve("here"), line), 0);
    assertTrue(text.contains("the one in the current folder is taken, not"), text);
    assertTrue(text.contains("data/particles.mrcs"), text);
    String elsewhere = end(start("cd " + folder.resolve("data"), line), 0);
    assertFalse(elsewhere.contains("is taken"), elsewhere);
  }

  /** Smaller copies beside a table are not what its paths mean in its project. */
  @Test
  void whichOfTwoStacksOfAProjectIsTakenIsTold() throws Exception {
    run("simulate hinge -n 4 -D 16 -o {}/project/Extract");
    run("simulate hinge -n 4 -D 8 -o {}/project/Refine");
    Path refine = folder.resolve("project/Refine");
    Path table = refine.resolve("run_data.star");
    String text = Files.readString(refine.resolve("particles.star"));
    Files.writeString(table, text.replace("@particles.mrcs", "@Extract/particles.mrcs"));
    Path small = refine.resolve("particles.mrcs");
    Path whole = folder.resolve("project/Extract/particles.mrcs");
    String line = "downsample " + table + " -D 8 -o {}/eight.mrcs";
    String told = end(start(":", line), 0);
    assertTrue(told.contains(small + " is taken, not " + whole), told);
    String decided = end(start(":", line + " --datadir {}/project"), 0);
    assertFalse(decided.contains("is taken"), decided);
  }

  /** A quota, seen by the program as the largest file that it may write. */
  @Test
  void aLimitOfFileSizeLeavesNoHalfFile() throws Exception {
    String text =
        end(start("ulimit -f 64", "downsample {}/data/particles.mrcs -D 16 -o {}/quota/o.mrcs"), 1);
    String error = text.lines().filter(line -> line.startsWith("cryodrgn ")).findFirst().get();
    assertTrue(error.contains("quota/o.mrcs: cannot be written: "), text);
    try (Stream<Path> files = Files.list(folder.resolve("quota"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  /** As batch systems set it; the file is larger, and empty. */
  @Test
  void aFileBeyondTheLimitOfAddressesIsToldAsSuch() throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("large.star").toFile(), "rw")) {
      file.setLength(1L << 35);
    }
    String line = "parse_pose_star {}/large.star -o {}/large.pkl";
    String text = end(start("ulimit -v 16000000", line), 1);
    assertTrue(text.contains("large.star: is larger than the address space"), text);
  }

  /** With poses that move, in the midst of an epoch. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aTrainingThatIsStoppedEndsWhereTheUninterruptedOneDoes(String signal, int exitCode)
      throws Exception {
    stop(signal, exitCode);
    run(TRAINING + signal + " --load latest");
    Path whole = folder.resolve("whole");
    if (!Files.exists(whole)) {
      run(TRAINING + "whole");
    }
    for (String name : List.of("pose.pkl", "weights.pkl")) {
      Path parts = folder.resolve(signal).resolve(name);
      assertEquals(-1, Files.mismatch(whole.resolve(name), parts), name);
    }
  }

  /** Of a terminal that is closed, and of batch systems ahead of the wall. */
  @ParameterizedTest
  @CsvSource({"HUP, 129", "USR1, 75", "USR2, 75"})
  void otherSignalsSaveTheTrainingToo(String signal, int exitCode) throws Exception {
    stop(signal, exitCode);
    try (Stream<Path> files = Files.list(folder.resolve(signal))) {
      assertEquals(1, files.filter(file -> file.toString().contains("resume.")).count());
    }
  }

  /**
   * Begins a training and stops it after some epochs. Shells' background jobs ignore SIGINT;
   * SIGUSR2 is Java's own unless it is told another, as by the launcher.
   */
  private static void stop(String signal, int exitCode) throws Exception {
    Process training =
        start(
            "set -- env --default-signal=" + signal + " _JAVA_SR_SIGNUM=40 \"$@\"",
            TRAINING + signal);
    while (!Files.exists(folder.resolve(signal).resolve("pose.3.pkl"))) {
      assertTrue(training.isAlive(), () -> "ended with " + training.exitValue());
      training.waitFor(20, TimeUnit.MILLISECONDS);
    }
    new ProcessBuilder("kill", "-" + signal, "" + training.pid()).start().waitFor();
    String text = end(training, exitCode);
    assertTrue(text.contains("Stopped; go on with --load latest"), text);
  }

  /** There is nothing to save; what is missing is made again. */
  @ParameterizedTest
  @CsvSource({"TERM, 143", "USR1, 75", "USR2, 75"})
  void anAnalysisThatIsStoppedEndsWithTheCodeOfItsSignal(String signal, int exitCode)
      throws Exception {
    String line =
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl --zdim 2"
            + " --enc-dim 16 --dec-dim 16 -n 1 -o {}/analyzed"
            + signal;
    Process training = start("set -- env _JAVA_SR_SIGNUM=40 \"$@\"", line);
    Path analysis = folder.resolve("analyzed" + signal + "/analyze.1");
    while (!Files.exists(analysis)) {
      assertTrue(training.isAlive(), () -> "ended with " + training.exitValue());
      training.waitFor(20, TimeUnit.MILLISECONDS);
    }
    new ProcessBuilder("kill", "-" + signal, "" + training.pid()).start().waitFor();
    String text = end(training, exitCode);
    assertTrue(text.contains("SIG" + signal + ": stopping"), text);
    Path last = analysis.resolve("cryoDRGN_figures.ipynb");
    assertFalse(Files.exists(last), text);
    run(line + " --load latest");
    assertTrue(Files.exists(last));
    assertEquals(List.of(), leftOver(analysis));
  }

  @Test
  void aTrainingThatIsKilledGoesOnAndItsFolderIsNoOneElses() throws Exception {
    String line =
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl --zdim 2"
            + " --enc-dim 16 --dec-dim 16 --no-analysis -o {}/killed";
    Process training = start(":", line + " -n 100000");
    Path weights = folder.resolve("killed/weights.1.pkl");
    while (!Files.exists(weights)) {
      assertTrue(
          training.isAlive(),
          () -> "ended with " + training.exitValue() + " before its first checkpoint");
      training.waitFor(20, TimeUnit.MILLISECONDS);
    }
    Outcome second =
        CommandRunner.run((line + " -n 2 --load latest").replace("{}", folder.toString()));
    assertEquals(1, second.exitCode());
    assertTrue(second.err().contains("killed: another command is writing"), second.err());

    training.destroyForcibly().waitFor();
    int done = 1;
    while (Files.exists(folder.resolve("killed/weights." + (done + 1) + ".pkl"))) {
      done++;
    }
    run(line + " --load latest -n " + (done + 1));
    assertEquals(
        400, LatentFile.read(folder.resolve("killed/z." + (done + 1) + ".pkl")).particles());
  }
}
