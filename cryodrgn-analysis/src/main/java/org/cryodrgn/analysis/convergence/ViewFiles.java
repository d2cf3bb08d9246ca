package org.cryodrgn.analysis.convergence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.analysis.report.UmapFile;
import org.cryodrgn.analysis.selection.RandomSelection;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.selection.IndexFile;

/** The UMAP of each epoch and the particles that all are of: umaps/umap.E.pkl, ind_subset.pkl. */
final class ViewFiles {

  private final Path folder;

  /**
   * @param folder of the whole analysis
   */
  ViewFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Draws the particles and writes which they are.
   *
   * @param count at most so many
   * @return rising
   */
  int[] drawSubset(int particles, int count, int seed) {
    int[] subset =
        count >= particles
            ? IntStream.range(0, particles).toArray()
            : RandomSelection.draw(particles, count, seed).selected();
    IndexFile.write(subsetFile(), subset);
    return subset;
  }

  /**
   * The particles of an earlier analysis.
   *
   * @throws DataException if there was none
   */
  int[] readSubset(int particles) {
    requireMade(subsetFile());
    return IndexFile.read(subsetFile(), particles);
  }

  /**
   * Makes and writes the view of an epoch.
   *
   * @param latents of the drawn particles, N x dimension
   * @return 2 x N
   */
  float[][] make(int epoch, float[] latents, int dimension, Umap.Settings settings) {
    return UmapFile.make(file(epoch), latents, dimension, settings, share -> {});
  }

  /**
   * Reads the view of an epoch: 2 x N.
   *
   * @throws DataException if it is not there, or of other particles
   */
  float[][] read(int epoch, int particles) {
    requireMade(file(epoch));
    return UmapFile.read(file(epoch), particles);
  }

  private static void requireMade(Path file) {
    if (!Files.exists(file)) {
      throw DataException.at(file, "", "no such file", "Leave out --skip-umap, so that it is made");
    }
  }

  private Path subsetFile() {
    return folder.resolve("ind_subset.pkl");
  }

  private Path file(int epoch) {
    return folder.resolve("umaps").resolve("umap." + epoch + ".pkl");
  }
}
