package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  @TempDir static Path folder;

  @BeforeAll
  static void simulate() {
    assertEquals(0, run("simulate hinge -n 250 -D 16 --snr 1 -o {}/set").exitCode());
    CtfTable ctf = CtfFile.read(folder.resolve("set/ctf.pkl"));
    float[] values = ctf.values().clone();
    for (int i = CtfTable.DEFOCUS_ANGLE; i < values.length; i += CtfTable.COLUMNS) {
      values[i] *= (float) (Math.PI / 180);
    }
    CtfFile.write(folder.resolve("radians.pkl"), new CtfTable(values));
    CtfFile.write(folder.resolve("few.pkl"), ctf.select(IntStream.range(0, 100).toArray()));
  }

  private static Outcome run(String line) {
    return CommandRunner.run(line.replace("{}", folder.toString()));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }

  @Test
  void printsATableAndSucceedsIfNothingFails() throws IOException {
    List<Path> before = files();
    Outcome outcome = run("doctor {}/set/particles.star --workdir {}/run/new");
    assertEquals(0, outcome.exitCode(), outcome.out());
    assertEquals("", outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.get(0).startsWith("ok    particles "), outcome.out());
    assertTrue(lines.get(0).endsWith("250 images of 16 x 16 pixels in 1 file"), outcome.out());
    assertTrue(lines.get(lines.size() - 1).endsWith(" 0 fail"), outcome.out());
    assertTrue(lines.stream().allMatch(l -> l.matches("(ok|warn|fail|\\d+ ok|     ).*")));
    assertEquals(before, files());
  }

  @Test
  void failsIfACheckFails() {
    Outcome outcome = run("doctor {}/set/particles.mrcs --poses {}/set/poses.pkl --ctf {}/few.pkl");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.out().contains("\nfail  number of CTF rows "), outcome.out());
    assertTrue(outcome.out().contains("-> They may be of a filtered set"), outcome.out());
    Outcome missing = run("doctor {}/none.star --poses {}/set/poses.pkl");
    assertEquals(1, missing.exitCode());
    assertTrue(missing.out().startsWith("fail  particles"), missing.out());
    Outcome noFolder = run("doctor {}/set/particles.star --workdir {}/few.pkl");
    assertEquals(1, noFolder.exitCode());
    assertTrue(noFolder.out().contains("few.pkl cannot be written to"), noFolder.out());
  }

  @Test
  void tellsWhatItDidNotCheck() {
    Outcome stack = run("doctor {}/set/particles.mrcs");
    assertEquals(0, stack.exitCode());
    assertTrue(stack.out().contains("\nwarn  poses "), stack.out());
    assertTrue(stack.out().contains("\nwarn  CTF "), stack.out());
    assertTrue(stack.out().endsWith(" 2 warn, 0 fail\n"), stack.out());
    // What a .star file would have told is not missing where the file is.
    Outcome missing = run("doctor {}/none.star");
    assertEquals(1, missing.exitCode());
    assertFalse(missing.out().contains("none given"), missing.out());
  }

  /** The remedy is the whole last sentence, also where it names some of many columns. */
  @Test
  void aMissingColumnIsToldWithThoseThatAreThere() throws IOException {
    String star = Files.readString(folder.resolve("set/particles.star"));
    Path file = folder.resolve("set/angles.star");
    Files.writeString(file, star.replace("_rlnAngleTilt", "_rlnAngleTitl"));
    Outcome outcome = run("doctor {}/set/angles.star");
    assertEquals(1, outcome.exitCode());
    assertTrue(
        outcome.out().contains("no column _rlnAngleTilt in the particle or the optics table\n"),
        outcome.out());
    String remedy = "-> It has _rlnAngleTitl, \\w+, \\w+, \\w+ and \\d+ others\n";
    assertTrue(Pattern.compile(remedy).matcher(outcome.out()).find(), outcome.out());
  }

  @Test
  void printsNothingButJson() throws IOException {
    Outcome outcome =
        run("doctor {}/set/particles.mrcs --poses {}/set/poses.pkl --ctf {}/radians.pkl --json");
    assertEquals(0, outcome.exitCode(), outcome.out());
    JsonNode report = new ObjectMapper().readTree(outcome.out());
    List<String> warned = new ArrayList<>();
    for (JsonNode finding : report.get("findings")) {
      assertFalse(finding.get("evidence").asText().isEmpty());
      if (finding.get("status").asText().equals("warn")) {
        warned.add(finding.get("check").asText());
      }
    }
    assertTrue(warned.contains("defocus angle"), outcome.out());
    assertEquals(warned.size(), report.get("warn").asInt());
    assertEquals(0, report.get("fail").asInt());
  }

  /** A training logs what its own tables warn of, and goes on. */
  @Test
  void trainingWarns() throws IOException {
    Outcome outcome =
        run(
            "train_vae {}/set/particles.mrcs --poses {}/set/poses.pkl --ctf {}/radians.pkl --zdim 1"
                + " -n 1 --enc-dim 16 --dec-dim 16 --no-analysis -o {}/trained");
    assertEquals(0, outcome.exitCode(), outcome.err());
    String log = Files.readString(folder.resolve("trained/run.log"));
    assertTrue(log.contains("(WARNING)"), log);
    assertTrue(log.contains("radians.pkl, defocus angle: "), log);
    Outcome again = run("doctor {}/set/particles.star --workdir {}/trained");
    assertTrue(again.out().contains("holds a training already"), again.out());
  }
}
