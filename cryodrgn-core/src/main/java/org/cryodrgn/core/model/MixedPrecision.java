package org.cryodrgn.core.model;

import java.util.Locale;
import org.cryodrgn.core.device.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arithmetic of each step of a training in mixed precision: the factor of float16's loss
 * (Micikevicius et al., ICLR 2018) rises after many steps that went well and falls when gradients
 * overflow. Gradients that are not finite are computed again from the same batch, with a smaller
 * factor or in float32, so that no particle is passed over or blamed for what the precision does.
 */
public final class MixedPrecision {

  private static final Logger LOG = LoggerFactory.getLogger(MixedPrecision.class);

  private static final double FIRST_SCALE = 1 << 16;
  private static final int GROWTH_STEPS = 2000;

  /** Steps that only float32 could do, after which the training stays with it. */
  private static final int MOST_FALLBACKS = 3;

  /**
   * What is kept between steps.
   *
   * @param lossScale factor of float16's loss
   * @param steps since it last changed
   * @param fallbacks steps so far that only float32 could do
   */
  public record State(double lossScale, int steps, int fallbacks) {

    /** Checks the ranges. */
    public State {
      if (!(lossScale >= 1) || Double.isInfinite(lossScale) || steps < 0 || fallbacks < 0) {
        throw new IllegalArgumentException(
            "losses times %s for %d steps, %d fallbacks".formatted(lossScale, steps, fallbacks));
      }
    }

    /** Before the first step. */
    public static final State INITIAL = new State(FIRST_SCALE, 0, 0);
  }

  private final Precision precision;
  private double lossScale;
  private double scaleBefore;
  private int steps;
  private int fallbacks;
  private boolean once;

  /**
   * @param precision of the steps
   * @param state where it goes on
   */
  public MixedPrecision(Precision precision, State state) {
    this.precision = precision;
    lossScale = state.lossScale();
    scaleBefore = lossScale;
    steps = state.steps();
    fallbacks = state.fallbacks();
  }

  /** The state; it says nothing in float32. */
  public State state() {
    return new State(lossScale, steps, fallbacks);
  }

  /** Of the next gradients. */
  public Arithmetic arithmetic() {
    if (inFloat32()) {
      return Arithmetic.FLOAT32;
    }
    return new Arithmetic(precision, precision == Precision.FLOAT16 ? lossScale : 1);
  }

  /** Tells that the last gradients were finite, and taken. */
  public void taken() {
    if (once) {
      once = false;
      fallbacks++;
      LOG.warn(
          "This step overflowed in {} and was done in float32{}",
          precision.name().toLowerCase(Locale.ROOT),
          fallbacks < MOST_FALLBACKS ? "" : ", in which the training goes on");
    } else if (arithmetic().precision() == Precision.FLOAT16) {
      steps++;
      if (steps == GROWTH_STEPS) {
        lossScale *= 2;
        steps = 0;
      }
    }
    scaleBefore = lossScale;
  }

  /**
   * Tells that the last gradients, or their loss, were not finite.
   *
   * @param lossFinite whether the loss was
   * @return whether they can be computed in another way; false if that was float32
   */
  public boolean retreat(boolean lossFinite) {
    if (inFloat32()) {
      return false;
    }
    if (precision == Precision.FLOAT16 && lossFinite && lossScale > 1) {
      lossScale /= 2;
      steps = 0;
    } else {
      // Where no factor helps, that of the step before was not to blame.
      lossScale = scaleBefore;
      once = true;
    }
    return true;
  }

  private boolean inFloat32() {
    return once || fallbacks >= MOST_FALLBACKS || precision == Precision.FLOAT32;
  }
}
