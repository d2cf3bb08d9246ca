package org.cryodrgn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script bin/cryodrgn, with a Java that only tells what it was started with. */
class LaunchScriptTest {

  private static final Path SCRIPTS = Path.of("src/main/distribution").toAbsolutePath();

  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(folder.resolve("a home/bin"));
    Files.createDirectories(folder.resolve("a home/lib"));
    for (String name : List.of("bin/cryodrgn", "bin/cryodrgn_utils", "lib/libtorch.sh")) {
      executable(
          folder.resolve("a home").resolve(name),
          Files.readString(SCRIPTS.resolve(name)).replace("@pytorch.version@", "2.5.1"));
    }
    Files.createDirectories(folder.resolve("jdk/bin"));
    executable(
        folder.resolve("jdk/bin/java"),
        "#!/bin/sh\necho \"LC_ALL=${LC_ALL:-} $(locale charmap)\"\n"
            + "echo \"PyTorch $PYTORCH_VERSION $PYTORCH_FLAVOR\"\n"
            + "echo \"Java's own signal $_JAVA_SR_SIGNUM\"\nprintf '<%s>' \"$@\"\n");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String start(int exitCode, Map<String, String> environment, String... line)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of(folder.resolve("a home/bin").resolve(line[0]).toString()));
    command.addAll(List.of(line).subList(1, line.length));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", folder.resolve("jdk").toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exitCode, process.waitFor(), text);
    return text;
  }

  @Test
  void helpThatIsWrittenDownNeedsNoJava() throws Exception {
    Path help = Files.createDirectories(folder.resolve("a home/share/help/cryodrgn"));
    for (String name : List.of("commands", "all", "fsc")) {
      Files.writeString(help.resolve(name + ".txt"), "help of " + name);
    }
    Map<String, String> noJava = Map.of("JAVA_HOME", "", "PATH", "/bin");
    for (String line : List.of("--help", "-h", "help")) {
      assertEquals("help of commands", start(0, noJava, "cryodrgn", line));
      assertEquals("help of all", start(0, noJava, "cryodrgn", line, "--all"));
      assertEquals("help of fsc", start(0, noJava, "cryodrgn", line, "fsc"));
    }
    assertEquals("help of fsc", start(0, noJava, "cryodrgn", "fsc", "--help"));
    assertEquals("help of fsc", start(0, noJava, "cryodrgn", "fsc", "-h"));
    for (String[] line : new String[][] {{"help", "../x"}, {"frc", "--help"}, {"fsc"}, {"--all"}}) {
      List<String> command = new ArrayList<>(List.of("cryodrgn"));
      command.addAll(List.of(line));
      String text = start(0, Map.of(), command.toArray(String[]::new));
      assertTrue(text.endsWith("<" + String.join("><", line) + ">"), text);
    }
  }

  /** Java refuses names that its locale has no letters for. */
  @Test
  void namesOfFilesAreUtf8InEveryLocale() throws Exception {
    for (Map<String, String> locale :
        List.of(
            Map.<String, String>of(),
            Map.of("LC_ALL", "C"),
            Map.of("LANG", "POSIX"),
            Map.of("LANG", "xx_XX.UTF-8"))) {
      String text = start(0, locale, "cryodrgn", "view_header", "ü x.mrc");
      assertTrue(text.startsWith("LC_ALL=C.UTF-8 UTF-8\n"), text);
      assertTrue(text.endsWith("<view_header><ü x.mrc>"), text);
    }
    String kept = start(0, Map.of("LANG", "C.UTF-8"), "cryodrgn", "view_header");
    assertTrue(kept.startsWith("LC_ALL= UTF-8\n"), kept);
  }

  @Test
  void secondNameAndLinksFindTheSameProgram() throws Exception {
    assertTrue(start(0, Map.of(), "cryodrgn").contains("<-Dcryodrgn.program=cryodrgn>"));
    assertTrue(
        start(0, Map.of(), "cryodrgn_utils").contains("<-Dcryodrgn.program=cryodrgn_utils>"));
    Path link =
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a home/bin/cryodrgn_utils"));
    String text = start(0, Map.of(), link.toString());
    assertTrue(text.contains("<-Dcryodrgn.program=cryodrgn_utils>"), text);
    assertTrue(text.contains("/a home/lib/cryodrgn-cli-"), text);
  }

  /** With CDPATH exported, as some profiles do, cd prints where it went. */
  @Test
  void isFoundByARelativeNameWithCdpath() throws Exception {
    String text =
        start(
            0,
            Map.of("CDPATH", folder.toString()),
            "/usr/bin/env",
            "-C",
            folder.toString(),
            "a home/bin/cryodrgn");
    assertTrue(text.contains("<-jar><" + folder.toRealPath() + "/a home/lib/cryodrgn-cli-"), text);
  }

  /** Where Java itself has little to do, it is not optimised; beside a GPU it has. */
  @Test
  void onlyCommandsThatComputeInJavaAreOptimised() throws Exception {
    for (String[] line :
        new String[][] {
          {"train_vae", "x.mrcs", "1"},
          {"eval_vol", "weights.pkl", "1"},
          {"view_header", "x.mrcs", "1"},
          {"pc_traversal", "-h", "1"},
          {"analyze", "train_vae", "4"},
          {"downsample", "x.mrcs", "4"}
        }) {
      String text = start(0, Map.of(), "cryodrgn", line[0], line[1]);
      assertTrue(text.contains("<-XX:TieredStopAtLevel=" + line[2] + ">"), text);
    }
  }

  /** By its default, SIGUSR2, batch systems would crash it. */
  @Test
  void javaLeavesTheSignalsOfBatchSystemsAlone() throws Exception {
    String text = start(0, Map.of(), "cryodrgn", "train_vae", "x.mrcs");
    assertTrue(text.contains("Java's own signal 40\n"), text);
  }

  @Test
  void whatItNeedsIsSaidInOneLine() throws Exception {
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
    String old = start(1, Map.of(), "cryodrgn");
    assertTrue(old.startsWith("cryodrgn: ") && old.contains("is Java 11. Install Java 17"), old);
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17\"\n");
    String torch = start(1, Map.of("CRYODRGN_LIBTORCH", "/none"), "cryodrgn");
    assertTrue(torch.startsWith("cryodrgn: CRYODRGN_LIBTORCH=/none: no libtorch.so"), torch);
    assertEquals(1, torch.lines().count(), torch);
    new ErrorGuide().check(torch);
  }

  /** As after a clean-up in another window. Java would end with a dump; the shell has its say. */
  @Test
  void aCurrentFolderThatWasRemovedIsTold() throws Exception {
    String gone = Files.createDirectory(folder.resolve("gone")).toString();
    String script = folder.resolve("a home/bin/cryodrgn").toString();
    String commands = "cd \"$1\" && rmdir \"$1\" && exec \"$2\" view_header x.mrc";
    String text = start(1, Map.of(), "/bin/sh", "-c", commands, "sh", gone, script);
    String last = text.lines().reduce((before, line) -> line).orElseThrow();
    assertEquals(
        "cryodrgn: the current folder is not there any more. Change to another", last, text);
    new ErrorGuide().check(last);
  }

  /** Which Java a program has is not to be guessed from what it does. */
  @Test
  void aJavaHomeWithoutJavaIsToldOf() throws Exception {
    Map<String, String> environment = Map.of("PATH", folder.resolve("jdk/bin") + ":/usr/bin:/bin");
    Map<String, String> wrong = new HashMap<>(environment);
    wrong.put("JAVA_HOME", "/no/java");
    Map<String, String> none = new HashMap<>(environment);
    none.put("JAVA_HOME", "");
    String java = folder.resolve("jdk/bin/java").toString();
    String told = "cryodrgn: JAVA_HOME=/no/java holds no bin/java; " + java + " is used\n";
    String text = start(0, wrong, "cryodrgn");
    assertTrue(text.startsWith(told + "LC_ALL"), text);
    for (Map<String, String> quiet : List.of(Map.<String, String>of(), none)) {
      assertTrue(start(0, quiet, "cryodrgn").startsWith("LC_ALL"));
    }
  }

  /**
   * DJL loads a layer that was compiled for one version of PyTorch; with another it would crash.
   */
  @Test
  void pytorchOfTheUserNeedsItsOwnLayer() throws Exception {
    Path torch = Files.createDirectories(folder.resolve("torch/lib"));
    Map<String, String> environment = Map.of("CRYODRGN_LIBTORCH", torch.toString());
    Path layers = folder.resolve("a home/lib/jni/pytorch");
    for (String library : List.of("libtorch.so", "libtorch_cuda.so")) {
      Files.createFile(torch.resolve(library));
    }
    Files.writeString(torch.resolve("libc10.so"), "std::__cxx11::basic_string");
    Path version = torch.resolveSibling("version.py");

    Files.writeString(version, "__all__ = ['__version__']\n__version__ = '2.13.0+cu130'\n");
    String refused = start(1, environment, "cryodrgn");
    assertTrue(
        refused.contains("this is PyTorch 2.13.0, for which there is no layer " + layers), refused);
    assertTrue(refused.contains("/a home/scripts/pytorch-layer.sh"), refused);
    assertEquals(1, refused.lines().count(), refused);
    new ErrorGuide().check(refused);

    Files.createDirectories(layers.resolve("2.13.0-cuda-linux-x86_64"));
    String onGpu = start(0, environment, "cryodrgn", "train_vae");
    assertTrue(onGpu.contains("\nPyTorch 2.13.0 cuda\n"), onGpu);
    assertTrue(onGpu.contains("<-XX:TieredStopAtLevel=4>"), onGpu);

    Files.createDirectories(layers.resolve("2.5.1-cu124-linux-x86_64"));
    Files.createDirectories(layers.resolve("2.5.1-cpu-precxx11-linux-x86_64"));
    Files.delete(version);
    assertTrue(start(0, environment, "cryodrgn").contains("\nPyTorch 2.5.1 cu124\n"));
    Files.writeString(torch.resolveSibling("build-version"), "2.13.0+cu130\n");
    assertTrue(start(0, environment, "cryodrgn").contains("\nPyTorch 2.13.0 cuda\n"));
    Files.writeString(version, "__version__ = '2.5.1'\n");
    assertTrue(start(0, environment, "cryodrgn").contains("\nPyTorch 2.5.1 cu124\n"));
    Files.delete(torch.resolve("libtorch_cuda.so"));
    Files.writeString(torch.resolve("libc10.so"), "std::basic_string");
    assertTrue(start(0, environment, "cryodrgn").contains("\nPyTorch 2.5.1 cpu-precxx11\n"));
  }
}
