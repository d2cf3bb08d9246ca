package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;

/** The images of stacks, and the values of maps, that commands wrote. */
final class StackImages {

  private StackImages() {}

  /** All images of a stack, N x D x D. */
  static float[] of(Path file) {
    try (ParticleStack stack = ParticleStacks.open(file, null)) {
      float[] images = new float[stack.size() * stack.box() * stack.box()];
      stack.read(IntStream.range(0, stack.size()).toArray(), images);
      return images;
    }
  }

  /** Holds values to others within 1e-5 of the largest of these. */
  static void assertClose(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, 1e-5f * largest);
  }
}
