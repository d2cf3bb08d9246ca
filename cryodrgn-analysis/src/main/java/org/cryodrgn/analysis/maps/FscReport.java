package org.cryodrgn.analysis.maps;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.cryodrgn.analysis.plot.LinePlot;

/** Correlations told to people and to other programs: text tables, resolutions, plots. */
public final class FscReport {

  private static final double[] THRESHOLDS = {0.5, 0.143};

  private FscReport() {}

  /**
   * Two columns under "pixres fsc", every digit kept: the file that {@code cryodrgn_utils fsc -o}
   * writes and {@code plot_fsc} reads.
   */
  public static String table(FscCurve curve) {
    return table(Map.of("fsc", curve), -1, " ");
  }

  /**
   * A column for each curve, blanks taken out of the names.
   *
   * @param decimals to round to; -1 keeps every digit
   */
  public static String table(Map<String, FscCurve> curves, int decimals, String separator) {
    StringBuilder text = new StringBuilder("pixres");
    for (String name : curves.keySet()) {
      text.append(separator).append(name.replace(" ", ""));
    }
    FscCurve any = curves.values().iterator().next();
    double[] frequencies = any.frequencies(1);
    for (int i = 0; i < frequencies.length; i++) {
      text.append('\n').append(number(frequencies[i], decimals));
      for (FscCurve curve : curves.values()) {
        text.append(separator).append(number(curve.values()[i], decimals));
      }
    }
    return text.append('\n').toString();
  }

  /** The lines "res @ FSC=0.5: 12.3 ang" and the like, N/A where the curve stays below. */
  public static List<String> resolutions(FscCurve curve, double pixelSize) {
    return List.of(
        resolution(curve, THRESHOLDS[0], pixelSize), resolution(curve, THRESHOLDS[1], pixelSize));
  }

  /** A plot of the curves; with several, each is named with its resolution at 0.143. */
  public static LinePlot plot(Map<String, FscCurve> curves, double pixelSize) {
    LinePlot plot = LinePlot.fsc();
    for (Map.Entry<String, FscCurve> entry : curves.entrySet()) {
      FscCurve curve = entry.getValue();
      OptionalDouble last = curve.lastAt(THRESHOLDS[1]);
      String resolution =
          last.isEmpty()
              ? ""
              : " (" + rounded(pixelSize / last.getAsDouble()).toPlainString() + " Å)";
      plot.line(entry.getKey() + resolution, curve.frequencies(1 / pixelSize), curve.values());
    }
    return plot;
  }

  /**
   * A plot of the curves of files, each named by its file, its own name, or both, whatever tells
   * the curves apart.
   *
   * @param tables by their files
   * @param pixelSize Å, for an axis in Å; empty for one in 1/voxel
   */
  public static LinePlot plot(Map<Path, FscTable> tables, OptionalDouble pixelSize) {
    LinePlot plot = pixelSize.isEmpty() ? LinePlot.fscPerVoxel() : LinePlot.fsc();
    tables.forEach(
        (file, table) -> {
          double[] frequencies = table.frequencies(pixelSize.orElse(1));
          String stem = file.toString().replaceFirst("\\.[^./]*$", "");
          table
              .curves()
              .forEach(
                  (name, values) -> {
                    String title =
                        table.curves().size() == 1
                            ? stem
                            : tables.size() == 1 ? name : stem + " " + name;
                    plot.line(title, frequencies, values);
                  });
        });
    return plot;
  }

  private static String resolution(FscCurve curve, double threshold, double pixelSize) {
    OptionalDouble last = curve.lastAt(threshold);
    String value =
        last.isEmpty()
            ? "N/A"
            : rounded(pixelSize / last.getAsDouble()).stripTrailingZeros().toPlainString() + " ang";
    return "res @ FSC=" + threshold + ": " + value;
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4));
  }

  /** As Python writes a float: at least one decimal, no exponent; empty for NaN. */
  private static String number(double value, int decimals) {
    if (Double.isNaN(value)) {
      return "";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value));
    if (decimals >= 0) {
      exact = exact.setScale(decimals, RoundingMode.HALF_EVEN);
    }
    BigDecimal plain = exact.stripTrailingZeros();
    return (plain.scale() < 1 ? plain.setScale(1) : plain).toPlainString();
  }
}
