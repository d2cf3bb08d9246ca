package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.core.device.Scope;

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

  /** Values that stay in a CPU's cache, with what a step makes of them. */
  private static final int CPU_PART_VALUES = 1 << 16;

  private final VolumeModel model;
  private final Scope scope;
  private final NDArray firstMoment;
  private final NDArray secondMoment;
  private final List<Part> parts = new ArrayList<>();
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
    long size = state.firstMoment().size();
    firstMoment = scope.vector(size, state.firstMoment()::putInto);
    secondMoment = scope.vector(size, state.secondMoment()::putInto);
    long most = firstMoment.getDevice().isGpu() ? size : CPU_PART_VALUES;
    for (long from = 0; from < size; from += most) {
      parts.add(part(from, Math.min(size, from + most)));
    }
  }

  /** Views of the same range of all vectors. */
  private record Part(
      NDArray parameters, NDArray gradients, NDArray firstMoment, NDArray secondMoment) {}

  private Part part(long from, long to) {
    NDIndex range = new NDIndex(from + ":" + to);
    return new Part(
        scope.own(model.parameterVector().get(range)),
        scope.own(model.gradientVector().get(range)),
        firstMoment.get(range),
        secondMoment.get(range));
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
        ParameterValues.of(scope.values(firstMoment)),
        ParameterValues.of(scope.values(secondMoment)));
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
    double rate = rateFactor * learningRate / (1 - Math.pow(BETA1, steps));
    double rootOfCorrection = Math.sqrt(1 - Math.pow(BETA2, steps));
    parts.forEach(part -> step(part, rate, rootOfCorrection));
  }

  private void step(Part part, double rate, double rootOfCorrection) {
    NDArray gradients = part.gradients;
    try (Scope step = scope.child()) {
      if (weightDecay != 0) {
        gradients.addi(step.own(part.parameters.mul(weightDecay)));
      }
      part.firstMoment.muli(BETA1).addi(step.own(gradients.mul(1 - BETA1)));
      part.secondMoment.muli(BETA2).addi(step.own(gradients.square()).muli(1 - BETA2));
      NDArray root = step.own(part.secondMoment.sqrt());
      root.divi(rootOfCorrection).addi(EPSILON);
      part.parameters.subi(step.own(part.firstMoment.div(root)).muli(rate));
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
