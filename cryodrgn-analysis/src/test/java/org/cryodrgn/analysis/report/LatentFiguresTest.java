package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.cryodrgn.analysis.latent.Clusters;
import org.cryodrgn.analysis.latent.KMeans;
import org.cryodrgn.analysis.latent.PcTraversal;
import org.cryodrgn.analysis.latent.PrincipalComponents;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the figures of 60 particles, 95 % of whose variance is along one direction. */
class LatentFiguresTest {

  @TempDir Path folder;

  private final float[] z = new float[3 * 60];
  private PrincipalComponents pca;
  private LatentFigures figures;

  @BeforeEach
  void makeFigures() {
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      z[3 * i] = (float) (3 * random.nextGaussian());
      z[3 * i + 1] = (float) random.nextGaussian();
      z[3 * i + 2] = (float) (0.1 * random.nextGaussian());
    }
    pca = PrincipalComponents.fit(z, 3);
    float[][] scores = {pca.scores(z, 0), pca.scores(z, 1)};
    figures = new LatentFigures(folder, PlotFormat.SVG, pca, scores, null);
  }

  /** The first groups of all matches, in their order. */
  private List<String> found(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(folder.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void clustersHaveTheNumbersOfTheirVolumes() throws IOException {
    Clusters clusters = KMeans.cluster(z, 3, 4, 0, share -> {});
    figures.clusters(folder, clusters, 17);
    List<String> texts = found("z_pca.svg", "<text[^>]*>([^<]*)");
    assertTrue(texts.containsAll(List.of("17", "18", "19", "20")), texts.toString());
  }

  @Test
  void varianceIsInPercent() throws IOException {
    figures.overview();
    List<String> texts = found("z_pca_variance.svg", "<text[^>]*>([^<]*)");
    assertTrue(texts.contains("90"), texts.toString());
  }

  /** Along the first component to the right, along the second up. */
  @Test
  void pathsGoAlongTheirComponent() throws IOException {
    for (int component = 0; component < 2; component++) {
      Path target = Files.createDirectories(folder.resolve("pc" + component));
      PcTraversal traversal =
          PcTraversal.along(pca, z, component, 5, 5, 95, PcTraversal.Spacing.DISTANCE);
      figures.traversal(target, traversal, new int[5]);
      String file = "pc" + component + "/pca_traversal.svg";
      int across = found(file, "<ellipse cx='([^']*)'").stream().distinct().toList().size();
      int up = found(file, "<ellipse [^>]*cy='([^']*)'").stream().distinct().toList().size();
      assertEquals(component == 0 ? List.of(5, 1) : List.of(1, 5), List.of(across, up));
    }
  }
}
