package org.cryodrgn.analysis.movie;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.cryodrgn.io.mrc.MapPosition;
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.Test;

class SurfaceViewTest {

  private static final int BOX = 32;
  private static final double VOXEL = 2;

  /**
   * Falls evenly with the distance from a point: the surface of level -r is a sphere of radius r.
   */
  private static MrcVolume ball(double x, double y, double z) {
    float[] values = new float[BOX * BOX * BOX];
    for (int i = 0; i < values.length; i++) {
      double dx = i % BOX - x;
      double dy = i / BOX % BOX - y;
      double dz = i / (BOX * BOX) - z;
      values[i] = (float) -Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
    return new MrcVolume(BOX, values, VOXEL, MapPosition.origin(100, 0, 0));
  }

  /** Half the width of the picture sees tan 15 degrees. */
  @Test
  void aBallIsADiscOfTheRightSize() {
    double away = 150;
    Camera camera =
        new Camera(
            new double[] {
              1, 0, 0, 100 + VOXEL * 16, 0, 1, 0, VOXEL * 16, 0, 0, 1, VOXEL * 16 + away
            });
    BufferedImage image = new SurfaceView(ball(16, 16, 16), -8).draw(camera, 0x00FF00, 200, 160, 2);
    double angle = Math.asin(8 * VOXEL / away);
    double radius = Math.tan(angle) / Math.tan(Math.toRadians(15)) * 100;
    assertEquals(2 * radius, run(image, true), 2);
    assertEquals(2 * radius, run(image, false), 2);
    int middle = image.getRGB(100, 80);
    assertEquals(0xFF00FF00, middle);
  }

  /** Columns of the matrix are the axes: turned by 90 degrees about the view, x points up. */
  @Test
  void theCameraTurnsThePicture() {
    MrcVolume map = ball(24, 16, 6);
    Camera straight = Camera.parse("1,0,0,132, 0,1,0,32, 0,0,1,180");
    Camera turned = Camera.parse("0,1,0,132,-1,0,0,32,0,0,1,180");
    double[] right = centre(new SurfaceView(map, -4).draw(straight, 0, 120, 120, 1));
    double[] up = centre(new SurfaceView(map, -4).draw(turned, 0, 120, 120, 1));
    assertTrue(right[0] > 75 && Math.abs(right[1] - 59.5) < 1, right[0] + ", " + right[1]);
    assertEquals(right[0], 119 - up[1], 1);
    assertEquals(59.5, up[0], 1);
  }

  /** The sphere around a cube of side 17 voxels has the radius 8 sqrt 3 and the margin. */
  @Test
  void facingFillsThePicture() {
    MrcVolume map = ball(20, 16, 10);
    Camera camera = Camera.facing(map, -8, 100, 60);
    BufferedImage image = new SurfaceView(map, -8).draw(camera, 0, 100, 60, 1);
    assertEquals(60 * 8 / (9 * Math.sqrt(3)), run(image, false), 2);
    double[] centre = centre(image);
    assertEquals(49.5, centre[0], 0.5);
    assertEquals(29.5, centre[1], 0.5);
    assertTrue(Camera.facing(map, 1, 100, 60).column(3)[2] > 100);
  }

  /** The origin of 100 Å, told as a place in the grid of 2 Å. */
  @Test
  void aPlaceInTheGridIsAnOrigin() {
    MrcVolume map = ball(24, 16, 16);
    MapPosition grid = new MapPosition(0, 0, 0, 50, 0, 0);
    MrcVolume same = new MrcVolume(BOX, map.values(), VOXEL, grid);
    Camera camera = Camera.facing(map, -4, 100, 60);
    assertArrayEquals(camera.column(3), Camera.facing(same, -4, 100, 60).column(3), 1e-9);
    assertArrayEquals(
        centre(new SurfaceView(map, -4).draw(camera, 0, 100, 60, 1)),
        centre(new SurfaceView(same, -4).draw(camera, 0, 100, 60, 1)),
        1e-9);
  }

  @Test
  void camerasThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Camera.parse("1,2,3"));
    assertThrows(IllegalArgumentException.class, () -> Camera.parse("1,0,0,0,0,1,0,0,0,0,x,0"));
    assertThrows(IllegalArgumentException.class, () -> Camera.parse("1,0,0,0,0,1,0,0,0,1,1,0"));
  }

  @Test
  void dustIsSmallBlobsOnly() {
    float[] values = new float[8 * 8 * 8];
    values[0] = 2;
    values[1] = 2;
    for (int z = 2; z < 6; z++) {
      values[(z * 8 + 4) * 8 + 4] = 3;
    }
    Dust.remove(values, 8, 1, 4);
    assertTrue(values[0] < 1 && values[1] < 1);
    assertEquals(3, values[(2 * 8 + 4) * 8 + 4]);
    Dust.remove(values, 8, 1, 4.5);
    assertTrue(values[(2 * 8 + 4) * 8 + 4] < 1);
  }

  /** Voxels that follow each other in memory across a row's end do not touch, nor do corners. */
  @Test
  void blobsOfDustTouchByFaces() {
    int box = 12;
    float[] apart = new float[box * box * box];
    for (int x : new int[] {10, 11, 12, 13}) {
      apart[x] = 2;
    }
    for (int i = 4; i < 8; i++) {
      apart[(i * box + i) * box + i] = 2;
    }
    Dust.remove(apart, box, 1, 3);
    for (float value : apart) {
      assertTrue(value < 1);
    }
    float[] whole = new float[apart.length];
    Arrays.fill(whole, 1);
    whole[5] = 0.5f;
    float[] kept = whole.clone();
    Dust.remove(whole, box, 1, box);
    assertArrayEquals(kept, whole);
    Dust.remove(whole, box, 1, box + 1);
    Arrays.fill(kept, Math.nextDown(1f));
    kept[5] = 0.5f;
    assertArrayEquals(kept, whole);
  }

  /** How many pixels through the middle are not white. */
  private static int run(BufferedImage image, boolean row) {
    int count = 0;
    for (int i = 0; i < (row ? image.getWidth() : image.getHeight()); i++) {
      int rgb =
          row ? image.getRGB(i, image.getHeight() / 2) : image.getRGB(image.getWidth() / 2, i);
      count += (rgb & 0xFFFFFF) == 0xFFFFFF ? 0 : 1;
    }
    return count;
  }

  private static double[] centre(BufferedImage image) {
    double count = 0;
    double[] sum = new double[2];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xFFFFFF) != 0xFFFFFF) {
          count++;
          sum[0] += x;
          sum[1] += y;
        }
      }
    }
    return new double[] {sum[0] / count, sum[1] / count};
  }
}
