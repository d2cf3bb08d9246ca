package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageStoreTest {

  private static float[] image(int place) {
    return new float[] {place, -2 * place, place + 0.5f};
  }

  /** As those of a large set: many places in a piece, the last piece a short one. */
  @ParameterizedTest
  @CsvSource({"FLOAT32, 30", "FLOAT32, 1", "FLOAT16, 13", "FLOAT16, 1000"})
  void placesOfEveryPieceKeepTheirImages(ImagePrecision precision, long largestPiece) {
    ImageStore store = new ImageStore(precision, 7, 3, largestPiece);
    for (int place = 6; place >= 0; place--) {
      store.put(place, image(place), 0);
    }
    float[] two = {9, 10, 11, 12, 13, 14};
    store.put(4, two, 3);
    float[] read = new float[5];
    for (int place = 0; place < 7; place++) {
      store.get(place, read, 1);
      float[] expected = place == 4 ? new float[] {12, 13, 14} : image(place);
      assertArrayEquals(new float[] {0, expected[0], expected[1], expected[2], 0}, read);
    }
  }

  @Test
  void aValueBeyondFloat16IsRefused() {
    ImageStore store = new ImageStore(ImagePrecision.FLOAT16, 1, 2);
    store.put(0, new float[] {65504, -65504}, 0);
    DataException error =
        assertThrows(DataException.class, () -> store.put(0, new float[] {1, -65520}, 0));
    assertTrue(error.getMessage().contains("-65520.0 is beyond float16"), error.getMessage());
  }
}
