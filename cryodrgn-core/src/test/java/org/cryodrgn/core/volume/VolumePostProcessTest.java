package org.cryodrgn.core.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cryodrgn.core.Golden;
import org.junit.jupiter.api.Test;

class VolumePostProcessTest {

  @Test
  void allStepsTogetherAreCryodrgns() {
    VolumePostProcess steps =
        new VolumePostProcess(true, true, OptionalDouble.of(12), OptionalInt.of(24));
    float[] processed = steps.apply(Golden.mrc("cli/vol.mrc"), 32, 2, 2);
    Golden.assertClose(Golden.mrc("cli/vol_flip_invert_lp_crop.mrc"), processed, 1e-5);
    assertEquals(24, steps.box(32));
    assertEquals(8, steps.origin(32, 2));
  }

  @Test
  void mirrorAndSignAreCryodrgns() {
    float[] volume = Golden.mrc("cli/vol.mrc");
    VolumePostProcess.flip(volume, 32);
    assertArrayEquals(Golden.mrc("cli/flipped.mrc"), volume);
    volume = Golden.mrc("cli/vol.mrc");
    VolumePostProcess.invert(volume);
    assertArrayEquals(Golden.mrc("cli/inverted.mrc"), volume);
  }

  /** As by cryoDRGN, which leaves out what is farther than the cutoff. */
  @Test
  void theFrequencyOfTheCutoffStays() {
    float[] volume = new float[512];
    float[] expected = new float[512];
    for (int i = 0; i < 512; i++) {
      int y = i / 8 % 8;
      expected[i] = (float) Math.cos(2 * Math.PI * 2 * y / 8);
      volume[i] = expected[i] + (float) Math.cos(2 * Math.PI * 3 * y / 8);
    }
    VolumePostProcess.lowPass(volume, 8, 0.25, 1);
    Golden.assertClose(expected, volume, 1e-6);
  }

  @Test
  void noneChangesNothing() {
    float[] volume = Golden.mrc("cli/vol.mrc");
    assertArrayEquals(Golden.mrc("cli/vol.mrc"), VolumePostProcess.NONE.apply(volume, 32, 1, 1));
    assertEquals(0, VolumePostProcess.NONE.origin(32, 2));
  }
}
