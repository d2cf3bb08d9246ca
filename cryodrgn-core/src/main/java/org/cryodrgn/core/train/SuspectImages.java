package org.cryodrgn.core.train;

import java.util.Arrays;

/** Finds the images of a batch that no camera has taken. */
final class SuspectImages {

  /** A normalised image's values are of the order of 1, its strongest ones some hundreds. */
  private static final float NO_IMAGE_HOLDS = 1e6f;

  private SuspectImages() {}

  /** Those that hold what no image does; all, if there are none. */
  static int[] among(TrainingData data, int[] particles) {
    float[] values = new float[data.pixels().count()];
    int[] suspects = Arrays.stream(particles).filter(p -> suspect(data, p, values)).toArray();
    return suspects.length == 0 ? particles : suspects;
  }

  private static boolean suspect(TrainingData data, int particle, float[] values) {
    data.images().read(new int[] {particle}, values);
    for (float value : values) {
      if (!(Math.abs(value) < NO_IMAGE_HOLDS)) {
        return true;
      }
    }
    return false;
  }
}
