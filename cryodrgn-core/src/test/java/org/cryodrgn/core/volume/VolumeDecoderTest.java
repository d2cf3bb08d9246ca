package org.cryodrgn.core.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.core.model.VolumeModel;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeDecoderTest {

  private static final int BOX = 8;
  private static final double MEAN = 0.75;
  private static final double DEVIATION = 3;

  /** The map is refused before the model is asked for anything. */
  @Test
  void mapBeyondTheLongestArrayIsToldAsSuch() {
    VolumeDecoder decoder = new VolumeDecoder(null, 0, 1, 1);
    DataException error =
        assertThrows(DataException.class, () -> decoder.decode(new float[0], 1292));
    assertTrue(error.getMessage().contains("box 1292"), error.getMessage());
    assertTrue(error.getMessage().contains("1290 is the largest"), error.getMessage());
  }

  /** As cryoDRGN's decoders: with an encoding by symmetry, without one each point for itself. */
  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN", "NONE"})
  void planeThroughTheOrigin(PositionalEncoding.Type encoding) {
    boolean symmetric = encoding == PositionalEncoding.Type.GAUSSIAN;
    ModelSpec spec = spec(encoding);
    Engine engine = Engine.start(1, true);
    try (VolumeModel model = VolumeModel.of(engine, spec, ModelWeights.random(spec, 1))) {
      float[] map = new VolumeDecoder(model, MEAN, DEVIATION, 1).decode(new float[0], BOX);
      Hartley.forward3(map, BOX, 1);
      int centre = BOX / 2;
      for (int y = 1; y < BOX; y++) {
        for (int x = 1; x < BOX; x++) {
          int dy = y - centre;
          int dx = x - centre;
          boolean second = dy > 0 || (dy == 0 && dx > 0);
          double expected = symmetric ? MEAN : 0;
          if (dx * dx + dy * dy <= centre * centre) {
            int sign = symmetric && second ? -1 : 1;
            float[] value =
                model.decode(
                    new float[] {(float) sign * dx / BOX, (float) sign * dy / BOX, 0},
                    new float[0]);
            expected = (value[0] - sign * value[1]) * DEVIATION + MEAN;
          }
          assertEquals(expected, map[(centre * BOX + y) * BOX + x], 1e-5, "at " + dx + ", " + dy);
        }
      }
    }
  }

  /** A map of more points than are decoded at a time has each of them. */
  @Test
  void everyPointOfALargeMapIsDecoded() {
    int box = 40;
    ModelSpec spec = spec(box, PositionalEncoding.Type.GAUSSIAN, Domain.HARTLEY);
    Engine engine = Engine.start(1, true);
    try (VolumeModel model = VolumeModel.of(engine, spec, ModelWeights.random(spec, 1))) {
      float[] map = new VolumeDecoder(model, MEAN, DEVIATION, 1).decode(new float[0], box);
      Hartley.forward3(map, box, 1);
      float[] coordinates = new float[map.length * 3];
      for (int i = 0; i < map.length; i++) {
        coordinates[3 * i] = i % box / (float) box - 0.5f;
        coordinates[3 * i + 1] = i / box % box / (float) box - 0.5f;
        coordinates[3 * i + 2] = i / box / box / (float) box - 0.5f;
      }
      float[] expected = model.decode(coordinates, new float[0]);
      for (int i = 0; i < map.length; i++) {
        assertEquals(expected[i] * DEVIATION + MEAN, map[i], 1e-3, "point " + i);
      }
    }
  }

  private static ModelSpec spec(PositionalEncoding.Type encoding) {
    return spec(BOX, encoding, Domain.FOURIER);
  }

  private static ModelSpec spec(int box, PositionalEncoding.Type encoding, Domain domain) {
    return new ModelSpec(
        box,
        0,
        0,
        EncoderKind.NONE,
        0,
        0,
        1,
        8,
        encoding,
        box / 2,
        0.5,
        domain,
        Activation.RELU,
        0.5);
  }
}
