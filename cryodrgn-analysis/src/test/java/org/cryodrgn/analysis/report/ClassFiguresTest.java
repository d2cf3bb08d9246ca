package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two classes of 40 particles each, apart along the first component. */
class ClassFiguresTest {

  private static final int PARTICLES = 80;

  @TempDir Path folder;

  private static Latents latents(int dimension) {
    Random random = new Random(1);
    float[] z = new float[dimension * PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      for (int d = 0; d < dimension; d++) {
        z[dimension * i + d] = (float) (random.nextGaussian() / (d + 1));
      }
      z[dimension * i] += i < PARTICLES / 2 ? 10 : -10;
    }
    return new Latents(PARTICLES, dimension, z, z);
  }

  private void write(int dimension, List<String> types, boolean umap, PlotFormat format) {
    int[] classes = new int[PARTICLES];
    for (int i = 0; i < PARTICLES / 2; i++) {
      classes[i] = 1;
    }
    new ClassFigures(
            folder,
            new ClassLabels(List.of("left", "right"), classes),
            List.of(Color.RED, Color.BLUE),
            types,
            format)
        .write(Path.of("z.pkl"), latents(dimension), umap, share -> {});
  }

  private TreeSet<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      TreeSet<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  /** A plane is not embedded in another one; else a UMAP is taken, or made if that is wanted. */
  @Test
  void umapsAreOfThreeDimensionsOrMore() throws IOException {
    write(2, List.of("scatter"), true, PlotFormat.SVG);
    assertEquals(new TreeSet<>(List.of("z_pca_scatter_classes_pc.1xpc.2.svg")), names());
    write(3, List.of("scatter"), false, PlotFormat.SVG);
    assertFalse(Files.exists(folder.resolve("umap_scatter_classes.svg")));
    write(3, List.of("scatter"), true, PlotFormat.SVG);
    assertTrue(Files.exists(folder.resolve("umap.pkl")));
    Files.delete(folder.resolve("umap_scatter_classes.svg"));
    write(3, List.of("kde"), false, PlotFormat.SVG);
    assertTrue(Files.exists(folder.resolve("umap_kde_classes.svg")));
  }

  /** Points are one picture in a drawing, contours are lines. */
  @Test
  void typesAreWhatTheyAreCalled() throws IOException {
    write(2, List.of("scatter", "kde"), false, PlotFormat.SVG);
    String points = Files.readString(folder.resolve("z_pca_scatter_classes_pc.1xpc.2.svg"));
    String contours = Files.readString(folder.resolve("z_pca_kde_classes_pc.1xpc.2.svg"));
    assertTrue(points.contains("<image"));
    assertFalse(contours.contains("<image"));
    for (String text : List.of("left (40)", "right (40)")) {
      assertTrue(points.contains(text) && contours.contains(text), text);
    }
    // The label of the y axis, which is turned, is drawn as lines.
    assertTrue(points.contains(">PC1 (") && !points.contains(">PC2 ("));
  }

  /** The classes are apart from left to right; the sign of a component is not told. */
  @Test
  void componentsLieAlongTheirAxes() {
    write(2, List.of("scatter"), false, PlotFormat.PNG);
    Ink ink = Ink.of(folder.resolve("z_pca_scatter_classes_pc.1xpc.2.png"));
    int[] left = ink.redAndBlue(0, 0.5, 0.15, 1);
    int[] right = ink.redAndBlue(0.5, 1, 0.15, 1);
    assertTrue(left[0] == 0 ^ left[1] == 0, left[0] + " " + left[1]);
    assertEquals(left[0] == 0, right[0] > 0);
    assertEquals(left[1] == 0, right[1] > 0);
  }

  /** Red at the upper left, blue at the lower right. */
  @Test
  void umapsAreShownAsTheyLie() {
    float[] umap = new float[2 * PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      umap[2 * i] = (i < PARTICLES / 2 ? 10 : 0) + i % 7 * 0.1f;
      umap[2 * i + 1] = (i < PARTICLES / 2 ? 0 : 10) + i % 11 * 0.1f;
    }
    PickleWriter.write(folder.resolve("umap.pkl"), NumpyArray.of(umap, PARTICLES, 2));
    write(3, List.of("scatter"), false, PlotFormat.PNG);
    Ink ink = Ink.of(folder.resolve("umap_scatter_classes.png"));
    int[] upperLeft = ink.redAndBlue(0, 0.5, 0.15, 0.55);
    int[] lowerRight = ink.redAndBlue(0.5, 1, 0.55, 1);
    assertTrue(upperLeft[0] > 100 && upperLeft[1] == 0, upperLeft[0] + " " + upperLeft[1]);
    assertTrue(lowerRight[1] > 100 && lowerRight[0] == 0, lowerRight[0] + " " + lowerRight[1]);
  }
}
