package org.cryodrgn.core.volume;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;

class VolumeDecoderTest {

  /** The map is refused before the model is asked for anything. */
  @Test
  void mapBeyondTheLongestArrayIsToldAsSuch() {
    VolumeDecoder decoder = new VolumeDecoder(null, 0, 1, 1);
    DataException error =
        assertThrows(DataException.class, () -> decoder.decode(new float[0], 1292));
    assertTrue(error.getMessage().contains("box 1292"), error.getMessage());
    assertTrue(error.getMessage().contains("1290 is the largest"), error.getMessage());
  }
}
