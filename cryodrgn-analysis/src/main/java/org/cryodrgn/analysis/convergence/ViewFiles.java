package org.cryodrgn.analysis.convergence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.cryodrgn.analysis.latent.Umap;
import org.cryodrgn.analysis.selection.RandomSelection;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.pickle.PickledArrays;
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
    float[] points = Umap.embed(latents, dimension, settings, share -> {});
    PickleWriter.write(file(epoch), NumpyArray.of(points, points.length / 2, 2));
    return columns(points);
  }

  /**
   * Reads the view of an epoch: 2 x N.
   *
   * @throws DataException if it is not there, or of other particles
   */
  float[][] read(int epoch, int particles) {
    Path file = file(epoch);
    requireMade(file);
    return columns(
        PickledArrays.array(file, PickledArrays.single(file, "the UMAP"), "the UMAP", particles, 2)
            .toFloats());
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

  private static float[][] columns(float[] points) {
    float[][] columns = new float[2][points.length / 2];
    for (int i = 0; i < points.length; i++) {
      columns[i % 2][i / 2] = points[i];
    }
    return columns;
  }
}
