package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisTest {

  private static final Path LATENTS =
      Path.of(System.getProperty("cryodrgn.test-data"), "golden", "z.pkl");

  private static final VolumeOptions OPTIONS =
      new VolumeOptions(7.11, null, false, false, null, null, 1);

  @TempDir Path folder;

  private final List<float[][]> decoded = new ArrayList<>();

  @BeforeEach
  void makeRun() throws IOException {
    Path golden = LATENTS.resolveSibling("fourier_gaussian/config.yaml");
    Path selection = Files.createFile(folder.resolve("ind.pkl"));
    Files.writeString(
        folder.resolve("config.yaml"),
        Files.readString(golden).replace("ind: null", "ind: " + selection));
    Files.copy(LATENTS, folder.resolve("z.3.pkl"));
    Files.writeString(
        folder.resolve("run.log"), "# =====> Epoch: 3 Average, total loss = 1.5; done\n");
  }

  private List<Path> decode(float[][] latents, Path target, VolumeOptions options) {
    decoded.add(latents);
    List<Path> written = new ArrayList<>();
    for (int i = 0; i < latents.length; i++) {
      Path file = target.resolve(String.format("vol_%03d.mrc", options.startIndex() + i));
      try {
        Files.write(file, new byte[0]);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      written.add(file);
    }
    return written;
  }

  private void analyse(int points, int start) {
    VolumeOptions options = new VolumeOptions(7.11, null, false, false, null, null, start);
    Analysis.Settings settings = new Analysis.Settings(1, points, 3, true, PlotFormat.PNG, options);
    RunFolder run = new RunFolder(folder, 3);
    analyse(run, settings, this::decode);
  }

  private void analyse(int components, int clusters, boolean skipUmap, VolumeSource volumes) {
    Analysis.Settings settings =
        new Analysis.Settings(components, 4, clusters, skipUmap, PlotFormat.PNG, OPTIONS);
    RunFolder run = new RunFolder(folder, 3);
    analyse(run, settings, volumes);
  }

  private static void analyse(RunFolder run, Analysis.Settings settings, VolumeSource volumes) {
    Latents latents = LatentFile.read(run.latents());
    RunInputs inputs = RunInputs.of(run.config());
    new Analysis(run, inputs, latents, run.analysis(), settings, volumes, work -> share -> {})
        .run();
  }

  private TreeSet<String> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("analyze.3").resolve(name))) {
      TreeSet<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  /** Those that the user changed stay; the run's own names stand in new ones. */
  @Test
  void notebooksAreJsonAndKnowTheRun() throws IOException {
    Path viz = folder.resolve("analyze.3/cryoDRGN_viz.ipynb");
    Files.createDirectories(viz.getParent());
    Files.writeString(viz, "mine");
    analyse(1, 2, true, null);
    assertEquals("mine", Files.readString(viz));
    JsonNode notebook =
        new ObjectMapper().readTree(viz.resolveSibling("cryoDRGN_filtering.ipynb").toFile());
    StringBuilder code = new StringBuilder();
    notebook.get("cells").get(1).get("source").forEach(line -> code.append(line.asText()));
    assertTrue(code.toString().contains("\nWORKDIR = \"" + folder + "\"\n"), code.toString());
    assertTrue(code.toString().contains("\nLATENTS = \"z.3.pkl\"\nK = 2\n"), code.toString());
    // What is selected here is of the particles that the run was trained with.
    String saving = notebook.get("cells").get(3).get("source").toString();
    assertTrue(saving.contains("TRAINED_WITH = \\\"" + folder + "/ind.pkl\\\"\\n"), saving);
    assertTrue(saving.contains("{name}.{len(particles)}_particles.pkl"), saving);
  }

  @Test
  void theFolderHoldsTheFilesThatUsersKnow() throws IOException {
    analyse(2, 5, false, this::decode);
    assertEquals(
        new TreeSet<>(
            List.of(
                "cryoDRGN_figures.ipynb",
                "cryoDRGN_filtering.ipynb",
                "cryoDRGN_viz.ipynb",
                "kmeans5",
                "learning_curve_epoch3.png",
                "pc1",
                "pc2",
                "umap.pkl",
                "umap.png",
                "umap_hexbin.png",
                "umap_marginals.png",
                "z_pca.png",
                "z_pca_hexbin.png",
                "z_pca_marginals.png",
                "z_pca_variance.png")),
        files(""));
    assertEquals(
        new TreeSet<>(
            List.of(
                "centers.txt",
                "centers_ind.txt",
                "labels.pkl",
                "open_volumes.cxc",
                "umap.png",
                "umap_hex.png",
                "vol_001.mrc",
                "vol_002.mrc",
                "vol_003.mrc",
                "vol_004.mrc",
                "vol_005.mrc",
                "z_pca.png",
                "z_pca_hex.png",
                "z_values.txt")),
        files("kmeans5"));
    assertEquals(
        new TreeSet<>(
            List.of(
                "open_volumes.cxc",
                "pca_traversal.png",
                "pca_traversal_hex.png",
                "umap.png",
                "umap_traversal.png",
                "umap_traversal_connected.png",
                "vol_001.mrc",
                "vol_002.mrc",
                "vol_003.mrc",
                "vol_004.mrc",
                "z_values.txt")),
        files("pc1"));
    assertEquals(files("pc1"), files("pc2"));
    for (Path file : pictures()) {
      assertTrue(Files.size(file) > 5000, file + " is no picture");
    }
  }

  private List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".png")).toList();
    }
  }

  @Test
  void labelsCentresAndVolumesBelongTogether() throws IOException {
    analyse(1, 6, true, this::decode);
    Path clusters = folder.resolve("analyze.3/kmeans6");
    Latents latents = LatentFile.read(LATENTS);
    NumpyArray labels = (NumpyArray) PickleReader.readAll(clusters.resolve("labels.pkl")).get(0);
    assertEquals("i8", labels.dtype());
    assertArrayEquals(new int[] {latents.particles()}, labels.shape());
    TextMatrix centres = TextMatrix.read(clusters.resolve("centers.txt"));
    TextMatrix indices = TextMatrix.read(clusters.resolve("centers_ind.txt"));
    assertEquals(6, centres.rows());
    assertEquals(latents.dimension(), centres.columns());
    float[][] asked = decoded.get(1);
    for (int k = 0; k < 6; k++) {
      int particle = (int) indices.values()[k];
      assertEquals(k, labels.toLongs()[particle], "the cluster of its own representative");
      for (int d = 0; d < latents.dimension(); d++) {
        float z = latents.mean()[particle * latents.dimension() + d];
        assertEquals(z, centres.values()[k * latents.dimension() + d], 0);
        assertEquals(z, asked[k][d], 0);
      }
    }
    assertEquals(
        Files.readString(clusters.resolve("centers.txt")),
        Files.readString(clusters.resolve("z_values.txt")));
    assertTrue(
        Files.readString(clusters.resolve("open_volumes.cxc"))
            .contains("open vol_001.mrc vol_002.mrc vol_003.mrc vol_004.mrc vol_005.mrc"));
  }

  @Test
  void withoutVolumesOrUmapAFreshFolderStillGetsItsFigures() throws IOException {
    analyse(2, 5, true, null);
    assertFalse(files("").contains("umap.pkl"));
    assertEquals(
        new TreeSet<>(List.of("pca_traversal.png", "pca_traversal_hex.png", "z_values.txt")),
        files("pc1"));
    assertFalse(files("kmeans5").contains("open_volumes.cxc"));
  }

  @Test
  void volumesOfAnEarlierAnalysisGoAndAllElseStays() throws IOException {
    analyse(10, 1);
    List<String> others =
        List.of("vol_1.mrc", "vol_0011.mrc", "vol_011.mrc.bak", "vol_007.masked.mrc", "my.mrc");
    for (String name : others) {
      Files.createFile(folder.resolve("analyze.3/pc1").resolve(name));
    }
    for (String place : List.of("vol_009.mrc", "pc2/vol_009.mrc")) {
      Path file = folder.resolve("analyze.3").resolve(place);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    Files.createDirectory(folder.resolve("analyze.3/pc1/vol_099.mrc"));
    analyse(4, 0);
    TreeSet<String> maps = files("pc1");
    maps.removeIf(name -> !name.contains(".mrc"));
    TreeSet<String> expected = new TreeSet<>(others);
    expected.addAll(
        List.of("vol_000.mrc", "vol_001.mrc", "vol_002.mrc", "vol_003.mrc", "vol_099.mrc"));
    assertEquals(expected, maps);
    assertFalse(files("kmeans3").contains("vol_003.mrc"), "the number of the last one before");
    assertTrue(files("").contains("vol_009.mrc"), "not in a folder of ours");
    assertEquals(new TreeSet<>(List.of("vol_009.mrc")), files("pc2"), "not written this time");
  }

  @Test
  void whatAKilledAnalysisLeftUnfinishedGoes() throws IOException {
    for (String target : List.of(".", "kmeans3", "pc1")) {
      Path place = Files.createDirectories(folder.resolve("analyze.3").resolve(target));
      Path left = Files.createFile(place.resolve(".vol_001.mrc.4x0z.17.partial"));
      Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(3600)));
    }
    analyse(1, 3, true, null);
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(List.of(), files.filter(file -> file.toString().endsWith("partial")).toList());
    }
  }

  @Test
  void aUmapThatIsThereIsKeptUnlessItIsOfOtherParticles() throws IOException {
    analyse(1, 3, false, null);
    Path umap = folder.resolve("analyze.3/umap.pkl");
    byte[] first = Files.readAllBytes(umap);
    NumpyArray kept = (NumpyArray) PickleReader.readAll(umap).get(0);
    float[] moved = kept.toFloats();
    moved[0] += 1;
    PickleWriter.write(umap, NumpyArray.of(moved, kept.shape()));
    analyse(1, 3, false, null);
    assertEquals(
        moved[0], ((NumpyArray) PickleReader.readAll(umap).get(0)).toFloats()[0], 0, "kept");
    PickleWriter.write(umap, NumpyArray.of(new float[6], 3, 2));
    analyse(1, 3, false, null);
    assertEquals(
        first.length, Files.size(umap), "made anew, as the file was of three particles only");
  }

  @Test
  void oneLatentVariableHasItsOwnFigures() throws IOException {
    float[] z = new float[200];
    for (int i = 0; i < z.length; i++) {
      z[i] = i;
    }
    LatentFile.write(folder.resolve("z.3.pkl"), new Latents(200, 1, z, z));
    analyse(2, 5, false, this::decode);
    assertEquals(
        new TreeSet<>(
            List.of(
                "cryoDRGN_figures.ipynb",
                "cryoDRGN_filtering.ipynb",
                "cryoDRGN_viz.ipynb",
                "learning_curve_epoch3.png",
                "open_volumes.cxc",
                "vol_001.mrc",
                "vol_002.mrc",
                "vol_003.mrc",
                "vol_004.mrc",
                "z.png",
                "z_hist.png",
                "z_values.txt")),
        files(""));
    TextMatrix path = TextMatrix.read(folder.resolve("analyze.3/z_values.txt"));
    assertArrayEquals(new double[] {9.95, 69.65, 129.35, 189.05}, path.values(), 1e-4);
  }

  @Test
  void tooFewParticlesAndMissingEpochsAreToldWithTheRemedy() {
    DataException few = assertThrows(DataException.class, () -> analyse(1, 301, true, null));
    assertTrue(few.getMessage().contains("--ksample"), few.getMessage());
    DataException missing =
        assertThrows(DataException.class, () -> new RunFolder(folder, 7).latents());
    assertTrue(missing.getMessage().contains("z.7.pkl"), missing.getMessage());
    assertThrows(DataException.class, () -> new RunFolder(folder.resolve("nowhere"), 1));
    assertEquals(3, RunFolder.lastEpoch(folder).epoch());
  }
}
