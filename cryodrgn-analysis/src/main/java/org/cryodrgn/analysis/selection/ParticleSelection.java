package org.cryodrgn.analysis.selection;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The particles that meet every condition asked of them so far. Each condition tells in the log how
 * many particles meet it.
 */
public final class ParticleSelection {

  private static final Logger LOG = LoggerFactory.getLogger(ParticleSelection.class);

  private final ParticleColumns columns;
  private final BitSet kept = new BitSet();

  /** All particles. */
  public ParticleSelection(ParticleColumns columns) {
    this.columns = columns;
    kept.set(0, columns.size());
  }

  /**
   * Keeps those with some labels.
   *
   * @param labels one for each particle
   * @param list the labels to keep, as {@code 0,3-5}
   * @throws IllegalArgumentException if it is no list, or a label does not occur
   */
  public ParticleSelection labelled(int[] labels, String list) {
    BitSet wanted = Labels.parse(list);
    int[] counts = Labels.count(labels, wanted);
    wanted.stream().forEach(label -> LOG.info("label {}: {} particles", label, counts[label]));
    return and("labels " + list, row -> labels[row] >= 0 && wanted.get(labels[row]));
  }

  /**
   * Keeps those within ranges of columns, both ends included.
   *
   * @param ranges as {@code umap1=-2:3,defocus_u=:20000}; an end that is left out is open
   * @throws IllegalArgumentException if it cannot be understood
   */
  public ParticleSelection box(String ranges) {
    for (String part : ranges.split(",")) {
      String[] sides = part.split("=", -1);
      String[] ends = sides.length == 2 ? sides[1].split(":", -1) : new String[0];
      if (ends.length != 2) {
        throw new IllegalArgumentException(
            "'" + part + "' is no range such as umap1=-2:3 or defocus_u=:20000");
      }
      double low = end(ends[0], Double.NEGATIVE_INFINITY, part);
      double high = end(ends[1], Double.POSITIVE_INFINITY, part);
      float[] column = columns.column(sides[0].strip());
      and(part, row -> column[row] >= low && column[row] <= high);
    }
    return this;
  }

  private static double end(String text, double open, String range) {
    try {
      return text.isBlank() ? open : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' in '" + range + "' is no number", e);
    }
  }

  /** Keeps those within a polygon in the plane of two columns. */
  public ParticleSelection within(Path polygon, String xColumn, String yColumn) {
    Polygon region = Polygon.read(polygon);
    float[] x = columns.column(xColumn);
    float[] y = columns.column(yColumn);
    return and("polygon " + polygon, row -> region.contains(x[row], y[row]));
  }

  /**
   * Keeps those for which an {@link Expression} holds.
   *
   * @throws IllegalArgumentException if it cannot be understood
   */
  public ParticleSelection where(String expression) {
    return and(expression, Expression.parse(expression, columns));
  }

  /**
   * Keeps those that are no outliers.
   *
   * @param points the latents, N x dimension
   * @param threshold the greatest score that stays; null for the usual one
   * @param progress told the share of the work that is done, if it is long; from any thread
   */
  public ParticleSelection without(
      Outliers kind, float[] points, int dimension, Double threshold, DoubleConsumer progress) {
    double limit = threshold != null ? threshold : kind.usualThreshold(dimension);
    float[] scores = kind.scores(points, dimension, progress);
    String name =
        String.format(
            Locale.US, "%s distance up to %.4g", kind.name().toLowerCase(Locale.ROOT), limit);
    return and(name, row -> scores[row] <= limit);
  }

  /** Keeps those that were not kept, and the other way round. */
  public ParticleSelection invert() {
    kept.flip(0, columns.size());
    return this;
  }

  /** The number of particles kept. */
  public int size() {
    return kept.cardinality();
  }

  /** The rows that are kept, rising. */
  public int[] rows() {
    return kept.stream().toArray();
  }

  /** The rows that are not kept, rising. */
  public int[] otherRows() {
    BitSet others = (BitSet) kept.clone();
    others.flip(0, columns.size());
    return others.stream().toArray();
  }

  private ParticleSelection and(String what, IntPredicate meets) {
    int meeting = 0;
    for (int row = 0; row < columns.size(); row++) {
      if (meets.test(row)) {
        meeting++;
      } else {
        kept.clear(row);
      }
    }
    LOG.info("{}: {} of {} particles", what, meeting, columns.size());
    return this;
  }
}
