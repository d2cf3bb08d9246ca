package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the points, scripts and figures of an analysis hold. */
class AnalysisContentTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path folder;

  private final List<float[][]> decoded = new ArrayList<>();

  @BeforeEach
  void makeRun() throws IOException {
    Files.copy(GOLDEN.resolve("fourier_gaussian/config.yaml"), folder.resolve("config.yaml"));
    Files.copy(GOLDEN.resolve("z.pkl"), folder.resolve("z.3.pkl"));
    Files.writeString(
        folder.resolve("run.log"),
        "# =====> Epoch: 3 Average, total loss = 1.5; done\n"
            + "# =====> Epoch: 4 Average, total loss = 1.2; done\n");
  }

  private void analyse(int components, int points, int clusters, boolean umap, PlotFormat format) {
    VolumeOptions options = new VolumeOptions(7.11, null, false, false, null, null, 17);
    Analysis.Settings settings =
        new Analysis.Settings(components, points, clusters, !umap, format, options);
    RunFolder run = new RunFolder(folder, 3);
    VolumeSource volumes =
        (latents, target, asked) -> {
          decoded.add(latents);
          return List.of(target.resolve("vol_017.mrc"), target.resolve("vol_018.mrc"));
        };
    new Analysis(
            run,
            RunInputs.of(run.config()),
            LatentFile.read(run.latents()),
            run.analysis(),
            settings,
            volumes,
            work -> share -> {})
        .run();
  }

  private Path file(String name) {
    return folder.resolve("analyze.3").resolve(name);
  }

  /** cryoDRGN's pc_traversal of the same latents, whose paths are those of its analyze. */
  @Test
  void pathsAreThoseOfCryodrgn() {
    analyse(9, 10, 2, false, PlotFormat.SVG);
    assertEquals(5, decoded.size());
    for (int pc = 1; pc <= 4; pc++) {
      double[] expected = TextMatrix.read(GOLDEN.resolve("cli/pc/pc" + pc + ".txt")).values();
      double[] written = TextMatrix.read(file("pc" + pc + "/z_values.txt")).values();
      assertArrayEquals(expected, written, 5e-6);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], decoded.get(pc - 1)[i / 4][i % 4], 5e-6);
      }
    }
  }

  @Test
  void scriptsAndFiguresAreOfTheirFolder() throws IOException {
    analyse(2, 5, 3, false, PlotFormat.SVG);
    for (String path : List.of("pc1", "pc2")) {
      assertTrue(Files.readString(file(path + "/open_volumes.cxc")).contains("vseries true"));
    }
    assertTrue(Files.readString(file("kmeans3/open_volumes.cxc")).contains("\ntile columns"));
    List<String> numbers = texts("kmeans3/z_pca.svg");
    assertTrue(numbers.containsAll(List.of("17", "18", "19")), numbers.toString());
    assertTrue(texts("learning_curve_epoch3.svg").contains("Epoch 3"));
    // The path goes along the axis of its own component.
    assertEquals(1, places("pc1/pca_traversal.svg", "cy"));
    assertEquals(5, places("pc2/pca_traversal.svg", "cy"));
  }

  private List<String> texts(String name) throws IOException {
    return found(name, "<text[^>]*>([^<]*)");
  }

  private int places(String name, String coordinate) throws IOException {
    return (int)
        found(name, "<ellipse [^>]*" + coordinate + "='([^']*)'").stream().distinct().count();
  }

  private List<String> found(String name, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file(name)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** Three latent variables are shown in a UMAP, two are themselves a plane. */
  @Test
  void aPlaneNeedsNoUmap() {
    plane();
    analyse(1, 3, 2, true, PlotFormat.SVG);
    assertFalse(Files.exists(file("umap.pkl")));
    assertTrue(Files.exists(file("z_pca.svg")));
  }

  private void plane() {
    Random random = new Random(1);
    float[] z = new float[2 * 60];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) random.nextGaussian();
    }
    LatentFile.write(folder.resolve("z.3.pkl"), new Latents(60, 2, z, z));
  }

  /** cryoDRGN's defaults; twenty clusters of fewer particles would be empty. */
  @Test
  void afterATrainingThereAreNoEmptyClusters() {
    Analysis.Settings few = Analysis.Settings.defaults(1.5, 7);
    assertEquals(7, few.clusters());
    assertEquals(
        new Analysis.Settings(
            2,
            10,
            20,
            false,
            PlotFormat.PNG,
            new VolumeOptions(1.5, null, false, false, null, null, 1)),
        Analysis.Settings.defaults(1.5, 300));
  }
}
