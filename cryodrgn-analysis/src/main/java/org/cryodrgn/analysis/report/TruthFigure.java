package org.cryodrgn.analysis.report;

import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.analysis.plot.Figure;
import org.cryodrgn.analysis.plot.PlanePlot;

/** Latent coordinates coloured by the truth that they should have found. */
public final class TruthFigure {

  private TruthFigure() {}

  /**
   * Particles in the plane of the first two principal components, or along the one there is.
   *
   * @param latents N x dimension, row-major
   * @param truth N values
   * @param label names the truth
   */
  public static Figure of(float[] latents, int dimension, double[] truth, String label) {
    PrincipalComponents pca = PrincipalComponents.fit(latents, dimension);
    float[] values = new float[truth.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) truth[i];
    }
    float[] x = pca.scores(latents, 0);
    if (dimension == 1) {
      return new PlanePlot("PC1", label).coloured(x, values, values, label);
    }
    return new PlanePlot("PC1", "PC2").coloured(x, pca.scores(latents, 1), values, label);
  }
}
