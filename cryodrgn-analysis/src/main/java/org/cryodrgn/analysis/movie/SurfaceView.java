package org.cryodrgn.analysis.movie;

import java.awt.image.BufferedImage;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.mrc.MrcVolume;

/**
 * Draws the surface on which a map has a level, on white, lit from the camera, with a dark line
 * where it ends before something farther. A ray for each of 2 x 2 points of a pixel is followed
 * through the map, which is linear between voxels.
 */
final class SurfaceView {

  /** Points of a pixel along each axis. */
  private static final int FINE = 2;

  /** Voxels between two looks at the density near the surface, and where none is near. */
  private static final double STEP = 0.5;

  private static final double STRIDE = 3;
  private static final int BLOCK = 4;

  /** Where nothing is hit. */
  private static final float NOTHING = Float.POSITIVE_INFINITY;

  /** A step in depth, voxels, that is drawn as an edge. */
  private static final double EDGE = 4;

  private final float[] values;
  private final int box;
  private final float level;
  private final double voxel;
  private final double[] origin;
  private final boolean[] near;
  private final int blocks;

  /**
   * @param map kept, not copied
   * @param level of the surface
   */
  SurfaceView(MrcVolume map, float level) {
    values = map.values();
    box = map.box();
    this.level = level;
    voxel = Camera.voxel(map);
    origin = Camera.origin(map);
    blocks = (box + BLOCK - 1) / BLOCK;
    near = blocksNearSurface();
  }

  /** Whether a block or one beside it reaches the level. */
  private boolean[] blocksNearSurface() {
    boolean[] reached = new boolean[blocks * blocks * blocks];
    for (int i = 0; i < values.length; i++) {
      if (values[i] >= level) {
        int x = i % box / BLOCK;
        int y = i / box % box / BLOCK;
        int z = i / box / box / BLOCK;
        reached[(z * blocks + y) * blocks + x] = true;
      }
    }
    boolean[] widened = new boolean[reached.length];
    for (int i = 0; i < reached.length; i++) {
      for (int k = 0; k < 27 && reached[i]; k++) {
        int x = i % blocks + k % 3 - 1;
        int y = i / blocks % blocks + k / 3 % 3 - 1;
        int z = i / blocks / blocks + k / 9 - 1;
        if (Math.min(x, Math.min(y, z)) >= 0 && Math.max(x, Math.max(y, z)) < blocks) {
          widened[(z * blocks + y) * blocks + x] = true;
        }
      }
    }
    return widened;
  }

  /**
   * Draws a picture.
   *
   * @param colour of the surface, 0xRRGGBB
   */
  BufferedImage draw(Camera camera, int colour, int width, int height, int threads) {
    int fineWidth = FINE * width;
    int fineHeight = FINE * height;
    float[] depths = new float[Math.multiplyExact(fineWidth, fineHeight)];
    float[] lights = new float[depths.length];
    double[] from = voxels(camera.column(3));
    Workers.run(
        fineHeight,
        threads,
        () ->
            row -> {
              double y = (fineHeight - 1 - 2.0 * row) / fineWidth;
              for (int column = 0; column < fineWidth; column++) {
                double x = (2.0 * column + 1 - fineWidth) / fineWidth;
                double[] along = camera.direction(x, y);
                double hit = hit(from, along);
                int at = row * fineWidth + column;
                depths[at] = (float) hit;
                lights[at] = hit == NOTHING ? 0 : (float) light(from, along, hit);
              }
            });
    return shade(depths, lights, colour, width, height);
  }

  private double[] voxels(double[] place) {
    return new double[] {
      (place[0] - origin[0]) / voxel, (place[1] - origin[1]) / voxel, (place[2] - origin[2]) / voxel
    };
  }

  /** How far along a ray the level is first reached, voxels. */
  private double hit(double[] from, double[] along) {
    double enter = 0;
    double leave = Double.POSITIVE_INFINITY;
    for (int axis = 0; axis < 3; axis++) {
      double a = -from[axis] / along[axis];
      double b = (box - 1 - from[axis]) / along[axis];
      if (along[axis] == 0) {
        boolean outside = from[axis] < 0 || from[axis] > box - 1;
        leave = outside ? -1 : leave;
      } else {
        enter = Math.max(enter, Math.min(a, b));
        leave = Math.min(leave, Math.max(a, b));
      }
    }
    for (double t = enter; t < leave; ) {
      if (!isNear(from, along, t)) {
        t += STRIDE;
      } else if (density(from, along, t) >= level) {
        return refine(from, along, Math.max(enter, t - STEP), t);
      } else {
        t += STEP;
      }
    }
    return NOTHING;
  }

