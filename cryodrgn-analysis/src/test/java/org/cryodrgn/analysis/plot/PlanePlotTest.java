package org.cryodrgn.analysis.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;
import org.jfree.data.Range;
import org.junit.jupiter.api.Test;

class PlanePlotTest {

  private static final Frame UNIT =
      new Frame(new Rectangle2D.Double(0, 0, 100, 100), new Range(0, 1), new Range(0, 1));

  private static final int WHITE = 0xFFFFFF;

  private static BufferedImage cloud(float[] x, float[] y) {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 200, 200);
    g.scale(2, 2);
    PointRaster.draw(g, UNIT, x, y, x.length, 0x0072B2, 0x00283E);
    g.dispose();
    return image;
  }

  private static int rgb(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  @Test
  void aPointIsDrawnWhereItLiesWithYUpwards() {
    BufferedImage image = cloud(new float[] {0.25f, Float.NaN}, new float[] {0.75f, 0.2f});
    int drawn = 0;
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        if (rgb(image, x, y) != WHITE) {
          drawn++;
          assertTrue(Math.hypot(x + 0.5 - 50, y + 0.5 - 50) < 8, "pixel " + x + ", " + y);
        }
      }
    }
    double radius = 2 * PointRaster.radius(2);
    assertEquals(Math.PI * radius * radius, drawn, 0.4 * Math.PI * radius * radius);
    assertTrue((rgb(image, 50, 50) >> 16) < 0x60, "blue");
  }

  @Test
  void theOrderOfThePointsDoesNotMatterAndDensityDeepensTheColour() {
    int n = 20_000;
    Random random = new Random(5);
    float[] x = new float[n];
    float[] y = new float[n];
    float[] backX = new float[n];
    float[] backY = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (0.5 + 0.1 * random.nextGaussian());
      y[i] = (float) (0.5 + 0.1 * random.nextGaussian());
      backX[n - 1 - i] = x[i];
      backY[n - 1 - i] = y[i];
    }
    BufferedImage forwards = cloud(x, y);
    BufferedImage backwards = cloud(backX, backY);
    int[] a = ((DataBufferInt) forwards.getRaster().getDataBuffer()).getData();
    int[] b = ((DataBufferInt) backwards.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < a.length; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertEquals((a[i] >> shift) & 0xFF, (b[i] >> shift) & 0xFF, 1, "pixel " + i);
      }
    }
    assertTrue(luminance(forwards, 100, 100) < luminance(forwards, 130, 100));
    assertTrue(luminance(forwards, 130, 100) < luminance(forwards, 170, 100));
  }

  private static double luminance(BufferedImage image, int x, int y) {
    double sum = 0;
    for (int dy = -6; dy <= 6; dy++) {
      for (int dx = -6; dx <= 6; dx++) {
        int rgb = rgb(image, x + dx, y + dy);
        sum += (rgb >> 16) + ((rgb >> 8) & 0xFF) + (rgb & 0xFF);
      }
    }
    return sum;
  }

  @Test
  void hexagonsCountEveryPointOnceAtItsNearestCentre() {
    Random random = new Random(7);
    float[] x = new float[1000];
    float[] y = new float[1000];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
      y[i] = random.nextFloat();
    }
    int[] total = new int[1];
    new HexBins(UNIT, 9, x, y).forEach((cx, cy, count) -> total[0] += count);
    assertEquals(1000, total[0]);
    for (int i = 0; i < 50; i++) {
      HexBins one = new HexBins(UNIT, 9, new float[] {x[i]}, new float[] {y[i]});
      double px = UNIT.px(x[i]);
      double py = UNIT.py(y[i]);
      one.forEach(
          (cx, cy, count) -> {
            assertEquals(1, count);
            assertTrue(one.hexagon(cx, cy).contains(px, py), px + ", " + py);
          });
    }
  }

  @Test
  void marginalsAndColourKeyTakeTheirOwnRoom() {
    float[] x = {0, 1, 2};
    float[] y = {2, 0, 1};
    PlanePlot plain = new PlanePlot("PC1", "PC2").points(x, y);
    PlanePlot full = new PlanePlot("PC1", "PC2").hexbin(x, y).marginals();
    BufferedImage image = PlotFile.image(full);
    assertEquals(2 * full.width(), image.getWidth());
    assertEquals(2 * full.height(), image.getHeight());
    assertTrue(full.width() > plain.width() + ColourBar.WIDTH);
    // The three values of x stand as three bars above the area, of equal height.
    int columns = 0;
    boolean before = false;
    for (int px = 0; px < image.getWidth(); px++) {
      boolean blue = rgb(image, px, 60) == 0x0072B2;
      columns += blue && !before ? 1 : 0;
      before = blue;
    }
    assertEquals(3, columns);
  }

  @Test
  void manyNamesLeaveThePointsTheirRoom() {
    PlanePlot plot = new PlanePlot("PC1", "PC2");
    float[] x = {0, 1, 2, 3};
    float[] y = {0, 1, 2, 3};
    plot.group("few (4)", x, y, Color.GREEN);
    assertEquals(plot.width(), plot.height());
    for (int i = 0; i < 99; i++) {
      plot.group(i + " (4)", x, y, Color.RED);
    }
    BufferedImage image = PlotFile.image(plot);
    // Below the dots of the names; the four points of each lie upon those of the others.
    int above = image.getHeight() - image.getWidth() + 150;
    int points = 0;
    boolean before = false;
    for (int py = above; py < image.getHeight(); py++) {
      boolean red = false;
      for (int px = 0; px < image.getWidth(); px++) {
        red |= rgb(image, px, py) >> 16 > 150 && (rgb(image, px, py) & 0xFF) < 60;
      }
      points += red && !before ? 1 : 0;
      before = red;
    }
    assertEquals(4, points);
  }

  @Test
  void aCentreIsAWhiteDiscWithItsNumberOnTopOfThePoints() {
    float[] x = new float[4000];
    float[] y = new float[4000];
    Random random = new Random(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
      y[i] = (float) random.nextGaussian();
    }
    PlanePlot bare = new PlanePlot("a", "b").points(x, y);
    PlanePlot marked =
        new PlanePlot("a", "b")
            .points(x, y)
            .centres(new float[] {x[0]}, new float[] {y[0]}, new String[] {"1"});
    BufferedImage without = PlotFile.image(bare);
    BufferedImage with = PlotFile.image(marked);
    int changed = 0;
    for (int py = 0; py < with.getHeight(); py++) {
      for (int px = 0; px < with.getWidth(); px++) {
        changed += with.getRGB(px, py) != without.getRGB(px, py) ? 1 : 0;
      }
    }
    assertTrue(changed > 400 && changed < 2000, changed + " pixels changed");
  }

  @Test
  void aHeatMapHasItsFirstRowAtTheBottom() {
    float[] values = {0, 1, 1, 1};
    HeatMap map = new HeatMap(values, 2, 2).values("value", 0, 1);
    BufferedImage image = PlotFile.image(map);
    assertEquals(0x000000, rgb(image, 250, 700));
    assertEquals(WHITE, rgb(image, 250, 300));
    assertEquals(WHITE, rgb(image, 800, 700));
  }

  @Test
  void barsAreAsHighAsTheirValues() {
    BarPlot plot =
        new BarPlot("Component", "Variance", new String[] {"1", "2"}, new double[] {0.6, 0.3});
    BufferedImage image = PlotFile.image(plot);
    int[] heights = new int[2];
    int bar = -1;
    int before = 0;
    for (int px = 0; px < image.getWidth(); px++) {
      int height = 0;
      for (int py = 0; py < image.getHeight(); py++) {
        height += rgb(image, px, py) == 0x0072B2 ? 1 : 0;
      }
      if (height > 0 && before == 0) {
        bar++;
      }
      if (height > 0) {
        heights[bar] = Math.max(heights[bar], height);
      }
      before = height;
    }
    assertEquals(2.0, (double) heights[0] / heights[1], 0.02);
  }

  @Test
  void aHistogramCountsEachValueOnceAndBothEnds() {
    float[] values = {0, 0.1f, 0.3f, 0.5f, 1, 2, Float.NaN};
    assertArrayEquals(
        new int[] {2, 1, 1, 1}, HistogramPlot.count(values, new Range(0, 1), 4), "2 lies outside");
    float[] even = new float[600];
    for (int i = 0; i < even.length; i++) {
      even[i] = i;
    }
    BufferedImage image = PlotFile.image(new HistogramPlot("z", "Particles", even));
    int blue = 0;
    for (int px = 0; px < image.getWidth(); px++) {
      blue += rgb(image, px, 700) == 0x0072B2 ? 1 : 0;
    }
    assertTrue(blue > 0.7 * image.getWidth(), "bars all along the axis: " + blue);
  }

  @Test
  void ticksAreRoundAndWithinTheScale() {
    assertArrayEquals(
        new Double[] {-1.0, -0.5, 0.0, 0.5, 1.0},
        new Scale(-1.05, 1.1, false).ticks().toArray(new Double[0]));
    assertArrayEquals(
        new Double[] {1.0, 10.0, 100.0, 1000.0}, Scale.counts(4000).ticks().toArray(new Double[0]));
    assertEquals("0.25", Scale.text(0.25));
    assertEquals("20", Scale.text(20));
    assertEquals("1e5", Scale.text(1e5));
    assertEquals(0.5, Scale.counts(100).fraction(10), 1e-12);
  }

  @Test
  void viridisRunsFromPurpleToYellow() {
    assertEquals(0x440154, ColourMap.VIRIDIS.rgb(0));
    assertEquals(0xFDE725, ColourMap.VIRIDIS.rgb(1));
    assertEquals(0xFDE725, ColourMap.VIRIDIS.rgb(7));
    assertEquals(0x808080, ColourMap.GREY.rgb(0.5));
  }
}
