package org.cryodrgn.analysis.report;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.analysis.latent.Rows;
import org.cryodrgn.analysis.plot.PlanePlot;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.Latents;

/**
 * The particles of an epoch in the planes of UMAP and of the first three principal components,
 * coloured by classes.
 */
public final class ClassFigures {

  private static final int COMPONENTS = 3;

  private final Path folder;
  private final ClassLabels labels;
  private final List<Color> colours;
  private final List<String> types;
  private final PlotFormat format;
  private final int[][] members;

  /**
   * @param folder where to write, and where umap.pkl is or will be
   * @param colours one for each class
   * @param types of plots: scatter, kde
   */
  public ClassFigures(
      Path folder, ClassLabels labels, List<Color> colours, List<String> types, PlotFormat format) {
    this.folder = folder;
    this.labels = labels;
    this.colours = colours;
    this.types = types;
    this.format = format;
    this.members = new int[labels.names().size()][];
    for (int c = 0; c < members.length; c++) {
      int label = c;
      members[c] =
          IntStream.range(0, labels.classes().length)
              .filter(i -> labels.classes()[i] == label)
              .toArray();
    }
  }

  /**
   * Writes umap_TYPE_classes, for three latent dimensions or more, and
   * z_pca_TYPE_classes_pc.Axpc.B.
   *
   * @param latentFile z.N.pkl, for messages
   * @param latents what it holds
   * @param makeUmap whether to make the UMAP where it is not there
   * @param umapProgress told the share of the UMAP that is done
   * @throws DataException if z has one dimension only
   */
  public void write(
      Path latentFile, Latents latents, boolean makeUmap, DoubleConsumer umapProgress) {
    int dimension = latents.dimension();
    if (dimension < 2) {
      throw DataException.at(latentFile, "", "has one dimension", "A plane takes two or more");
    }
    if (dimension > 2 && (makeUmap || Files.exists(UmapFile.in(folder)))) {
      float[][] umap = UmapFile.readOrMake(folder, latents, umapProgress);
      for (String type : types) {
        plot(PlanePlot.umap(), type, umap[0], umap[1], "umap_" + type + "_classes");
      }
    }
    PrincipalComponents pca = PrincipalComponents.fit(latents.mean(), dimension);
    double[] ratio = pca.explainedVarianceRatio();
    float[][] scores = new float[Math.min(COMPONENTS, dimension)][];
    Arrays.setAll(scores, component -> pca.scores(latents.mean(), component));
    for (int a = 0; a < scores.length; a++) {
      for (int b = a + 1; b < scores.length; b++) {
        for (String type : types) {
          String pair = (a + 1) + "xpc." + (b + 1);
          String name = "z_pca_" + type + "_classes_pc." + pair;
          plot(PlanePlot.components(a, b, ratio), type, scores[a], scores[b], name);
        }
      }
    }
  }

  private void plot(PlanePlot plot, String type, float[] x, float[] y, String name) {
    for (int c = 0; c < members.length; c++) {
      float[] ownX = Rows.pick(x, members[c]);
      float[] ownY = Rows.pick(y, members[c]);
      String title = labels.names().get(c) + " (" + members[c].length + ")";
      if (type.equals("kde")) {
        plot.contours(title, ownX, ownY, colours.get(c));
      } else {
        plot.group(title, ownX, ownY, colours.get(c));
      }
    }
    PlotFile.write(plot, folder, name, format);
  }
}
