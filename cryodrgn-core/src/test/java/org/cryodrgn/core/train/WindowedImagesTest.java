package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WindowedImagesTest {

  private static final int PARTICLES = 1003;
  private static final Shuffle SHUFFLE = new Shuffle(100, 8);

  private final Source source = new Source(-1);

  @Test
  void everyImageIsReadOnceInPiecesAndComesUnchanged() {
    try (WindowedImages images = images(source)) {
      for (int epoch = 1; epoch <= 2; epoch++) {
        source.reads.clear();
        ParticleOrder order = ParticleOrder.of(5, epoch, PARTICLES, SHUFFLE);
        images.expect(order, 0);
        readAll(images, order, 0, 16);
        assertEquals(PARTICLES, source.reads.stream().mapToInt(r -> r.length).sum());
        long pieces = source.reads.size();
        // Blocks of 8, and one short piece a window at most.
        assertTrue(pieces <= PARTICLES / 8 + 2 * order.windows(), pieces + " pieces");
      }
    }
  }

  @Test
  void noMoreThanTwoWindowsAreRead() throws InterruptedException {
    try (WindowedImages images = images(source)) {
      ParticleOrder order = ParticleOrder.of(5, 1, PARTICLES, SHUFFLE);
      images.expect(order, 0);
      // The first image of the second window is there: nothing of the third can be.
      images.read(order.slice(order.start(1), order.start(1) + 1), new float[3]);
      List<int[]> sofar = List.copyOf(source.reads);
      for (int[] read : sofar) {
        for (int particle : read) {
          assertTrue(position(order, particle) < order.start(2));
        }
      }
    }
  }

  @Test
  void anEpochIsTakenUpInItsMiddle() {
    ParticleOrder order = ParticleOrder.of(5, 1, PARTICLES, SHUFFLE);
    for (int first : new int[] {1, 99, 100, 496, 1002}) {
      source.reads.clear();
      try (WindowedImages images = images(source)) {
        images.expect(order, first);
        readAll(images, order, first, 16);
        assertEquals(PARTICLES - first, source.reads.stream().mapToInt(r -> r.length).sum());
      }
    }
  }

  @Test
  void otherOrdersAndAbandonedOnesAreServed() {
    try (WindowedImages images = images(source)) {
      ParticleOrder order = ParticleOrder.of(5, 1, PARTICLES, SHUFFLE);
      images.expect(order, 0);
      images.read(order.slice(0, 16), new float[48]);
      ParticleOrder sequential = ParticleOrder.sequential(PARTICLES);
      images.expect(sequential, 0);
      readAll(images, sequential, 0, 16);
      ParticleOrder larger = ParticleOrder.of(5, 1, PARTICLES, new Shuffle(500, 8));
      images.expect(larger, 0);
      readAll(images, larger, 0, 7);
    }
  }

  @Test
  void particlesMayBeLeftOutOrComeLate() {
    ParticleOrder order = ParticleOrder.of(5, 1, PARTICLES, SHUFFLE);
    try (WindowedImages images = images(source)) {
      images.expect(order, 0);
      for (int i = 1; i < PARTICLES; i++) {
        if (i % 30 != 0) {
          images.read(order.slice(i, i + 1), new float[3]);
        }
      }
      float[] late = new float[3];
      images.read(order.slice(0, 1), late);
      assertArrayEquals(Source.image(order.slice(0, 1)[0]), late);
    }
  }

  @Test
  void anImageThatCannotBeReadIsTold() {
    try (WindowedImages images = images(new Source(500))) {
      ParticleOrder order = ParticleOrder.of(5, 1, PARTICLES, SHUFFLE);
      images.expect(order, 0);
      DataException error = assertThrows(DataException.class, () -> readAll(images, order, 0, 16));
      assertEquals("image 500 is broken", error.getMessage());
    }
  }

  @Test
  void float16RoundsTo11Bits() {
    try (WindowedImages images =
        new WindowedImages(source, 3, SHUFFLE, ImagePrecision.FLOAT16, 2)) {
      ParticleOrder order = ParticleOrder.of(5, 1, PARTICLES, SHUFFLE);
      images.expect(order, 0);
      float[] values = new float[3];
      images.read(order.slice(0, 1), values);
      int particle = order.slice(0, 1)[0];
      assertEquals(particle + 0.1f, values[1], particle * 0x1p-11);
      assertTrue(values[1] != particle + 0.1f);
    }
  }

  private static WindowedImages images(Source source) {
    return new WindowedImages(source, 3, SHUFFLE, ImagePrecision.FLOAT32, 2);
  }

  private static void readAll(WindowedImages images, ParticleOrder order, int first, int batch) {
    for (int from = first; from < order.size(); from += batch) {
      int[] particles = order.slice(from, Math.min(order.size(), from + batch));
      float[] values = new float[batch * 3];
      images.read(particles, values);
      for (int i = 0; i < particles.length; i++) {
        float[] here = {values[3 * i], values[3 * i + 1], values[3 * i + 2]};
        assertArrayEquals(Source.image(particles[i]), here);
      }
    }
  }

  private static int position(ParticleOrder order, int particle) {
    int[] all = order.slice(0, order.size());
    for (int i = 0; i < all.length; i++) {
      if (all[i] == particle) {
        return i;
      }
    }
    throw new AssertionError("no particle " + particle);
  }

  /** Images of three values that tell whose they are; notes what is read. */
  private static final class Source implements HartleyImages {
    final List<int[]> reads = Collections.synchronizedList(new ArrayList<>());
    private final int broken;

    Source(int broken) {
      this.broken = broken;
    }

    static float[] image(int particle) {
      return new float[] {particle, particle + 0.1f, -particle};
    }

    @Override
    public int size() {
      return PARTICLES;
    }

    @Override
    public void read(int[] particles, float[] values) {
      reads.add(particles.clone());
      for (int i = 0; i < particles.length; i++) {
        if (particles[i] == broken) {
          throw new DataException("image " + broken + " is broken");
        }
        System.arraycopy(image(particles[i]), 0, values, 3 * i, 3);
      }
    }
  }
}
