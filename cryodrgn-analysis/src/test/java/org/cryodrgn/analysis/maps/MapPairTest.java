package org.cryodrgn.analysis.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapPairTest {

  @TempDir Path folder;

  private Path map(String name, double pixelSize, float first) {
    float[] values = new float[64];
    values[0] = first;
    Path file = folder.resolve(name);
    new MrcVolume(4, values, pixelSize).write(file);
    return file;
  }

  @Test
  void thePixelSizeIsThatOfEitherMapOrTheOneGiven() {
    Path unknown = map("unknown.mrc", 0, 1);
    Path two = map("two.mrc", 2, 1);
    Path other = map("other.mrc", 2.1, 1);
    assertEquals(2, MapPair.read(unknown, two, null).pixelSize());
    assertEquals(2, MapPair.read(two, unknown, null).pixelSize());
    assertEquals(1, MapPair.read(unknown, unknown, null).pixelSize());
    assertEquals(3, MapPair.read(two, other, 3.0).pixelSize());
    DataException differ = assertThrows(DataException.class, () -> MapPair.read(two, other, null));
    assertTrue(
        differ.getMessage().contains("has 2.1 Å a voxel, the first map 2.0"), differ.getMessage());
  }

  @Test
  void mapsWithoutDensityAreRefused() {
    Path good = map("good.mrc", 2, 1);
    Path flat = map("flat.mrc", 2, 0);
    for (Path[] pair : new Path[][] {{good, flat}, {flat, good}}) {
      DataException error =
          assertThrows(DataException.class, () -> MapPair.read(pair[0], pair[1], null));
      assertTrue(error.getMessage().startsWith(flat + ": all voxels are 0.0"), error.getMessage());
    }
  }

  @Test
  void frequenciesAreTakenAsSuchAndResolutionsAreTurnedIntoThem() {
    MapPair pair = new MapPair(new float[64], new float[64], 4, 2);
    assertEquals(0.4, pair.frequency(5), 1e-12);
    assertEquals(0.3, pair.frequency(0.3), 1e-12);
    for (double wrong : new double[] {4, 0.5, 0.2, 8.1, 0, -1}) {
      assertThrows(IllegalArgumentException.class, () -> pair.frequency(wrong), "" + wrong);
    }
  }
}
