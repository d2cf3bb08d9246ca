package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.cryodrgn.analysis.maps.FscTable;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandsTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");
  private static final int PARTICLES = 300;

  @TempDir Path folder;

  @BeforeEach
  void makeRun() throws IOException {
    Files.copy(GOLDEN.resolve("z.pkl"), folder.resolve("z.5.pkl"));
    Files.copy(GOLDEN.resolve("fourier_gaussian/config.yaml"), folder.resolve("config.yaml"));
    // UMAPs far apart: the first 200 particles at the lower left, the others at the upper right.
    float[] umap = new float[2 * PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      umap[2 * i] = (i < 200 ? 0 : 10) + i % 7 * 0.1f;
      umap[2 * i + 1] = (i < 200 ? 0 : 10) + i % 11 * 0.1f;
    }
    Files.createDirectory(folder.resolve("analyze.5"));
    PickleWriter.write(folder.resolve("analyze.5/umap.pkl"), NumpyArray.of(umap, PARTICLES, 2));
  }

  @Test
  void classesAreDrawnInTheirColoursWhereTheyLie() throws IOException {
    List<Object> names = new ArrayList<>();
    for (int i = 0; i < PARTICLES; i++) {
      names.add(i < 200 ? "open" : "closed");
    }
    PickleWriter.write(folder.resolve("l.pkl"), names);
    Map<Object, Object> colours = new LinkedHashMap<>();
    colours.put("open", "red");
    colours.put("closed", new Object[] {0.0, 0.0, 1.0});
    PickleWriter.write(folder.resolve("p.pkl"), colours);
    run("plot_classes R 5 --labels R/l.pkl --palette R/p.pkl");
    assertArrayEquals(
        new String[] {
          "umap.pkl",
          "umap_scatter_classes.png",
          "z_pca_scatter_classes_pc.1xpc.2.png",
          "z_pca_scatter_classes_pc.1xpc.3.png",
          "z_pca_scatter_classes_pc.2xpc.3.png"
        },
        names("analyze.5"));
    BufferedImage image =
        ImageIO.read(folder.resolve("analyze.5/umap_scatter_classes.png").toFile());
    int width = image.getWidth();
    int height = image.getHeight();
    int[] lowerLeft = redAndBlue(image, 0, width / 2, height / 2, height);
    int[] upperRight = redAndBlue(image, width / 2, width, 100, height / 2);
    assertTrue(lowerLeft[0] > 300 && lowerLeft[1] == 0, lowerLeft[0] + " " + lowerLeft[1]);
    assertTrue(upperRight[1] > 300 && upperRight[0] == 0, upperRight[0] + " " + upperRight[1]);
  }

  private static int[] redAndBlue(BufferedImage image, int left, int right, int top, int bottom) {
    int[] counts = new int[2];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int red = image.getRGB(x, y) >> 16 & 0xFF;
        int blue = image.getRGB(x, y) & 0xFF;
        counts[0] += red > blue + 100 ? 1 : 0;
        counts[1] += blue > red + 100 ? 1 : 0;
      }
    }
    return counts;
  }

  @Test
  void subsetsAndContoursAndFoldersCanBeChosen() throws IOException {
    long[] subset = {3, 5, 8, 13, 21, 34};
    PickleWriter.write(folder.resolve("i.pkl"), NumpyArray.of(subset, subset.length));
    run("plot_classes R 5 --labels R/i.pkl --plot-types kde scatter --skip-umap --svg -o R/out");
    assertEquals(6, names("out").length);
    String svg = Files.readString(folder.resolve("out/z_pca_kde_classes_pc.1xpc.2.svg"));
    assertTrue(svg.contains("others (294)") && svg.contains("subset (6)"));
  }

  @Test
  void labelsThatDoNotFitAreRefused() {
    long[] many = new long[PARTICLES + 1];
    PickleWriter.write(folder.resolve("m.pkl"), NumpyArray.of(many, many.length));
    PickleWriter.write(folder.resolve("f.pkl"), NumpyArray.of(new long[] {1, 300}, 2));
    refused(1, "--labels R/m.pkl", "holds 301 labels for 300 particles");
    refused(1, "--labels R/f.pkl", "300 is no index from 0 to 299");
    PickleWriter.write(folder.resolve("g.pkl"), NumpyArray.of(new long[] {1, 2}, 2));
    refused(2, "--labels R/g.pkl --palette rainbows", "there is no palette 'rainbows'");
    refused(2, "--labels R/g.pkl --plot-types violin", "--plot-types must be one of kde, scatter");
    refused(1, "--labels R/g.pkl --palette R/g.pkl", "is no dict from class to colour");
  }

  private void refused(int exitCode, String options, String expected) {
    Outcome outcome =
        CommandRunner.run(("plot_classes R 5 " + options).replaceAll("\\bR\\b", folder.toString()));
    assertEquals(exitCode, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(expected), outcome.err());
  }

  @Test
  void correlationsOfSeveralFilesAreNamed() throws IOException {
    Path values = GOLDEN.resolve("cli/backproject/fsc-vals.txt");
    FscTable table = FscTable.read(values);
    assertEquals(
        List.of("NoMask", "Spherical", "Loose", "Tight", "Corrected"),
        List.copyOf(table.curves().keySet()));
    assertEquals(0.0625, table.frequencies()[2]);
    assertEquals(0.989025, table.curves().get("Loose")[2]);
    run("plot_fsc " + values + " -a 7.11 -o R/one.svg");
    String one = Files.readString(folder.resolve("one.svg"));
    assertTrue(one.contains(">Tight<") && one.contains("Resolution"), "names of the columns");
    run("plot_fsc " + values + " " + GOLDEN.resolve("cli/fsc.txt") + " -o R/two.svg");
    String two = Files.readString(folder.resolve("two.svg"));
    assertTrue(two.contains("fsc-vals Tight<") && two.contains("cli/fsc<"), "names of the files");
    assertTrue(two.contains("1/voxel"));
  }

  @Test
  void correlationsWithoutFrequenciesEndAtNyquist() throws IOException {
    Path file = Files.writeString(folder.resolve("f.txt"), "fsc\n1.0\n0.5\n\t\n0.25\n");
    FscTable table = FscTable.read(file);
    assertArrayEquals(new double[] {0, 0.5 / 3, 1.0 / 3}, table.frequencies(), 1e-12);
    Files.writeString(file, "pixres fsc\n0.0 1.0\n0.1 \n0.2 x\n");
    Outcome outcome = CommandRunner.run("plot_fsc " + file + " -o " + folder + "/x.png");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("(line 4): 'x' is no number"), outcome.err());
    assertEquals(2, CommandRunner.run("plot_fsc " + file + " -o x.txt").exitCode());
  }

  /** As numpy.savetxt writes them, and no latent coordinates that look alike. */
  @Test
  void correlationsOfEarlierVersionsHaveNoNames() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("f.txt"),
            "0.000000000000000000e+00 1.000000000000000000e+00\n"
                + "1.562500000000000000e-02 9.9e-01\n3.125000000000000000e-02 nan\n");
    FscTable table = FscTable.read(file);
    assertArrayEquals(new double[] {0, 0.015625, 0.03125}, table.frequencies());
    assertArrayEquals(new double[] {1, 0.99, Double.NaN}, table.curves().get("fsc"));
    Files.writeString(file, "0.25 1.5\n0.75 2.5\n");
    DataException latents = assertThrows(DataException.class, () -> FscTable.read(file));
    assertTrue(latents.getMessage().contains("is no table of correlations"), latents.getMessage());
  }

  private String[] names(String name) throws IOException {
    try (var files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }

  private void run(String line) {
    CommandRunner.succeeds(line.replaceAll("\\bR\\b", folder.toString()));
  }
}
