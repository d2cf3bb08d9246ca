package org.cryodrgn.core.model;

/**
 * The objective of one batch (Zhong et al., Nat. Methods 2021, Methods).
 *
 * @param total what is minimised
 * @param reconstruction mean squared error over images and masked pixels
 * @param divergence Kullback-Leibler divergence to the standard normal, mean over images
 */
public record Losses(double total, double reconstruction, double divergence) {

  /** Whether all three are finite. */
  public boolean finite() {
    return Double.isFinite(total) && Double.isFinite(reconstruction) && Double.isFinite(divergence);
  }
}
