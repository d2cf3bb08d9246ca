package org.cryodrgn.io.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  /** What cryoDRGN 2.3 writes for an encoding without sigma, with two keys that nobody knows. */
  private static final String OLD =
      """
      cmd: [cryodrgn, train_vae]
      dataset_args:
        ctf: null
        datadir: null
        do_pose_sgd: false
        ind: ind.pkl
        invert_data: true
        keepreal: false
        norm: !!python/tuple [0, 1.0e-05]
        particles: a.mrcs
        particles_tilt: null
        poses: p.pkl
        window: true
        window_r: 0.9
      lattice_args: {D: 65, extent: 0.5, ignore_DC: true}
      model_args:
        domain: hartley
        enc_mask: null
        encode_mode: mlp
        pdim: 256
        pe_dim: 12
        pe_type: geom_lowf
        players: 3
        qdim: 128
        qlayers: 4
        zdim: 8
      seed: null
      note: {far: .inf, big: 1.0e+20, time: 2020-01-02 03:04:05}
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"fourier_gaussian", "fourier_geom_lowf", "hartley_gaussian"})
  void writesTheGoldenFilesByteForByte(String model) throws IOException {
    Path golden = GOLDEN.resolve(model).resolve("config.yaml");
    Path copy = temp.resolve("config.yaml");

    RunConfig.read(golden).write(copy);

    assertEquals(Files.readString(golden), Files.readString(copy));
  }

  @Test
  void readsTheGoldenFile() {
    RunConfig config = RunConfig.read(GOLDEN.resolve("fourier_gaussian/config.yaml"));

    assertEquals(32, config.lattice().box());
    assertEquals(33.51873779296875, config.dataset().normDeviation());
    assertEquals(OptionalInt.of(16), config.model().encoder().orElseThrow().mask());
    assertEquals(OptionalInt.empty(), config.model().encodingDimension());
    assertEquals(OptionalDouble.of(0.5), config.model().featureSigma());
    assertEquals(24, config.model().encoder().orElseThrow().width());
    assertEquals(20, config.model().decoderWidth());
    assertEquals(4, config.model().latentDimension());
    assertEquals(10, config.model().encoder().orElseThrow().tiltParameters().get("ntilts"));
    assertEquals(OptionalLong.of(1), config.seed());
    assertEquals(
        Optional.of(LocalDateTime.of(2026, 11, 22, 7, 56, 10, 796_278_000)), config.time());
    assertEquals("4.3.0", config.version());
    assertTrue(config.others().isEmpty());
  }

  @Test
  void fillsInWhatOlderVersionsDidNotWriteAndKeepsWhatItDoesNotKnow() throws IOException {
    Path file = Files.writeString(temp.resolve("config.yaml"), OLD);
    RunConfig config = RunConfig.read(file);

    assertEquals("relu", config.model().activation());
    assertEquals(OptionalDouble.empty(), config.model().featureSigma());
    assertEquals(Map.of(), config.model().encoder().orElseThrow().tiltParameters());
    assertEquals(1e-5, config.dataset().normDeviation());
    assertEquals(Optional.of("ind.pkl"), config.dataset().indices());
    assertEquals(OptionalLong.empty(), config.seed());
    assertEquals("", config.version());

    config.write(temp.resolve("copy.yaml"));
    List<String> lines = Files.readAllLines(temp.resolve("copy.yaml"));
    assertTrue(
        lines.containsAll(
            List.of(
                "  particles_tilt: null",
                "  far: .inf",
                "  big: 1.0e+20",
                "  time: 2020-01-02 03:04:05",
                "  - 1.0e-05",
                "  tilt_params: {}",
                "  activation: relu",
                "  feat_sigma: null",
                "seed: null")),
        String.join("\n", lines));
    assertEquals(config, RunConfig.read(temp.resolve("copy.yaml")));
  }

  @ParameterizedTest
  @CsvSource({
    "1.0e20, 1.0e+20",
    "1.0e-7, 1.0e-07",
    "0.001, 0.001",
    "0.002, 0.002",
    "0.0001, 0.0001",
    "12345678.5, 12345678.5",
    "1.0e15, 1000000000000000.0",
    "1.0e16, 1.0e+16",
    "0, 0.0",
    "-0.0, -0.0",
    "-3, -3.0",
    "0.00001, 1.0e-05",
    "Infinity, .inf",
    "-Infinity, -.inf",
    "NaN, .nan",
    "1.5e300, 1.5e+300",
    "6.990432739257812e-4, 0.0006990432739257812",
    "2e23, 2.0e+23",
    "5e-324, 5.0e-324"
  })
  void writesFloatsAsPyYamlDoes(double value, String expected) {
    assertEquals(expected, Yaml.number(value));
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of("  zdim: 8\n", "", "has no model_args.zdim"),
        Arguments.of("lattice_args", "latice_args", "has no lattice_args"),
        Arguments.of("zdim: 8", "zdim: eight", "model_args.zdim is not an integer but eight"),
        Arguments.of("zdim: 8", "zdim: 0", "model_args.zdim is not above zero"),
        Arguments.of("zdim: 8", "zdim: 99999999999", "model_args.zdim is not an integer"),
        Arguments.of("geom_lowf", "gaussian", "feat_sigma"),
        Arguments.of("D: 65", "D: 64", "lattice_args.D is not an odd number"),
        Arguments.of("[0, 1.0e-05]", "[0]", "dataset_args.norm is not two numbers"),
        Arguments.of("[0, 1.0e-05]", "[0, .nan]", "dataset_args.norm is not a number"),
        Arguments.of("window: true", "window: 3", "dataset_args.window is not true or false"),
        Arguments.of("seed: null", "seed: x", "seed is not an integer"),
        Arguments.of("a.mrcs", "[a, b]", "dataset_args.particles is not a text"),
        Arguments.of("cmd: [cryodrgn", "cmd: [[cryodrgn", "is no sound YAML"),
        Arguments.of("seed: null", "seed: null\nseed: 3", "duplicate key"),
        Arguments.of("seed: null", "x: &a [*a]", "nested deeper"),
        Arguments.of("seed: null", "x: " + "[".repeat(1000), "is no sound YAML"),
        Arguments.of("seed: null", "x: !!python/object:os.system {}", "is no sound YAML"),
        Arguments.of("seed: null", "x: !!javax.script.ScriptEngineManager []", "no sound YAML"),
        Arguments.of("seed: null", "3: 4", "the key 3 is no text"),
        Arguments.of(OLD, "- a", "holds no keys"),
        Arguments.of(OLD, "", "holds no keys"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void namesTheKey(String part, String damaged, String expected) throws IOException {
    assertTrue(OLD.contains(part));
    Path file = Files.writeString(temp.resolve("config.yaml"), OLD.replace(part, damaged));

    DataException refusal = assertThrows(DataException.class, () -> RunConfig.read(file));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count());
  }

  @Test
  void refusesConfigPickles() {
    DataException refusal =
        assertThrows(DataException.class, () -> RunConfig.read(Path.of("run/config.pkl")));
    assertTrue(refusal.getMessage().contains("yaml.dump"), refusal.getMessage());
    DataException weights =
        assertThrows(DataException.class, () -> RunConfig.read(Path.of("run/weights.1.pkl")));
    assertTrue(weights.getMessage().contains("no config.yaml"), weights.getMessage());
  }

  /** When a run began says nothing of how to use it. */
  @Test
  void takesAnyTime() throws IOException {
    Path file =
        Files.writeString(temp.resolve("config.yaml"), OLD + "time: 2024-02-01 10:00:00+01:00\n");
    assertEquals(Optional.empty(), RunConfig.read(file).time());
  }

  @Test
  void refusesBinaryFiles() throws IOException {
    Path file =
        Files.write(temp.resolve("config.yaml"), "a: \u00ff".getBytes(StandardCharsets.ISO_8859_1));
    DataException refusal = assertThrows(DataException.class, () -> RunConfig.read(file));
    assertTrue(refusal.getMessage().contains("is no text"), refusal.getMessage());
  }
}
