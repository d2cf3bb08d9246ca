package org.cryodrgn.analysis.selection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.UmapFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;

/**
 * What analyze found of an epoch, read from its folder; what is not there is told with the command
 * that makes it.
 *
 * @param run the epoch
 * @param particles how many it has latents of
 * @param dimension the length of z
 */
record EpochAnalysis(RunFolder run, int particles, int dimension) {

  /** Whether there is a UMAP. */
  boolean hasUmap() {
    return Files.exists(umapFile());
  }

  /**
   * The UMAP: x and y of each particle.
   *
   * @throws DataException if there is none, or it is of another number of particles
   */
  float[][] umap() {
    if (!hasUmap()) {
      throw notAnalysed(umapFile(), 3, "");
    }
    return UmapFile.read(umapFile(), particles);
  }

  /**
   * The cluster of each particle by k-means.
   *
   * @param kmeans which kmeansK folder; -1: the only one
   * @throws DataException if it is not there, or there are several and none was chosen
   */
  int[] labels(int kmeans) {
    Path folder = kmeans == -1 ? onlyClusters() : clusters(kmeans);
    return Labels.read(folder.resolve("labels.pkl"), particles);
  }

  private Path umapFile() {
    return UmapFile.in(run.analysis());
  }

  private Path clusters(int kmeans) {
    Path folder = run.analysis().resolve("kmeans" + kmeans);
    if (!Files.isDirectory(folder)) {
      throw notAnalysed(folder, 2, " --ksample " + kmeans);
    }
    return folder;
  }

  private Path onlyClusters() {
    List<Path> folders = clusterFolders();
    if (folders.isEmpty()) {
      throw notAnalysed(run.analysis().resolve("kmeansK"), 2, "");
    }
    if (folders.size() > 1) {
      throw DataException.at(
          run.analysis(),
          "",
          "holds several k-means results: "
              + String.join(", ", folders.stream().map(f -> f.getFileName().toString()).toList()),
          "Choose one with --kmeans K");
    }
    return folders.get(0);
  }

  private List<Path> clusterFolders() {
    if (!Files.isDirectory(run.analysis())) {
      return List.of();
    }
    return InputFiles.list(run.analysis()).stream()
        .filter(folder -> folder.getFileName().toString().matches("kmeans\\d+"))
        .toList();
  }

  /** The error for what analyze makes of z that have some number of dimensions or more. */
  private DataException notAnalysed(Path missing, int leastDimension, String options) {
    if (dimension < leastDimension) {
      return DataException.at(
          missing,
          "",
          "is not there: analyze makes none of a z of " + dimension,
          dimension == 1 ? "Choose by z0, or --mixture" : "Choose by pc1 and pc2");
    }
    return DataException.at(
        missing,
        "",
        "is not there",
        "First run: cryodrgn analyze " + run.folder() + " " + run.epoch() + options);
  }
}
