package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelWeightsTest {

  private static final int LATENTS = 4;

  private static ModelSpec spec(int box, int latents, PositionalEncoding.Type encoding) {
    return new ModelSpec(
        box,
        latents,
        100,
        EncoderKind.RESIDUAL,
        1,
        16,
        1,
        512,
        encoding,
        box / 2,
        0.5,
        Domain.FOURIER,
        Activation.RELU,
        0.5);
  }

  /** What a unit of the first layer gets from z has the variance of what it gets from the sines. */
  @Test
  void latentsCountAsMuchAsThePosition() {
    for (int box : new int[] {16, 64}) {
      ModelSpec spec = spec(box, LATENTS, PositionalEncoding.Type.GAUSSIAN);
      ModelWeights plain = ModelWeights.random(spec, 3);
      ModelWeights even = plain.withEvenLatents(spec);
      ParameterLayout.Dense first = new ParameterLayout(spec).decoder().get(0);
      double position = squares(even, first, 0, spec.features()) / 2;
      double latents = squares(even, first, spec.features(), first.inputs());
      assertEquals(1, latents / position, 0.1);
      assertArrayEquals(plain.randomFrequencies(), even.randomFrequencies());
      float[] before = plain.values().toArray();
      float[] after = even.values().toArray();
      long changed = IntStream.range(0, before.length).filter(i -> before[i] != after[i]).count();
      assertEquals((long) LATENTS * first.outputs(), changed);
    }
  }

  @Test
  void withoutLatentsOrSinesNothingChanges() {
    for (ModelSpec spec :
        Arrays.asList(
            spec(16, 0, PositionalEncoding.Type.GAUSSIAN),
            spec(16, LATENTS, PositionalEncoding.Type.NONE))) {
      ModelWeights plain = ModelWeights.random(spec, 3);
      assertSame(plain, plain.withEvenLatents(spec));
    }
  }

  private static double squares(
      ModelWeights weights, ParameterLayout.Dense layer, int from, int to) {
    float[] values = weights.values().toArray();
    double sum = 0;
    for (int row = 0; row < layer.outputs(); row++) {
      for (int column = from; column < to; column++) {
        double value = values[layer.offset() + row * layer.inputs() + column];
        sum += value * value;
      }
    }
    return sum;
  }
}
