package org.cryodrgn.core.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.cryodrgn.core.ctf.CtfImport;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.DecimalText;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;

/** RELION files of particles, CTF parameters and poses. */
final class RelionExport {

  private static final int[] OF_PARTICLE = {
    CtfTable.PHASE_SHIFT, CtfTable.DEFOCUS_U, CtfTable.DEFOCUS_V, CtfTable.DEFOCUS_ANGLE
  };

  private static final int[] OF_OPTICS = {
    CtfTable.BOX,
    CtfTable.PIXEL_SIZE,
    CtfTable.VOLTAGE,
    CtfTable.SPHERICAL_ABERRATION,
    CtfTable.AMPLITUDE_CONTRAST
  };

  private static final String[] ANGLES = {
    RelionLabels.ANGLE_ROT, RelionLabels.ANGLE_TILT, RelionLabels.ANGLE_PSI
  };
  private static final String[] ORIGIN = {RelionLabels.ORIGIN_X, RelionLabels.ORIGIN_Y};

  private RelionExport() {}

  /**
   * A file in the form of RELION 3.1: an optics group for each box, pixel size, voltage, spherical
   * aberration and amplitude contrast; shifts in pixels.
   *
   * @param imageNames {@code 1@stack.mrcs} of each particle
   * @param poses the poses, or null to leave them out
   * @param box the box size in pixels, that shifts are a fraction of
   */
  static StarFile relion31(IntFunction<String> imageNames, CtfTable ctf, Poses poses, int box) {
    TreeMap<float[], Integer> groups = new TreeMap<>(Arrays::compare);
    for (int i = 0; i < ctf.size(); i++) {
      groups.putIfAbsent(optics(ctf, i), 0);
    }
    List<float[]> values = new ArrayList<>(groups.keySet());
    values.forEach(group -> groups.put(group, groups.headMap(group).size() + 1));
    StarTable optics = StarTable.create("optics", values.size());
    for (int k = 0; k < OF_OPTICS.length; k++) {
      int which = k;
      optics =
          optics.withColumn(
              CtfImport.RELION_LABELS.get(OF_OPTICS[k]),
              row -> DecimalText.shortest(values.get(row)[which]));
    }
    optics = optics.withColumn(RelionLabels.OPTICS_GROUP, row -> String.valueOf(row + 1));
    StarTable particles =
        particles("particles", imageNames, ctf)
            .withColumn(RelionLabels.OPTICS_GROUP, row -> groups.get(optics(ctf, row)).toString());
    return StarFile.create("version 30001", List.of(optics, withPoses(particles, poses, box)));
  }

  /** A file in the form of RELION 3.0, as cryoDRGN writes it: as above, without optics. */
  static StarFile relion30(IntFunction<String> imageNames, CtfTable ctf, Poses poses, int box) {
    StarTable particles = withPoses(particles("", imageNames, ctf), poses, box);
    return StarFile.create("RELION 3.0, created by cryodrgn", List.of(particles));
  }

  private static StarTable particles(String name, IntFunction<String> imageNames, CtfTable ctf) {
    StarTable table =
        StarTable.create(name, ctf.size()).withColumn(RelionLabels.IMAGE_NAME, imageNames);
    for (int column : OF_PARTICLE) {
      table =
          table.withColumn(
              CtfImport.RELION_LABELS.get(column),
              row -> DecimalText.shortest(ctf.get(row, column)));
    }
    return table;
  }

  private static StarTable withPoses(StarTable particles, Poses poses, int box) {
    if (poses == null) {
      return particles;
    }
    double[] angles = new double[3 * poses.size()];
    for (int i = 0; i < poses.size(); i++) {
      Rotations.toRelion(poses.rotations(), 9 * i, angles, 3 * i);
    }
    StarTable table = particles;
    for (int k = 0; k < ANGLES.length; k++) {
      int which = k;
      table = table.withColumn(ANGLES[k], row -> DecimalText.shortest(angles[3 * row + which]));
    }
    for (int k = 0; k < ORIGIN.length; k++) {
      int which = k;
      table =
          table.withColumn(
              ORIGIN[k], row -> DecimalText.shortest(poses.translations()[2 * row + which] * box));
    }
    return table;
  }

  private static float[] optics(CtfTable ctf, int particle) {
    float[] values = new float[OF_OPTICS.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = ctf.get(particle, OF_OPTICS[k]);
    }
    return values;
  }
}
