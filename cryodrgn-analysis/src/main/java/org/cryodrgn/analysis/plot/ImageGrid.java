package org.cryodrgn.analysis.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.io.particles.ParticleStack;

/**
 * Square images side by side in grey: particles, projections, slices of a map. Each has its own
 * scale; row 0 is drawn at the top.
 */
public final class ImageGrid implements Figure {

  private static final int TILE = 108;
  private static final int GAP = 6;

  private final List<BufferedImage> images = new ArrayList<>();
  private final int columns;

  /**
   * @param columns how many images stand in a row
   */
  public ImageGrid(int columns) {
    this.columns = columns;
  }

  /** As many columns as rows, or one more, for a number of images. */
  public static ImageGrid square(int images) {
    return new ImageGrid(Math.max(1, (int) Math.ceil(Math.sqrt(images))));
  }

  /**
   * The first images of a stack.
   *
   * @param most so many at most
   * @param factor of the values: -1 turns the sign
   */
  public static ImageGrid ofFirst(ParticleStack stack, int most, float factor) {
    int count = Math.min(most, stack.size());
    int pixels = stack.box() * stack.box();
    float[] images = new float[count * pixels];
    stack.read(IntStream.range(0, count).toArray(), images);
    for (int i = 0; i < images.length; i++) {
      images[i] *= factor;
    }
    ImageGrid grid = square(count);
    for (int i = 0; i < count; i++) {
      grid.add(images, i * pixels, stack.box());
    }
    return grid;
  }

  /**
   * Adds an image.
   *
   * @param values side x side, row-major, from {@code offset} on
   */
  public ImageGrid add(float[] values, int offset, int side) {
    float[] own = Arrays.copyOfRange(values, offset, offset + side * side);
    Scale scale = Scale.of(own);
    return add(own, 0, side, scale.low(), scale.high());
  }

  /** As above, with the values that are drawn black and white. */
  public ImageGrid add(float[] values, int offset, int side, double black, double white) {
    float[] own = Arrays.copyOfRange(values, offset, offset + side * side);
    Scale scale = new Scale(black, white, false);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < own.length; i++) {
      image.setRGB(i % side, i / side, ColourMap.GREY.rgb(scale.fraction(own[i])));
    }
    images.add(image);
    return this;
  }

  @Override
  public int width() {
    return GAP + columns * (TILE + GAP);
  }

  @Override
  public int height() {
    return GAP + Math.max(1, (images.size() + columns - 1) / columns) * (TILE + GAP);
  }

  @Override
  public void draw(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width(), height());
    for (int i = 0; i < images.size(); i++) {
      BufferedImage image = images.get(i);
      // Large images are smoothed; the pixels of small ones stay sharp.
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION,
          image.getWidth() > TILE * PlotFile.PIXELS_PER_POINT
              ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
              : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      int x = GAP + i % columns * (TILE + GAP);
      int y = GAP + i / columns * (TILE + GAP);
      g.drawImage(image, x, y, TILE, TILE, null);
    }
  }
}
