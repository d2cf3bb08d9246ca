package org.cryodrgn.analysis.selection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cryodrgn.analysis.latent.Rows;
import org.cryodrgn.analysis.plot.PlanePlot;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.selection.IndexFile;

/**
 * Where a selection is written: NAME.pkl, the other particles of the run as NAME_inverse.pkl, and a
 * plot of both. Indices count from 0 in the original stack and rise.
 *
 * @param selected NAME.pkl
 * @param inverse NAME_inverse.pkl
 * @param labels NAME_labels.pkl, for labels that were made for the selection
 * @param plot NAME.png, .svg or .pdf
 */
public record SelectionFiles(Path selected, Path inverse, Path labels, Path plot) {

  /** The files of a name; a .pkl at its end counts for nothing. */
  public static SelectionFiles named(Path folder, String name, PlotFormat format) {
    String stem = name.endsWith(".pkl") ? name.substring(0, name.length() - 4) : name;
    return new SelectionFiles(
        folder.resolve(stem + ".pkl"),
        folder.resolve(stem + "_inverse.pkl"),
        folder.resolve(stem + "_labels.pkl"),
        folder.resolve(stem + "." + format.extension()));
  }

  /**
   * Checks before any work that nothing would be overwritten.
   *
   * @throws DataException if one of the files is there
   */
  public void checkAbsent() {
    for (Path file : all()) {
      if (Files.exists(file)) {
        throw DataException.at(file, "", "exists", "Use --force to replace it, or another name");
      }
    }
  }

  /** All that may be written. */
  public List<Path> all() {
    return List.of(selected, inverse, labels, plot);
  }

  /** Writes the label of each of the run's particles. */
  public void writeLabels(int[] values) {
    PickleWriter.write(labels, NumpyArray.of(values, values.length));
  }

  /**
   * Writes both selections and the plot.
   *
   * @param original of each row, its place in the original stack
   * @param xColumn what the plot shows, with {@code yColumn}
   * @param earlier an earlier selection (places in the original stack) to show too; null for none
   */
  public void write(
      ParticleSelection selection,
      ParticleColumns columns,
      int[] original,
      String xColumn,
      String yColumn,
      int[] earlier) {
    IndexFile.write(selected, places(selection.rows(), original));
    IndexFile.write(inverse, places(selection.otherRows(), original));
    float[] x = columns.column(xColumn);
    float[] y = columns.column(yColumn);
    PlanePlot figure = new PlanePlot(axisName(xColumn), axisName(yColumn));
    group(figure, "Left out", x, y, selection.otherRows(), -1);
    group(figure, "Kept", x, y, selection.rows(), 0);
    if (earlier != null) {
      group(figure, "Earlier selection", x, y, rows(earlier, original), 1);
    }
    PlotFile.write(figure, plot);
  }

  private static int[] places(int[] rows, int[] original) {
    int[] places = Arrays.stream(rows).map(row -> original[row]).toArray();
    Arrays.sort(places);
    return places;
  }

  /** The rows whose particles are among some places of the original stack. */
  private static int[] rows(int[] places, int[] original) {
    int[] sorted = places.clone();
    Arrays.sort(sorted);
    int[] rows = new int[original.length];
    int count = 0;
    for (int row = 0; row < original.length; row++) {
      if (Arrays.binarySearch(sorted, original[row]) >= 0) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private static void group(
      PlanePlot figure, String name, float[] x, float[] y, int[] rows, int colour) {
    figure.group(name + " (" + rows.length + ")", Rows.pick(x, rows), Rows.pick(y, rows), colour);
  }

  /** UMAP and PC in capitals, as in every other figure. */
  private static String axisName(String column) {
    return column.matches("(umap|pc)\\d+") ? column.toUpperCase(Locale.ROOT) : column;
  }
}
