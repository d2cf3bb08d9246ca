package org.cryodrgn.analysis.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinePlotTest {

  @TempDir Path folder;

  private static LinePlot curve() {
    double[] x = new double[16];
    double[] y = new double[16];
    for (int i = 0; i < 16; i++) {
      x[i] = i / 32.0 / 4;
      y[i] = 1 / (1 + Math.exp(i - 9));
    }
    return LinePlot.fsc().title("Half maps").line("unmasked", x, y);
  }

  @Test
  void aPngHasTwoPixelsForEachPointAndTheLineInItsColour() throws IOException {
    Path file = PlotFile.write(curve(), folder, "fsc", PlotFormat.PNG);
    BufferedImage image = ImageIO.read(file.toFile());
    assertEquals(1120, image.getWidth());
    assertEquals(840, image.getHeight());
    int blue = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xFFFFFF) == 0x0072B2) {
          blue++;
        }
      }
    }
    assertTrue(blue > 2000, blue + " pixels of the line");
  }

  @Test
  void svgHoldsTheLabelsAndResolutionsInAngstrom() throws IOException {
    Path file = PlotFile.write(curve(), folder, "fsc", PlotFormat.SVG);
    String text = Files.readString(file);
    assertTrue(text.contains("Resolution (Å)"), "axis label");
    assertTrue(text.contains(">10<"), "1/10 per Å is told as 10 Å");
    assertTrue(text.contains(">0.143<"), "threshold");
  }

  @Test
  void pdfIsOnePage() throws IOException {
    Path file = PlotFile.write(curve(), folder, "fsc", PlotFormat.PDF);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(text.startsWith("%PDF-"));
    assertTrue(text.contains("560"), "page width");
  }

  @Test
  void anotherExtensionIsRefusedByName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PlotFile.write(curve(), folder.resolve("fsc.gif")));
    assertTrue(e.getMessage().contains("fsc.gif"));
  }

  @Test
  void xAndYMustMatch() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LinePlot("x", "y").line("a", new double[3], new double[2]));
  }
}
