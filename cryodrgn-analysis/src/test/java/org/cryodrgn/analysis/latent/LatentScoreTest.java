package org.cryodrgn.analysis.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LatentScoreTest {

  private static final int PARTICLES = 1000;

  @Test
  void perfectLatentsOfACircularVariableScoreOne() {
    float[] latents = new float[2 * PARTICLES];
    double[] truth = new double[PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      truth[i] = 360.0 * i / PARTICLES;
      latents[2 * i] = (float) Math.cos(Math.toRadians(truth[i]));
      latents[2 * i + 1] = (float) Math.sin(Math.toRadians(truth[i]));
    }
    assertTrue(LatentScore.rSquared(latents, 2, truth, 360) > 0.998);
    // Taken as not circular, the jump from 360 to 0 costs a little: the period matters.
    double straight = LatentScore.rSquared(latents, 2, truth, 0);
    assertTrue(straight > 0.95 && straight < 0.998, "" + straight);
  }

  @Test
  void unrelatedLatentsScoreMinusOneOverTheNeighbours() {
    Random random = new Random(1);
    float[] latents = new float[3 * 4000];
    double[] truth = new double[4000];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = random.nextGaussian();
      for (int d = 0; d < 3; d++) {
        latents[3 * i + d] = (float) random.nextGaussian();
      }
    }
    assertEquals(-1.0 / 20, LatentScore.rSquared(latents, 3, truth, 0), 0.03);
  }

  @Test
  void particlesWithoutTruthDoNotCount() {
    Random random = new Random(2);
    float[] latents = new float[PARTICLES];
    double[] truth = new double[PARTICLES];
    for (int i = 0; i < PARTICLES; i++) {
      latents[i] = random.nextFloat();
      truth[i] = i % 3 == 0 ? Double.NaN : latents[i];
    }
    assertTrue(LatentScore.rSquared(latents, 1, truth, 0) > 0.99);
  }

  @Test
  void purityIsTheShareOfEqualLabels() {
    float[] latents = new float[200];
    double[] labels = new double[200];
    for (int i = 0; i < 200; i++) {
      labels[i] = i < 100 ? 0 : 1;
      latents[i] = (float) (10 * labels[i] + i * 1e-3);
    }
    assertEquals(1, LatentScore.purity(latents, 1, labels));
    for (int i = 0; i < 200; i++) {
      labels[i] = i % 2;
    }
    assertEquals(0.5, LatentScore.purity(latents, 1, labels), 0.03);
  }
}
