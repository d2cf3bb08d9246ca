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

  private static final Masks.Settings LOOSE_MASK =
      new Masks.Settings(OptionalDouble.empty(), 25, 15);
  private static final Masks.Settings TIGHT_MASK = new Masks.Settings(OptionalDouble.empty(), 6, 6);

  private MaskedCorrelations() {}

  /**
   * Computes all five curves, in the order of the names above.
   *
   * @param maps two half maps
   * @param full the map of all images, from which the masks are made
   * @param tight used in place of the tight mask; null to make one
   */
  public static Map<String, FscCurve> of(MapPair maps, float[] full, float[] tight, int threads) {
    int box = maps.box();
    double pixelSize = maps.pixelSize();
    double threshold = LOOSE_MASK.threshold(full);
    Masks.tellContrast(threshold);
    float[] tightMask =
        tight != null ? tight : TIGHT_MASK.at(threshold).mask(full, box, pixelSize, threads);
    float[] loose = LOOSE_MASK.at(threshold).mask(full, box, pixelSize, threads);
    OptionalDouble never = OptionalDouble.empty();
    FscCurve unmasked = maps.correlate(null, never, threads);
    FscCurve masked = maps.correlate(tightMask, never, threads);
    OptionalDouble from = randomFrom(masked, unmasked);
    Map<String, FscCurve> curves = new LinkedHashMap<>();
    curves.put("No Mask", unmasked);
    curves.put("Spherical", maps.correlate(Window.circular(box, 1, 1), never, threads));
    curves.put("Loose", maps.correlate(loose, never, threads));
    curves.put("Tight", masked);
    curves.put(
        CORRECTED,
        from.isEmpty()
            ? masked
            : FourierShellCorrelation.correct(
                masked, maps, tightMask, from.getAsDouble(), threads));
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