  private boolean isNear(double[] from, double[] along, double t) {
    int x = within(from[0] + t * along[0]) / BLOCK;
    int y = within(from[1] + t * along[1]) / BLOCK;
    int z = within(from[2] + t * along[2]) / BLOCK;
    return near[(z * blocks + y) * blocks + x];
  }

  private int within(double place) {
    return (int) Math.max(0, Math.min(box - 1, place));
  }

  private double refine(double[] from, double[] along, double below, double above) {
    double low = below;
    double high = above;
    for (int i = 0; i < 6; i++) {
      double middle = 0.5 * (low + high);
      if (density(from, along, middle) >= level) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private double density(double[] from, double[] along, double t) {
    return density(from[0] + t * along[0], from[1] + t * along[1], from[2] + t * along[2]);
  }

  private double density(double px, double py, double pz) {
    int x = Math.min(within(px), box - 2);
    int y = Math.min(within(py), box - 2);
    int z = Math.min(within(pz), box - 2);
    double fx = Math.max(0, Math.min(1, px - x));
    double fy = Math.max(0, Math.min(1, py - y));
    double fz = Math.max(0, Math.min(1, pz - z));
    int at = (z * box + y) * box + x;
    int up = at + box * box;
    double lower = (1 - fy) * row(at, fx) + fy * row(at + box, fx);
    double upper = (1 - fy) * row(up, fx) + fy * row(up + box, fx);
    return (1 - fz) * lower + fz * upper;
  }

  private double row(int at, double fx) {
    return (1 - fx) * values[at] + fx * values[at + 1];
  }

  /** From 0 to above 1: Phong's model with the light at the camera. */
  private double light(double[] from, double[] along, double t) {
    double x = from[0] + t * along[0];
    double y = from[1] + t * along[1];
    double z = from[2] + t * along[2];
    double[] slope = {
      density(x + 1, y, z) - density(x - 1, y, z),
      density(x, y + 1, z) - density(x, y - 1, z),
      density(x, y, z + 1) - density(x, y, z - 1)
    };
    double length = Math.sqrt(Camera.dot(slope, slope));
    double facing = length == 0 ? 1 : Math.abs(Camera.dot(slope, along)) / length;
    return 0.35 + 0.6 * facing + 0.2 * Math.pow(facing, 24);
  }

  private static BufferedImage shade(
      float[] depths, float[] lights, int colour, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int fineWidth = FINE * width;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double[] sum = new double[3];
        for (int k = 0; k < FINE * FINE; k++) {
          int at = (FINE * row + k / FINE) * fineWidth + FINE * column + k % FINE;
          for (int channel = 0; channel < 3; channel++) {
            sum[channel] += value(depths, lights, at, fineWidth, colour >> 16 - 8 * channel & 0xFF);
          }
        }
        int rgb = 0;
        for (double channel : sum) {
          rgb = rgb << 8 | (int) Math.round(channel / (FINE * FINE));
        }
        image.setRGB(column, row, rgb);
      }
    }
    return image;
  }

  private static double value(float[] depths, float[] lights, int at, int width, int channel) {
    if (isEdge(depths, at, width)) {
      return 30;
    }
    return depths[at] == NOTHING ? 255 : Math.min(255, channel * lights[at]);
  }

  /** Whether something farther, or nothing, lies beside. */
  private static boolean isEdge(float[] depths, int at, int width) {
    int column = at % width;
    for (int step : new int[] {-1, 1, -width, width}) {
      int beside = at + step;
      boolean inside =
          beside >= 0
              && beside < depths.length
              && (Math.abs(step) > 1 || column + step >= 0 && column + step < width);
      if (inside && depths[beside] > depths[at] + EDGE) {
        return true;
      }
    }
    return false;
  }
}
