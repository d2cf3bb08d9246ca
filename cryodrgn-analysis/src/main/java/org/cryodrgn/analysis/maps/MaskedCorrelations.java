package org.cryodrgn.analysis.maps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.cryodrgn.core.fourier.Window;

/**
 * The correlations of two half maps under tighter and tighter masks, as cryoSPARC shows them: no
 * mask, a circle on every section, a loose mask, a tight mask, and the last corrected for what it
 * adds itself.
 */
public final class MaskedCorrelations {

  /** The curve that tells the resolution. */
  public static final String CORRECTED = "Corrected";

  /** The resolution is read where the curve was last at this value. */
  private static final double GOLD_STANDARD = 0.143;

  private static final String NO_MASK = "No Mask";
  private static final String TIGHT = "Tight";
  private static final double LOOSE_DILATION = 25;
  private static final double LOOSE_EDGE = 15;
  private static final double TIGHT_DILATION = 6;
  private static final double TIGHT_EDGE = 6;

  /** Any constant: the same maps give the same curve. */
  private static final long SEED = 0;

  private MaskedCorrelations() {}

  /**
   * Computes all five curves, in the order of the names above.
   *
   * @param full the map of all images, from which the masks are made
   * @param first a half map of the same box
   * @param second the other
   * @param tight used in place of the tight mask; null to make one
   * @param pixelSize Å
   */
  public static Map<String, FscCurve> of(
      float[] full,
      float[] first,
      float[] second,
      int box,
      float[] tight,
      double pixelSize,
      int threads) {
    float[] tightMask =
        tight != null
            ? tight
            : Masks.dilated(full, box, TIGHT_DILATION, TIGHT_EDGE, pixelSize, threads);
    Map<String, FscCurve> curves = new LinkedHashMap<>();
    curves.put(NO_MASK, FourierShellCorrelation.between(first, second, box, null, threads));
    curves.put(
        "Spherical",
        FourierShellCorrelation.between(first, second, box, Window.circular(box, 1, 1), threads));
    curves.put(
        "Loose",
        FourierShellCorrelation.between(
            first,
            second,
            box,
            Masks.dilated(full, box, LOOSE_DILATION, LOOSE_EDGE, pixelSize, threads),
            threads));
    FscCurve masked = FourierShellCorrelation.between(first, second, box, tightMask, threads);
    curves.put(TIGHT, masked);
    OptionalDouble from = randomFrom(masked, curves.get(NO_MASK));
    curves.put(
        CORRECTED,
        from.isEmpty()
            ? masked
            : FourierShellCorrelation.correct(
                masked, first, second, tightMask, from.getAsDouble(), SEED, threads));
    return curves;
  }

  /** Where phases become random: well before the tight curve falls, or the unmasked one. */
  private static OptionalDouble randomFrom(FscCurve tight, FscCurve unmasked) {
    OptionalDouble last = tight.lastAt(GOLD_STANDARD);
    if (last.isEmpty()) {
      return last;
    }
    boolean neverFalls = last.getAsDouble() == (tight.values().length - 1.0) / tight.box();
    OptionalDouble unmaskedLast = unmasked.lastAt(GOLD_STANDARD);
    return neverFalls && unmaskedLast.isPresent()
        ? OptionalDouble.of(0.5 * unmaskedLast.getAsDouble())
        : OptionalDouble.of(0.75 * last.getAsDouble());
  }
}
