package org.cryodrgn.core.model;

/**
 * How the divergence enters the objective.
 *
 * @param beta its weight, or with a control weight its set point
 * @param control weight of the squared distance from the set point ({@code --beta-control}); NaN
 *     for none
 */
public record DivergenceWeight(double beta, double control) {

  /** Plain beta times divergence. */
  public static DivergenceWeight constant(double beta) {
    return new DivergenceWeight(beta, Double.NaN);
  }

  /** The term of the objective, before the division by the number of masked pixels. */
  double term(double divergence) {
    return Double.isNaN(control)
        ? beta * divergence
        : control * (beta - divergence) * (beta - divergence);
  }

  /** The derivative of the term. */
  double slope(double divergence) {
    return Double.isNaN(control) ? beta : -2 * control * (beta - divergence);
  }
}
