package org.cryodrgn.analysis.convergence;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.analysis.plot.ColourMap;
import org.cryodrgn.analysis.plot.HeatMap;
import org.cryodrgn.analysis.plot.LinePlot;
import org.cryodrgn.analysis.plot.PanelGrid;
import org.cryodrgn.analysis.plot.PlanePlot;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.analysis.report.ChimeraxScript;
import org.cryodrgn.analysis.report.LearningCurve;

/** The plots of a convergence analysis, under cryoDRGN's names. */
final class ConvergenceFigures {

  private static final double REDUCED = 0.62;

  private final Path folder;

  /**
   * @param folder where the plots go
   */
  ConvergenceFigures(Path folder) {
    this.folder = folder;
  }

  void loss(LearningCurve curve) {
    PlotFile.write(
        new LinePlot("Epoch", "Total loss").wholeX().line("Loss", curve.epochs(), curve.losses()),
        folder.resolve("00_total_loss.png"));
  }

  /** The views of the epochs. */
  void views(List<Integer> epochs, List<float[][]> views) {
    PanelGrid grid = PanelGrid.square(epochs.size(), REDUCED);
    for (int e = 0; e < epochs.size(); e++) {
      grid.add(view("Epoch " + epochs.get(e), views.get(e)));
    }
    PlotFile.write(grid, folder.resolve("01_encoder_umaps.png"));
  }

  /**
   * The moves from epoch to epoch.
   *
   * @param epochs the last of the three of each row
   */
  void shifts(double[] epochs, List<double[]> rows) {
    PanelGrid grid = new PanelGrid(LatentShifts.NAMES.length, REDUCED);
    for (int m = 0; m < LatentShifts.NAMES.length; m++) {
      int column = m;
      String name = "Median " + LatentShifts.NAMES[m];
      double[] values = rows.stream().mapToDouble(row -> row[column]).toArray();
      grid.add(new LinePlot("Epoch", name).wholeX().line(name, epochs, values).dots());
    }
    PlotFile.write(grid, folder.resolve("02_encoder_latent_vector_shifts.png"));
  }

  /** How the representatives were found. */
  void sketch(int epoch, float[][] view, ViewSketch sketch, String[] labels) {
    float[] chosen = new float[sketch.counts().length];
    for (ViewSketch.Maximum maximum : sketch.maxima()) {
      chosen[maximum.x() * sketch.bins() + maximum.y()] = (float) maximum.height();
    }
    PanelGrid grid = new PanelGrid(5, REDUCED);
    grid.add(view("UMAP of epoch " + epoch, view));
    grid.add(bins("Histogram", sketch.counts(), sketch.bins()));
    grid.add(bins("Smoothed histogram", sketch.smoothed(), sketch.bins()));
    grid.add(bins(labels.length + " local maxima", chosen, sketch.bins()));
    float[][] centres = sketch.centres(view);
    grid.add(view("Representatives", view).centres(centres[0], centres[1], labels, fills(labels)));
    PlotFile.write(grid, folder.resolve("03_decoder_UMAP-sketching.png"));
  }

  /**
   * The representatives in the views of all epochs.
   *
   * @param points for each epoch the rows of its view
   */
  void followed(List<Integer> epochs, List<float[][]> views, List<int[]> points, String[] labels) {
    PanelGrid grid = PanelGrid.square(epochs.size(), REDUCED);
    for (int e = 0; e < epochs.size(); e++) {
      float[][] at = new float[2][labels.length];
      for (int k = 0; k < labels.length; k++) {
        at[0][k] = views.get(e)[0][points.get(e)[k]];
        at[1][k] = views.get(e)[1][points.get(e)[k]];
      }
      grid.add(
          view("Epoch " + epochs.get(e), views.get(e))
              .centres(at[0], at[1], labels, fills(labels)));
    }
    PlotFile.write(grid, folder.resolve("04_decoder_maxima-sketch-consistency.png"));
  }

  /**
   * The correlations of the maps of an epoch with those of the epoch before.
   *
   * @param epochs the later of each two
   * @param correlations for each label a value for each two epochs
   */
  void correlations(double[] epochs, double[][] correlations, String[] labels) {
    PlotFile.write(
        byLabel("Correlation with the epoch before", epochs, correlations, labels),
        folder.resolve("05_decoder_CC.png"));
  }

  /**
   * The Fourier shell correlations of the same maps.
   *
   * @param frequencies cycles a voxel
   * @param curves labels x epochs x frequencies
   */
  void shells(double[] epochs, double[] frequencies, double[][][] curves, String[] labels) {
    PanelGrid grid = PanelGrid.square(labels.length, REDUCED);
    double[][] last = new double[labels.length][epochs.length];
    for (int k = 0; k < labels.length; k++) {
      LinePlot plot =
          new LinePlot("Spatial frequency (1/voxel)", "FSC")
              .title("Maximum " + labels[k])
              .yRange(0, 1.02)
              .withoutLegend();
      for (int e = 0; e < epochs.length; e++) {
        plot.line("Epoch " + (int) epochs[e], frequencies, curves[k][e], later(e, epochs.length));
        last[k][e] = curves[k][e][frequencies.length - 1];
      }
      grid.add(plot);
    }
    for (int e = 0; e < epochs.length; e++) {
      grid.legend("Epoch " + (int) epochs[e], later(e, epochs.length));
    }
    PlotFile.write(grid, folder.resolve("06_decoder_FSC.png"));
    PlotFile.write(
        byLabel("FSC with the epoch before, at Nyquist", epochs, last, labels),
        folder.resolve("07_decoder_FSC-nyquist.png"));
  }

  private static LinePlot byLabel(
      String what, double[] epochs, double[][] values, String[] labels) {
    LinePlot plot = new LinePlot("Epoch", what).wholeX().dots();
    for (int k = 0; k < labels.length; k++) {
      // Darker than in ChimeraX, whose pale colours are lost on white.
      Color colour = new Color(ChimeraxScript.colour(k));
      plot.line(
          labels[k],
          epochs,
          values[k],
          new Color(
              (int) (0.75 * colour.getRed()),
              (int) (0.75 * colour.getGreen()),
              (int) (0.75 * colour.getBlue())));
    }
    return plot;
  }

  /** From dark to green: the last end of the scale is too bright for lines. */
  private static Color later(int e, int epochs) {
    return new Color(ColourMap.VIRIDIS.rgb(epochs == 1 ? 0.4 : 0.85 * e / (epochs - 1)));
  }

  private static PlanePlot view(String title, float[][] view) {
    return PlanePlot.umap().title(title).hexbin(view[0], view[1]);
  }

  private static HeatMap bins(String title, float[] values, int bins) {
    float[] upright = new float[values.length];
    float greatest = 1e-6f;
    for (int x = 0; x < bins; x++) {
      for (int y = 0; y < bins; y++) {
        upright[y * bins + x] = values[x * bins + y];
        greatest = Math.max(greatest, values[x * bins + y]);
      }
    }
    return new HeatMap(upright, bins, bins)
        .title(title)
        .axes("Bin along UMAP1", "Bin along UMAP2", -0.5, bins - 0.5)
        .values("Particles", 0, greatest)
        .colours(ColourMap.VIRIDIS);
  }

  private static int[] fills(String[] labels) {
    int[] fills = new int[labels.length];
    for (int k = 0; k < fills.length; k++) {
      fills[k] = ChimeraxScript.colour(k);
    }
    return fills;
  }
}
