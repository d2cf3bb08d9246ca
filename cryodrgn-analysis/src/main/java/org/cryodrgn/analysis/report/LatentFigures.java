package org.cryodrgn.analysis.report;

import java.nio.file.Path;
import org.cryodrgn.analysis.latent.Clusters;
import org.cryodrgn.analysis.latent.PcTraversal;
import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.analysis.latent.Rows;
import org.cryodrgn.analysis.plot.BarPlot;
import org.cryodrgn.analysis.plot.PlanePlot;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.analysis.plot.PlotFormat;

/**
 * The figures of an analysis in the planes of principal components and of UMAP, under the names
 * that cryoDRGN gives them.
 */
final class LatentFigures {

  private final Path folder;
  private final PlotFormat format;
  private final double[] varianceRatio;
  private final float[][] components;
  private final float[][] umap;

  /**
   * @param components scores along each principal component that is drawn, components x N
   * @param umap 2 x N, or null
   */
  LatentFigures(
      Path folder,
      PlotFormat format,
      PrincipalComponents pca,
      float[][] components,
      float[][] umap) {
    this.folder = folder;
    this.format = format;
    this.varianceRatio = pca.explainedVarianceRatio();
    this.components = components;
    this.umap = umap;
  }

  /** z_pca*, umap* and the variance of the components. */
  void overview() {
    write(pcs(0, 1).points(components[0], components[1]), folder, "z_pca");
    write(pcs(0, 1).points(components[0], components[1]).marginals(), folder, "z_pca_marginals");
    write(pcs(0, 1).hexbin(components[0], components[1]).marginals(), folder, "z_pca_hexbin");
    if (umap != null) {
      write(PlanePlot.umap().points(umap[0], umap[1]), folder, "umap");
      write(PlanePlot.umap().points(umap[0], umap[1]).marginals(), folder, "umap_marginals");
      write(PlanePlot.umap().hexbin(umap[0], umap[1]).marginals(), folder, "umap_hexbin");
    }
    String[] names = new String[varianceRatio.length];
    double[] percent = new double[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = String.valueOf(i + 1);
      percent[i] = 100 * varianceRatio[i];
    }
    PlotFile.write(
        new BarPlot("Principal component", "Explained variance (%)", names, percent),
        folder,
        "z_pca_variance",
        format);
  }

  /** The representatives of clusters, numbered as their volumes. */
  void clusters(Path target, Clusters clusters, int startIndex) {
    int[] at = clusters.particles();
    String[] labels = new String[at.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = String.valueOf(startIndex + i);
    }
    float[] x = Rows.pick(components[0], at);
    float[] y = Rows.pick(components[1], at);
    int[] fills = ChimeraxScript.COLOURS;
    write(
        pcs(0, 1).points(components[0], components[1]).centres(x, y, labels, fills),
        target,
        "z_pca");
    write(
        pcs(0, 1).hexbin(components[0], components[1]).marginals().centres(x, y, labels, fills),
        target,
        "z_pca_hex");
    if (umap != null) {
      float[] u = Rows.pick(umap[0], at);
      float[] v = Rows.pick(umap[1], at);
      write(PlanePlot.umap().points(umap[0], umap[1]).centres(u, v, labels, fills), target, "umap");
      write(
          PlanePlot.umap().hexbin(umap[0], umap[1]).marginals().centres(u, v, labels, fills),
          target,
          "umap_hex");
    }
  }

  /**
   * A path along a component.
   *
   * @param nearest the particle nearest to each of its points
   */
  void traversal(Path target, PcTraversal traversal, int[] nearest) {
    int along = traversal.component();
    if (umap != null) {
      String name = "PC" + (along + 1);
      write(PlanePlot.umap().coloured(umap[0], umap[1], components[along], name), target, "umap");
      float[] u = Rows.pick(umap[0], nearest);
      float[] v = Rows.pick(umap[1], nearest);
      write(
          PlanePlot.umap().backdrop(umap[0], umap[1]).path(u, v, false), target, "umap_traversal");
      write(
          PlanePlot.umap().backdrop(umap[0], umap[1]).path(u, v, true),
          target,
          "umap_traversal_connected");
    }
    float[] scores = new float[traversal.scores().length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) traversal.scores()[i];
    }
    float[] zeros = new float[scores.length];
    boolean last = along == components.length - 1;
    int x = last ? along - 1 : along;
    int y = x + 1;
    float[] pathX = last ? zeros : scores;
    float[] pathY = last ? scores : zeros;
    write(
        pcs(x, y).points(components[x], components[y]).path(pathX, pathY, false),
        target,
        "pca_traversal");
    write(
        pcs(x, y).hexbin(components[x], components[y]).marginals().path(pathX, pathY, false),
        target,
        "pca_traversal_hex");
  }

  private PlanePlot pcs(int x, int y) {
    return PlanePlot.components(x, y, varianceRatio);
  }

  private void write(PlanePlot plot, Path target, String name) {
    PlotFile.write(plot, target, name, format);
  }
}
