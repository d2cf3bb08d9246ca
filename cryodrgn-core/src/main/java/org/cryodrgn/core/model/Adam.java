package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.device.TorchScript;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) with PyTorch's placing of epsilon, outside the
 * bias-corrected root, and its L2 weight decay, added to the gradient. Both moments are flat native
 * vectors in the order of {@link ParameterLayout}.
 */
public final class Adam implements AutoCloseable {

  /** Decay of the first moment. */
  public static final double BETA1 = 0.9;

  /** Decay of the second moment. */
  public static final double BETA2 = 0.999;

  /** Added to the root of the second moment. */
  public static final double EPSILON = 1e-8;

  /** One pass over the vectors, where single operations would make a dozen. */
  private static final TorchScript STEP =
      new TorchScript(
          """
          parameters: List[Tensor], gradients: List[Tensor], first: List[Tensor],
              second: List[Tensor], steps: List[Tensor], rate: float, decay: float""",
          """
          torch._fused_adam_(parameters, gradients, first, second, annotate(List[Tensor], []), steps,
              lr=rate, beta1=%s, beta2=%s, weight_decay=decay, eps=%s, amsgrad=False, maximize=False)
          """
              .formatted(BETA1, BETA2, EPSILON));

  private final VolumeModel model;
  private final Scope scope;
  private final NDArray firstMoment;
  private final NDArray secondMoment;
  private final double weightDecay;
  private double learningRate;
  private long steps;

  /**
   * The optimiser as it is after a number of steps.
   *
   * @param model what it optimises
   * @param learningRate above 0
   * @param weightDecay L2 penalty
   * @param state where it goes on
   */
  public Adam(VolumeModel model, double learningRate, double weightDecay, State state) {
    this.model = model;
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    this.steps = state.steps();
    scope = model.newScope();
    try {
      long size = state.firstMoment().size();
      firstMoment = scope.vector(size, state.firstMoment()::putInto);
      secondMoment = scope.vector(size, state.secondMoment()::putInto);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /**
   * What is kept between steps.
   *
   * @param steps done so far
   * @param firstMoment running mean of the gradient
   * @param secondMoment running mean of its square
   */
  public record State(long steps, ParameterValues firstMoment, ParameterValues secondMoment) {
    /** Before the first step. */
    public static State initial(int parameters) {
      ParameterValues zeros = ParameterValues.zeros(parameters);
      return new State(0, zeros, zeros);
    }
  }

  /** The state until the next step: on a CPU the optimiser's own memory. */
  public State state() {
    return new State(
        steps,
        ParameterValues.of(Scope.values(firstMoment)),
        ParameterValues.of(Scope.values(secondMoment)));
  }

  /** The learning rate of the next step. */
  public double learningRate() {
    return learningRate;
  }

  /**
   * Whether the gradient that the model holds is finite, and small enough that the second moment
   * stays so: float32 holds the sum of its squares.
   */
  public boolean gradientsFinite() {
    NDArray gradients = model.gradientVector();
    try (Scope scalar = scope.child()) {
      return Float.isFinite(scalar.own(gradients.dot(gradients)).getFloat());
    }
  }

  /**
   * Changes the parameters by the gradient that the model holds.
   *
   * @param rateFactor of this step's learning rate
   */
  public void step(double rateFactor) {
    steps++;
    try (Scope scalar = scope.child()) {
      STEP.change(
          List.of(
              model.parameterVector(),
              model.gradientVector(),
              firstMoment,
              secondMoment,
              scalar.of(new float[] {steps}, 1)),
          rateFactor * learningRate,
          weightDecay);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
