package org.cryodrgn.analysis.report;

import java.nio.file.Path;
import java.util.List;

/** Makes volumes of latent points: a trained decoder, to which the analysis is a stranger. */
@FunctionalInterface
public interface VolumeSource {

  /**
   * Writes one volume for each point as vol_NNN.mrc, NNN counting from the options' start index.
   *
   * @param latents points x dimension
   * @param folder where to; exists
   * @return the files in the order of the points
   */
  List<Path> write(float[][] latents, Path folder, VolumeOptions options);
}
