package org.cryodrgn.core.train;

/**
 * The weight of the divergence, or its set point under control, by the number of particles seen.
 *
 * @param text as {@code --beta} gives it: a number, or one of the schedules a, b, c, d
 * @param startValue before and at the start
 * @param endValue at the end and behind it
 * @param start particles seen where it begins to change
 * @param end particles seen where it has changed
 */
public record BetaSchedule(String text, double startValue, double endValue, long start, long end) {

  /** Of objectives without a divergence. */
  public static final BetaSchedule NONE = constant("0");

  /**
   * @throws IllegalArgumentException if the text is neither a finite number that is not negative
   *     nor a schedule
   */
  public static BetaSchedule parse(String text) {
    return switch (text) {
      case "a" -> new BetaSchedule(text, 0.001, 15, 0, 1_000_000);
      case "b" -> new BetaSchedule(text, 5, 15, 200_000, 800_000);
      case "c" -> new BetaSchedule(text, 5, 18, 200_000, 800_000);
      case "d" -> new BetaSchedule(text, 5, 18, 1_000_000, 5_000_000);
      default -> constant(text);
    };
  }

  private static BetaSchedule constant(String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither a number nor one of the schedules a, b, c, d", e);
    }
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("must be a finite number and not negative, not " + text);
    }
    return new BetaSchedule(text, value, value, 0, 1);
  }

  /** Whether it never changes. */
  public boolean isConstant() {
    return startValue == endValue;
  }

  /** The value after so many particles, counted over all epochs. */
  public double at(long particlesSeen) {
    double share = (particlesSeen - start) / (double) (end - start);
    return startValue + (endValue - startValue) * Math.max(0, Math.min(1, share));
  }
}
