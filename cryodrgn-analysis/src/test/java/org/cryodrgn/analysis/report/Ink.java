package org.cryodrgn.analysis.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import javax.imageio.ImageIO;

/** Where a picture has which colours; places are fractions of its width and height, from above. */
record Ink(BufferedImage image) {

  static Ink of(Path png) {
    try {
      return new Ink(ImageIO.read(png.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many pixels within bounds have a colour, 0xRRGGBB, that is asked for. */
  int count(double left, double right, double top, double bottom, IntPredicate colour) {
    int count = 0;
    for (int y = (int) (top * image.getHeight()); y < (int) (bottom * image.getHeight()); y++) {
      for (int x = (int) (left * image.getWidth()); x < (int) (right * image.getWidth()); x++) {
        count += colour.test(image.getRGB(x, y) & 0xFFFFFF) ? 1 : 0;
      }
    }
    return count;
  }

  /** How many pixels are much more red than blue, and more blue than red. */
  int[] redAndBlue(double left, double right, double top, double bottom) {
    return new int[] {
      count(left, right, top, bottom, rgb -> (rgb >> 16) > (rgb & 0xFF) + 100),
      count(left, right, top, bottom, rgb -> (rgb & 0xFF) > (rgb >> 16) + 100)
    };
  }
}
