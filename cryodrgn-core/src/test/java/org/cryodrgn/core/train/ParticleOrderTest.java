package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of an epoch, and how far that of windows is from uniform. */
class ParticleOrderTest {

  private static final int PARTICLES = 100_000;
  private static final Shuffle WINDOWS = new Shuffle(4096, 16);

  @ParameterizedTest
  @CsvSource({"96,32,4", "97,32,5", "1000,999,7", "5,2,2", "100000,4096,16", "10,0,1", "10,50,3"})
  void everyParticleComesOnceAndWindowsHoldNoMoreThanTheyMay(int particles, int window, int block) {
    Shuffle shuffle = new Shuffle(window, block);
    ParticleOrder order = ParticleOrder.of(3, 1, particles, shuffle);
    int[] sorted = all(order);
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, particles).toArray(), sorted);
    assertEquals(particles, order.start(order.windows()));
    for (int w = 0; w < order.windows(); w++) {
      int size = order.start(w + 1) - order.start(w);
      assertTrue(size > 0 && (window == 0 || window >= particles || size <= window));
      // As even as blocks allow; the last block may be short.
      assertTrue(size >= particles / order.windows() - 2 * shuffle.block(), "window of " + size);
      assertEquals(w, order.windowAt(order.start(w)));
      assertEquals(w, order.windowAt(order.start(w + 1) - 1));
    }
  }

  @Test
  void seedEpochAndWindowAloneDecide() {
    assertArrayEquals(all(order(7, 2)), all(order(7, 2)));
    assertFalse(Arrays.equals(all(order(7, 2)), all(order(8, 2))));
    assertFalse(Arrays.equals(all(order(7, 2)), all(order(7, 3))));
    assertArrayEquals(
        Draws.order(7, 2, 500), all(ParticleOrder.of(7, 2, 500, new Shuffle(500, 16))));
  }

  /** A block's window is uniform: the correlation's standard deviation is 1 / sqrt(blocks). */
  @Test
  void placeInTheStackAndPlaceInTheEpochAreUncorrelated() {
    double blocks = PARTICLES / 16.0;
    for (int epoch = 1; epoch <= 5; epoch++) {
      double correlation = correlation(all(order(7, epoch)));
      assertTrue(Math.abs(correlation) < 4 / Math.sqrt(blocks), "epoch " + epoch + correlation);
    }
  }

  /** Over epochs each particle comes equally often in each tenth of the epoch. */
  @Test
  void aParticleComesAtAnyTimeOfTheEpoch() {
    int epochs = 400;
    int[][] counts = new int[3][10];
    int[] watched = {0, 5003, 9999};
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int[] order = all(ParticleOrder.of(1, epoch, 10_000, new Shuffle(1000, 20)));
      for (int i = 0; i < order.length; i++) {
        for (int p = 0; p < watched.length; p++) {
          counts[p][i / 1000] += order[i] == watched[p] ? 1 : 0;
        }
      }
    }
    for (int[] tenths : counts) {
      double expected = epochs / 10.0;
      double chiSquare = 0;
      for (int count : tenths) {
        chiSquare += (count - expected) * (count - expected) / expected;
      }
      // 9 degrees of freedom: 27.9 is exceeded once in 1,000.
      assertTrue(chiSquare < 27.9, Arrays.toString(tenths));
    }
  }

  /** What is left of the stack's order is what {@link Shuffle} tells. */
  @Test
  void batchesHoldAsManyNeighboursAsTold() {
    long pairs = 0;
    long batches = 0;
    for (int epoch = 1; epoch <= 10; epoch++) {
      int[] order = all(order(7, epoch));
      for (int from = 0; from + 16 <= order.length; from += 16, batches++) {
        for (int i = from; i < from + 16; i++) {
          for (int j = i + 1; j < from + 16; j++) {
            pairs += order[i] / 16 == order[j] / 16 ? 1 : 0;
          }
        }
      }
    }
    double expected = 16 * 15 / 2.0 * (WINDOWS.block() - 1) / (WINDOWS.window() - 1);
    assertEquals(0.44, expected, 0.01);
    // Windows are a little smaller than they may be: 4,000 of 4,096.
    assertEquals(expected, (double) pairs / batches, 0.05 * expected);
  }

  private static ParticleOrder order(long seed, int epoch) {
    return ParticleOrder.of(seed, epoch, PARTICLES, WINDOWS);
  }

  private static int[] all(ParticleOrder order) {
    return order.slice(0, order.size());
  }

  private static double correlation(int[] order) {
    double middle = (order.length - 1) / 2.0;
    double product = 0;
    double square = 0;
    for (int i = 0; i < order.length; i++) {
      product += (i - middle) * (order[i] - middle);
      square += (i - middle) * (i - middle);
    }
    return product / square;
  }
}
