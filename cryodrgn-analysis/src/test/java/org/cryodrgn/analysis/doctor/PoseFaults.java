package org.cryodrgn.analysis.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;

/** Faults of rotations and shifts, and of whose CTF parameters they are. */
final class PoseFaults extends Faults {

  PoseFaults(SimulatedSet set, List<Fault> faults) {
    super(set, faults);
  }

  void addAll() {
    Poses poses = set.poses();
    double[] r = poses.rotations();
    double[] t = poses.translations();
    double[] transposed = new double[r.length];
    double[] sheared = r.clone();
    for (int i = 0; i < r.length; i++) {
      transposed[i] = r[i / 9 * 9 + i % 3 * 3 + i % 9 / 3];
    }
    for (int k = 0; k < 3; k++) {
      sheared[9 * 7 + k] += 0.1;
    }
    warn(
        "transposed rotations",
        "pose convention",
        withPoses(set.write("transposed.pkl", new Poses(transposed, t))));
    fail(
        "matrix that is no rotation",
        "rotations",
        withPoses(set.write("sheared.pkl", new Poses(sheared, t))));
    double[] flat = new double[r.length];
    double[] angles = new double[3];
    for (int i = 0; i < poses.size(); i++) {
      Rotations.toRelion(r, 9 * i, angles, 0);
      Rotations.fromRelion(0, 0, angles[2], flat, 9 * i);
    }
    warn(
        "poses of a 2D classification",
        "rotations",
        withPoses(set.write("flat.pkl", new Poses(flat, t))));
    double[] pixels = Arrays.stream(t).map(x -> SimulatedSet.BOX * x).toArray();
    fail("shifts in pixels", "shifts", withPoses(set.write("pixels.pkl", new Poses(r, pixels))));
    double[] turned = Arrays.stream(t).map(x -> -x).toArray();
    warn(
        "shifts of the other sign",
        "direction of shifts",
        withPoses(set.write("turned.pkl", new Poses(r, turned))));
    addFitted(poses);
    warn(
        "shifts in pixels of another size, some in a .cs",
        "scale of shifts",
        set.source(set.halvedShifts("halved.cs", 200), null, null, null));
  }

  /** What only the fit of projections to images tells. */
  private void addFitted(Poses poses) {
    double[] r = poses.rotations();
    double[] t = poses.translations();
    int size = poses.size();
    double[] turned = new double[r.length];
    double[] mixed = r.clone();
    double[] angles = new double[3];
    double[] oneSign = t.clone();
    double[] swapped = new double[t.length];
    for (int i = 0; i < size; i++) {
      Rotations.toRelion(r, 9 * i, angles, 0);
      Rotations.fromRelion(angles[0], angles[1], -angles[2], turned, 9 * i);
      for (int k = 0; k < 9 && i < size / 4; k++) {
        mixed[9 * i + k] = r[9 * i + k % 3 * 3 + k / 3];
      }
      oneSign[2 * i] = -t[2 * i];
      swapped[2 * i] = t[2 * i + 1];
      swapped[2 * i + 1] = t[2 * i];
    }
    int[] next = IntStream.range(0, size).map(i -> (i + 1) % size).toArray();
    warn(
        "poses off by one row, no .star",
        "pose convention",
        withPoses(set.write("next.pkl", poses.select(next))));
    warn(
        "angle psi of the other sign",
        "pose convention",
        withPoses(set.write("psi.pkl", new Poses(turned, t))));
    warn(
        "a quarter of the rotations transposed",
        "parts of the set",
        withPoses(set.write("mixed.pkl", new Poses(mixed, t))));
    warn(
        "shifts along x of the other sign",
        "direction of shifts",
        withPoses(set.write("onesign.pkl", new Poses(r, oneSign))));
    warn(
        "x and y of the shifts swapped",
        "direction of shifts",
        withPoses(set.write("xy.pkl", new Poses(r, swapped))));
    double[] large = Arrays.stream(t).map(x -> 3 * x).toArray();
    warn(
        "shifts three times too large",
        "direction of shifts",
        withPoses(set.write("large.pkl", new Poses(r, large))));
    double[] angstroms = Arrays.stream(t).map(x -> 4.5 * x).toArray();
    warn(
        "shifts in Å taken for pixels",
        "direction of shifts",
        withPoses(set.write("angstroms.pkl", new Poses(r, angstroms))));
    double[] small = Arrays.stream(t).map(x -> x / 4.5).toArray();
    warn(
        "shifts in pixels taken for Å",
        "direction of shifts",
        withPoses(set.write("small.pkl", new Poses(r, small))));
    int[] later = IntStream.range(0, size).map(i -> (i + size / 3) % size).toArray();
    warn(
        "CTF of other particles, no .star",
        "CTF fit",
        withCtf(set.write("later.pkl", set.ctf().select(later))));
    warn("voltage of another microscope", "CTF fit", withScaled(CtfTable.VOLTAGE, 0.5));
  }
}
