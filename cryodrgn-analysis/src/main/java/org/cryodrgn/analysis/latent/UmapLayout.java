package org.cryodrgn.analysis.latent;

import java.math.BigInteger;
import java.util.function.DoubleConsumer;

/**
 * Lays a weighted graph out in the plane by stochastic gradient descent on UMAP's cross-entropy,
 * with the similarity 1 / (1 + a d^2b) in the plane (McInnes 2018, algorithm 5).
 *
 * <p>The nodes are cut into stretches that depend on N only. Within an epoch each stretch moves its
 * own nodes one after the other, and sees the other stretches as the epoch began, so that stretches
 * run at the same time with one result. An edge within a stretch moves both its ends, as algorithm
 * 5 does (moving one end by both steps tears thin shapes); an edge that leaves the stretch moves
 * the end that is here by both steps.
 */
final class UmapLayout {
  private static final int NEGATIVES = 5;
  private static final float CLIP = 4;
  private static final int SMALLEST_STRETCH = 4096;
  private static final int MOST_STRETCHES = 64;
  private static final int TABLE_SHIFT = 17;

  private final FuzzyGraph graph;
  private final int n;
  private final int epochs;
  private final long seed;
  private final float strongest;
  private final float[] attraction;
  private final float[] repulsion;
  private final float[] view;
  private final float[] before;

  private UmapLayout(FuzzyGraph graph, float[] start, double minDistance, int epochs, long seed) {
    this.graph = graph;
    this.n = graph.size();
    this.epochs = epochs;
    this.seed = seed;
    this.view = start;
    this.before = new float[start.length];
    float largest = 0;
    for (float w : graph.weights()) {
      largest = Math.max(largest, w);
    }
    this.strongest = largest;
    double[] ab = SimilarityCurve.fit(minDistance);
    int entries = (Float.floatToRawIntBits(Float.POSITIVE_INFINITY) >>> TABLE_SHIFT) + 1;
    this.attraction = new float[entries];
    this.repulsion = new float[entries];
    for (int i = 0; i < entries - 1; i++) {
      double squared = Float.intBitsToFloat(i << TABLE_SHIFT);
      double power = Math.pow(squared, ab[1]);
      attraction[i] =
          squared > 0
              ? (float) Math.min(1e6, 2 * ab[0] * ab[1] * power / squared / (1 + ab[0] * power))
              : 0;
      repulsion[i] = (float) (2 * ab[1] / ((0.001 + squared) * (1 + ab[0] * power)));
    }
  }

  /**
   * Moves {@code view} (N x 2), in place.
   *
   * @param progress told the share of the epochs that are done
   */
  static void run(
      FuzzyGraph graph,
      float[] view,
      double minDistance,
      int epochs,
      long seed,
      DoubleConsumer progress) {
    UmapLayout layout = new UmapLayout(graph, view, minDistance, epochs, seed);
    for (int epoch = 0; epoch < epochs; epoch++) {
      layout.epoch(epoch);
      progress.accept((epoch + 1.0) / epochs);
    }
  }

  private void epoch(int epoch) {
    System.arraycopy(view, 0, before, 0, view.length);
    int stretch = Math.max(SMALLEST_STRETCH, (n + MOST_STRETCHES - 1) / MOST_STRETCHES);
    Blocks.run(n, stretch, (block, from, to) -> move(epoch, block, from, to));
  }

  private void move(int epoch, int block, int from, int to) {
    int[] offsets = graph.offsets();
    int[] targets = graph.targets();
    float[] weights = graph.weights();
    float rate = 1 - (float) epoch / epochs;
    long random = scramble(seed + scramble(((long) epoch << 32) + block + 1));
    int stride = goldenStride(to - from);
    for (int visit = 0, i = from; visit < to - from; visit++, i += stride) {
      i = i < to ? i : i - (to - from);
      float x = view[2 * i];
      float y = view[2 * i + 1];
      for (int e = offsets[i]; e < offsets[i + 1]; e++) {
        double share = weights[e] / strongest;
        if ((int) ((epoch + 1) * share) == (int) (epoch * share)) {
          continue;
        }
        int j = targets[e];
        boolean own = j >= from && j < to;
        float[] where = own ? view : before;
        float dx = x - where[2 * j];
        float dy = y - where[2 * j + 1];
        float pull = lookUp(attraction, dx * dx + dy * dy);
        float stepX = rate * clip(pull * dx);
        float stepY = rate * clip(pull * dy);
        if (own) {
          x -= stepX;
          y -= stepY;
          view[2 * j] += stepX;
          view[2 * j + 1] += stepY;
        } else {
          x -= 2 * stepX;
          y -= 2 * stepY;
        }
        for (int s = 0; s < NEGATIVES; s++) {
          random ^= random << 13;
          random ^= random >>> 7;
          random ^= random << 17;
          int r = (int) (((random >>> 32) * n) >>> 32);
          if (r == i) {
            continue;
          }
          where = r >= from && r < to ? view : before;
          dx = x - where[2 * r];
          dy = y - where[2 * r + 1];
          float push = lookUp(repulsion, dx * dx + dy * dy);
          x += rate * clip(push * dx);
          y += rate * clip(push * dy);
        }
      }
      view[2 * i] = x;
      view[2 * i + 1] = y;
    }
  }

  /** A step that visits all of {@code length} places on a circle, each far from the one before. */
  private static int goldenStride(int length) {
    int stride = Math.max(1, (int) (length * 0.6180339887));
    while (BigInteger.valueOf(stride).gcd(BigInteger.valueOf(length)).intValue() != 1) {
      stride--;
    }
    return stride;
  }

  /** A function of the squared distance, linear between 64 entries for each power of two. */
  private static float lookUp(float[] table, float squared) {
    int bits = Float.floatToRawIntBits(squared);
    int i = bits >>> TABLE_SHIFT;
    float rest = (bits & ((1 << TABLE_SHIFT) - 1)) * (1f / (1 << TABLE_SHIFT));
    return table[i] + rest * (table[i + 1] - table[i]);
  }

  private static float clip(float step) {
    return Math.max(-CLIP, Math.min(CLIP, step));
  }

  /** The finaliser of SplitMix64; never 0 for the states met here but for one in 2^64. */
  private static long scramble(long state) {
    long z = state + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
