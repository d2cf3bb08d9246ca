package org.cryodrgn.analysis.doctor;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.poses.Poses;

/**
 * Particles that are there more than once: by the image they name, by uid, by pose, and, among the
 * images looked at, by content. Symmetry expansion, each image equally often with other poses, is
 * no duplication.
 */
final class DuplicateCheck {

  private static final String TITLE = "duplicates";

  /** Poses on a grid agree by chance now and then; a larger share does not. */
  private static final double CHANCE = 0.01;

  private DuplicateCheck() {}

  /**
   * @param stack the selected images
   * @param poses of the same particles, or null
   * @param cryosparc the table of all particles, or null
   * @param sample images that were looked at
   */
  static Finding examine(ParticleStack stack, Poses poses, CsFile cryosparc, ImageSample sample) {
    int size = stack.size();
    long[] images = sorted(size, i -> (long) stack.fileOf(i) << 32 | stack.sectionOf(i));
    int repeated = repeats(images);
    if (repeated > 0) {
      int times = size / (size - repeated);
      if (equallyOften(images, times) && !samePoses(stack, poses, images[0])) {
        return Finding.ok(TITLE, "each image is there " + times + " times: symmetry expansion");
      }
      return warn(repeated + " of " + size + " particles name an image that another names");
    }
    if (cryosparc != null && cryosparc.has(CsFields.UID)) {
      long[] uids = cryosparc.uids();
      Arrays.parallelSort(uids);
      if (repeats(uids) > 0) {
        return warn(repeats(uids) + " of " + uids.length + " particles have the uid of another");
      }
    }
    long[] contents = sample.contents();
    Arrays.sort(contents);
    if (repeats(contents) > 0) {
      return warn(
          repeats(contents) + " of " + contents.length + " images looked at are copies of another");
    }
    if (poses != null && !sameRotation(poses)) {
      int same = repeats(sorted(poses.size(), i -> hash(poses, i)));
      if (same > Math.max(1, CHANCE * poses.size())) {
        return warn(same + " of " + size + " particles have the very pose and shift of another");
      }
    }
    return Finding.ok(TITLE, "none");
  }

  private static Finding warn(String evidence) {
    return Finding.warn(
        TITLE,
        evidence,
        "Remove them, for instance with RELION's or cryoSPARC's own tools, or --ind");
  }

  private static long[] sorted(int size, IntToLongFunction key) {
    long[] keys = new long[size];
    Arrays.setAll(keys, key);
    Arrays.parallelSort(keys);
    return keys;
  }

  private static int repeats(long[] sorted) {
    int count = 0;
    for (int i = 1; i < sorted.length; i++) {
      count += sorted[i] == sorted[i - 1] ? 1 : 0;
    }
    return count;
  }

  private static boolean equallyOften(long[] sorted, int times) {
    if (times < 2 || sorted.length % times != 0) {
      return false;
    }
    for (int i = 0; i < sorted.length; i += times) {
      boolean whole = sorted[i] == sorted[i + times - 1];
      boolean ends = i + times == sorted.length || sorted[i] != sorted[i + times];
      if (!whole || !ends) {
        return false;
      }
    }
    return true;
  }

  /** Whether two rows of one image have one pose. */
  private static boolean samePoses(ParticleStack stack, Poses poses, long image) {
    if (poses == null) {
      return true;
    }
    int first = -1;
    for (int i = 0; i < stack.size(); i++) {
      if (((long) stack.fileOf(i) << 32 | stack.sectionOf(i)) == image) {
        if (first >= 0) {
          return hash(poses, first) == hash(poses, i);
        }
        first = i;
      }
    }
    return true;
  }

  private static boolean sameRotation(Poses poses) {
    double[] r = poses.rotations();
    for (int i = 9; i < r.length; i++) {
      if (r[i] != r[i % 9]) {
        return false;
      }
    }
    return true;
  }

  private static long hash(Poses poses, int particle) {
    long hash = 0;
    for (int k = 0; k < 9; k++) {
      hash = ImageSample.mixed(hash, Double.doubleToLongBits(poses.rotations()[9 * particle + k]));
    }
    for (int k = 0; k < 2; k++) {
      hash =
          ImageSample.mixed(hash, Double.doubleToLongBits(poses.translations()[2 * particle + k]));
    }
    return hash;
  }
}
