package org.cryodrgn.io.torch;

import java.util.List;
import java.util.Map;

/**
 * The state of {@code torch.optim.Adam}.
 *
 * @param moments by the position of the parameter among all of the model; none for parameters that
 *     were never trained
 * @param groups usually one
 */
public record AdamState(Map<Integer, Moments> moments, List<Group> groups) {

  /**
   * What Adam keeps of a parameter.
   *
   * @param step how many steps were made
   * @param average running mean of the gradient, of the parameter's shape ({@code exp_avg})
   * @param squareAverage running mean of its square ({@code exp_avg_sq})
   */
  public record Moments(double step, Tensor average, Tensor squareAverage) {}

  /**
   * The settings of some parameters.
   *
   * @param learningRate the step length
   * @param beta1 decay of the mean
   * @param beta2 decay of the mean square
   * @param epsilon added to the root of the mean square
   * @param weightDecay factor of the parameter that is added to its gradient
   * @param parameters positions, those without moments included
   */
  public record Group(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      int[] parameters) {}
}
