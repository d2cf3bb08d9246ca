package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How much of a known truth the latent coordinates hold: every particle's truth is predicted from
 * its 20 nearest neighbours in latent space, cross-validated over 5 folds.
 */
public final class LatentScore {

  private static final int NEIGHBOURS = 20;
  private static final int FOLDS = 5;
  private static final long SEED = 0;

  private LatentScore() {}

  /**
   * R^2 = 1 - sum |prediction - truth|^2 / sum |truth - mean|^2, the prediction being the mean over
   * the nearest neighbours of the other folds: 1 is perfect, about -1/20 is no information.
   *
   * @param latents N x dimension, row-major, N at least 25
   * @param truth N values; particles with NaN (no conformation) are left out
   * @param period of a circular variable, which is predicted as (cosine, sine); 0 for one that is
   *     not circular
   */
  public static double rSquared(float[] latents, int dimension, double[] truth, double period) {
    int[] kept = IntStream.range(0, truth.length).filter(i -> !Double.isNaN(truth[i])).toArray();
    double[][] target = new double[period > 0 ? 2 : 1][kept.length];
    for (int i = 0; i < kept.length; i++) {
      double value = truth[kept[i]];
      double angle = 2 * Math.PI * value / period;
      target[0][i] = period > 0 ? Math.cos(angle) : value;
      if (period > 0) {
        target[1][i] = Math.sin(angle);
      }
    }
    NearestNeighbours near =
        KdTree.of(Rows.select(latents, dimension, kept), dimension)
            .neighboursOfOtherGroups(NEIGHBOURS, folds(kept.length));
    double[][] predicted = new double[target.length][kept.length];
    for (int c = 0; c < target.length; c++) {
      for (int i = 0; i < kept.length; i++) {
        for (int j = i * NEIGHBOURS; j < (i + 1) * NEIGHBOURS; j++) {
          predicted[c][i] += target[c][near.indices()[j]] / NEIGHBOURS;
        }
      }
    }
    double residual = 0;
    double total = 0;
    for (int c = 0; c < target.length; c++) {
      double mean = Arrays.stream(target[c]).average().orElseThrow();
      for (int i = 0; i < kept.length; i++) {
        residual += Math.pow(predicted[c][i] - target[c][i], 2);
        total += Math.pow(target[c][i] - mean, 2);
      }
    }
    return 1 - residual / total;
  }

  /**
   * The mean share of equal labels among the nearest neighbours.
   *
   * @param latents N x dimension, row-major, N at least 21
   * @param labels N values, equal for particles of one state
   */
  public static double purity(float[] latents, int dimension, double[] labels) {
    NearestNeighbours near = NearestNeighbours.ofAll(latents, dimension, NEIGHBOURS, share -> {});
    long equal = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < NEIGHBOURS; j++) {
        if (labels[near.indices()[i * NEIGHBOURS + j]] == labels[i]) {
          equal++;
        }
      }
    }
    return (double) equal / ((long) labels.length * NEIGHBOURS);
  }

  private static int[] folds(int count) {
    int[] fold = IntStream.range(0, count).map(i -> i % FOLDS).toArray();
    Random random = new Random(SEED);
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = fold[i];
      fold[i] = fold[j];
      fold[j] = swapped;
    }
    return fold;
  }
}
