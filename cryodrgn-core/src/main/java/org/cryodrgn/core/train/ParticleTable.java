package org.cryodrgn.core.train;

import java.util.Arrays;
import org.cryodrgn.core.model.Adam;

/**
 * A row of trained numbers for each particle, with its own Adam. A step has gradients for the
 * particles of one batch.
 *
 * <p>Adam on the whole table, as {@code torch.optim.Adam}, moves the other rows too, by their
 * decaying mean; such a row catches up when it is next read, so that a step costs no more than its
 * batch. {@code SparseAdam} leaves them alone.
 */
final class ParticleTable {

  /** Steps without a gradient after which a row has moved as far as it will, to float precision. */
  private static final int LONGEST_CATCH_UP = 300;

  /** Up to here float32 holds all integers; nothing is left of the moments long before. */
  private static final long MOST_MISSED = 1 << 24;

  /**
   * What is kept between steps.
   *
   * @param columns numbers of a particle
   * @param values particles x columns
   * @param steps done so far
   * @param firstMoment running mean of the gradient, as the values
   * @param secondMoment running mean of its square, as the values
   * @param missed steps that each row has yet to catch up with; empty for none
   */
  record State(
      int columns,
      float[] values,
      long steps,
      float[] firstMoment,
      float[] secondMoment,
      float[] missed) {

    /** Checks that there are as many of everything. */
    State {
      int rest = columns == 0 ? values.length : values.length % columns;
      if (rest != 0
          || steps < 0
          || firstMoment.length != values.length
          || secondMoment.length != values.length
          || (missed.length > 0 && missed.length * (long) columns != values.length)) {
        throw new IllegalArgumentException(
            "%d values in rows of %d, %d and %d moments, %d steps that %d rows missed"
                .formatted(
                    values.length,
                    columns,
                    firstMoment.length,
                    secondMoment.length,
                    steps,
                    missed.length));
      }
      for (float some : missed) {
        if (!(some >= 0 && some <= steps)) {
          throw new IllegalArgumentException("%s of %d steps missed".formatted(some, steps));
        }
      }
    }

    /** Before the first step. */
    static State initial(int columns, float[] values) {
      float[] zeros = new float[values.length];
      return new State(columns, values, 0, zeros, zeros.clone(), new float[0]);
    }
  }

  private final int columns;
  private final float[] values;
  private final float[] firstMoment;
  private final float[] secondMoment;
  private final double learningRate;
  private final boolean sparse;
  private final long[] current;
  private long steps;

  /**
   * @param state where it goes on; its arrays become the table's
   * @param learningRate of each step
   * @param sparse whether rows without a gradient stay where they are
   */
  ParticleTable(State state, double learningRate, boolean sparse) {
    columns = state.columns();
    values = state.values();
    firstMoment = state.firstMoment();
    secondMoment = state.secondMoment();
    this.learningRate = learningRate;
    this.sparse = sparse;
    steps = state.steps();
    current = new long[columns == 0 || sparse ? 0 : values.length / columns];
    Arrays.fill(current, steps);
    for (int particle = 0; particle < state.missed().length; particle++) {
      current[particle] -= (long) state.missed()[particle];
    }
  }

  /** Numbers of a particle. */
  int columns() {
    return columns;
  }

  /**
   * Puts the row of a particle, which of a sparse table any thread may ask for between its steps.
   */
  void read(int particle, float[] row) {
    catchUp(particle);
    System.arraycopy(values, particle * columns, row, 0, columns);
  }

  /** The rows of some particles, one after another. */
  float[] read(int[] particles) {
    float[] rows = new float[particles.length * columns];
    for (int i = 0; i < particles.length && columns > 0; i++) {
      catchUp(particles[i]);
      System.arraycopy(values, particles[i] * columns, rows, i * columns, columns);
    }
    return rows;
  }

  /**
   * Changes the rows of some particles by their gradients.
   *
   * @param particles each once
   * @param gradients their rows, one after another
   */
  void step(int[] particles, float[] gradients) {
    for (int i = 0; i < particles.length && columns > 0; i++) {
      catchUp(particles[i]);
    }
    steps++;
    double correction1 = 1 - Math.pow(Adam.BETA1, steps);
    double correction2 = 1 - Math.pow(Adam.BETA2, steps);
    for (int i = 0; i < particles.length && columns > 0; i++) {
      for (int c = 0; c < columns; c++) {
        move(particles[i] * columns + c, gradients[i * columns + c], correction1, correction2);
      }
      if (!sparse) {
        current[particles[i]] = steps;
      }
    }
  }

  /**
   * A copy of the state, no row caught up: that is rounded, and rows that catch up in two goes end
   * in other bits than those of a training that was not saved in between.
   */
  State state() {
    float[] missed = new float[current.length];
    for (int particle = 0; particle < missed.length; particle++) {
      missed[particle] = Math.min(MOST_MISSED, steps - current[particle]);
    }
    return new State(
        columns, values.clone(), steps, firstMoment.clone(), secondMoment.clone(), missed);
  }

  /** The rows of all particles as a step would read them; no row of the table catches up. */
  float[] rows() {
    ParticleTable copy = new ParticleTable(state(), learningRate, sparse);
    for (int particle = 0; particle < current.length; particle++) {
      copy.catchUp(particle);
    }
    return copy.values;
  }

  private void move(int at, double gradient, double correction1, double correction2) {
    firstMoment[at] = (float) (Adam.BETA1 * firstMoment[at] + (1 - Adam.BETA1) * gradient);
    secondMoment[at] =
        (float) (Adam.BETA2 * secondMoment[at] + (1 - Adam.BETA2) * gradient * gradient);
    // PyTorch's SparseAdam adds epsilon before it corrects the bias.
    double epsilon = sparse ? Adam.EPSILON / Math.sqrt(correction2) : Adam.EPSILON;
    double root = Math.sqrt(secondMoment[at] / correction2) + epsilon;
    values[at] -= (float) (learningRate / correction1 * firstMoment[at] / root);
  }

  /** Makes the steps that a row has missed, each with a gradient of 0. */
  private void catchUp(int particle) {
    if (sparse || steps == current[particle]) {
      return;
    }
    long missed = steps - current[particle];
    long after = current[particle];
    double power1 = Math.pow(Adam.BETA1, after);
    double power2 = Math.pow(Adam.BETA2, after);
    for (long step = 0; step < Math.min(missed, LONGEST_CATCH_UP); step++) {
      power1 *= Adam.BETA1;
      power2 *= Adam.BETA2;
      for (int c = 0; c < columns; c++) {
        move(particle * columns + c, 0, 1 - power1, 1 - power2);
      }
    }
    double rest = missed - LONGEST_CATCH_UP;
    for (int c = 0; c < columns && rest > 0; c++) {
      firstMoment[particle * columns + c] *= (float) Math.pow(Adam.BETA1, rest);
      secondMoment[particle * columns + c] *= (float) Math.pow(Adam.BETA2, rest);
    }
    current[particle] = steps;
  }
}
