package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.cryodrgn.analysis.latent.Clusters;
import org.cryodrgn.analysis.latent.PcTraversal;
import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 particles lie at the upper left of all planes, 20 at the lower right. */
class PlacesInFiguresTest {

  private static final int PARTICLES = 220;
  private static final int FEW = 20;

  /** The side of a plane, pixels. */
  private static final double SQUARE = 940;

  @TempDir Path folder;

  private final float[][] plane = new float[2][PARTICLES];
  private PrincipalComponents pca;

  @BeforeEach
  void layOut() {
    Random random = new Random(1);
    float[] z = new float[3 * PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      boolean few = i >= PARTICLES - FEW;
      plane[0][i] = 3 * random.nextFloat() + (few ? 7 : 0);
      plane[1][i] = 3 * random.nextFloat() + (few ? 0 : 7);
      z[3 * i] = plane[0][i];
      z[3 * i + 1] = plane[1][i];
    }
    pca = PrincipalComponents.fit(z, 3);
  }

  private LatentFigures figures(PlotFormat format) {
    return new LatentFigures(folder, format, pca, plane, plane);
  }

  private static boolean isBlue(int rgb) {
    return (rgb & 0xFF) > (rgb >> 16) + 40;
  }

  @Test
  void particlesAreDrawnWhereTheyLie() {
    figures(PlotFormat.PNG).overview();
    for (String plane : List.of("umap", "z_pca")) {
      for (String kind : List.of("", "_marginals", "_hexbin")) {
        Ink ink = Ink.of(folder.resolve(plane + kind + ".png"));
        // The plane is the square at the lower left: above and to the right of it are histograms.
        double right = SQUARE / ink.image().getWidth();
        double top = 1 - SQUARE / ink.image().getHeight();
        double half = (1 + top) / 2;
        int many = ink.count(0, right / 2, top, half, PlacesInFiguresTest::isBlue);
        int few = ink.count(right / 2, 0.96 * right, half, 1, PlacesInFiguresTest::isBlue);
        assertTrue(many > 2 * few && few > 0, plane + kind + ": " + many + " and " + few);
      }
    }
  }

  /** Histograms need room of their own, and hexagons a key to their colours. */
  @Test
  void figuresAreOfTheirKind() {
    figures(PlotFormat.PNG).overview();
    for (String plane : List.of("umap", "z_pca")) {
      int[] widths =
          List.of("", "_marginals", "_hexbin").stream()
              .mapToInt(kind -> Ink.of(folder.resolve(plane + kind + ".png")).image().getWidth())
              .toArray();
      assertTrue(widths[0] < widths[1] && widths[1] < widths[2], Arrays.toString(widths));
    }
  }

  /** The first component is low where the second is high; viridis goes from purple to yellow. */
  @Test
  void aComponentColoursTheUmap() throws IOException {
    for (int component = 0; component < 2; component++) {
      traversal(component, PlotFormat.PNG);
      Ink ink = Ink.of(folder.resolve("umap.png"));
      int yellow = ink.count(0.1, 0.4, 0.2, 0.5, rgb -> (rgb >> 16) > (rgb & 0xFF) + 60);
      int purple = ink.count(0.1, 0.4, 0.2, 0.5, rgb -> (rgb & 0xFF) > (rgb >> 8 & 0xFF) + 40);
      assertEquals(component == 0, purple > 10 * yellow, purple + " and " + yellow);
      assertEquals(component == 1, yellow > 10 * purple, purple + " and " + yellow);
      traversal(component, PlotFormat.SVG);
      assertTrue(
          Files.readString(folder.resolve("umap.svg")).contains(">PC" + (component + 1) + "<"));
    }
  }

  private void traversal(int component, PlotFormat format) {
    PcTraversal traversal = new PcTraversal(component, new double[] {0, 10}, new double[2][3]);
    figures(format).traversal(folder, traversal, new int[] {0, PARTICLES - 1});
  }

  /** From the first particle, at the upper left, to the last; one figure has a line as well. */
  @Test
  void aPathLeadsOverItsParticles() throws IOException {
    traversal(0, PlotFormat.SVG);
    for (String name : List.of("umap_traversal", "umap_traversal_connected")) {
      String svg = Files.readString(folder.resolve(name + ".svg"));
      assertFromUpperLeftToLowerRight(svg);
      assertEquals(name.endsWith("connected"), svg.contains("stroke-dasharray"), name);
    }
  }

  @Test
  void clustersAreWhereTheirRepresentativesAre() throws IOException {
    int[] labels = new int[PARTICLES];
    Clusters clusters = new Clusters(labels, new double[2][3], new int[] {0, PARTICLES - 1});
    figures(PlotFormat.SVG).clusters(folder, clusters, 1);
    for (String name : List.of("umap", "umap_hex", "z_pca", "z_pca_hex")) {
      assertFromUpperLeftToLowerRight(Files.readString(folder.resolve(name + ".svg")));
    }
  }

  private static void assertFromUpperLeftToLowerRight(String svg) {
    double[] x = circles(svg, "cx");
    double[] y = circles(svg, "cy");
    int last = x.length - 1;
    assertTrue(last > 0 && x[0] + 100 < x[last], Arrays.toString(x));
    assertTrue(y[0] + 100 < y[last], Arrays.toString(y));
  }

  private static double[] circles(String svg, String coordinate) {
    return Pattern.compile("<ellipse [^>]*" + coordinate + "='([^']*)'")
        .matcher(svg)
        .results()
        .mapToDouble(match -> Double.parseDouble(match.group(1)))
        .toArray();
  }
}
