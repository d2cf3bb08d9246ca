package org.cryodrgn.analysis.doctor;

import org.cryodrgn.io.poses.Poses;

/** A way in which poses may be wrong, undone. */
enum PoseChange {
  /** The inverse rotations: matrices from another program's convention. */
  TRANSPOSED("transposed", "Transpose the rotations, or parse the poses again") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      swap(r, at + 1, at + 3);
      swap(r, at + 2, at + 6);
      swap(r, at + 5, at + 7);
    }
  },
  /** The image's y axis the other way: images upside down, or of the other hand. */
  MIRRORED(
      "for images upside down",
      "Check whether another program turned the images upside down, or mirrored the poses") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      for (int k = at + 3; k < at + 9; k++) {
        r[k] = -r[k];
      }
      t[shift + 1] = -t[shift + 1];
    }
  },
  /** The image's x and y axes swapped. */
  SWAPPED(
      "for images with x and y swapped",
      "Check whether another program wrote the images transposed, or swapped the axes of the"
          + " poses") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      for (int k = at; k < at + 3; k++) {
        swap(r, k, k + 3);
        r[k + 6] = -r[k + 6];
      }
      swap(t, shift, shift + 1);
    }
  },
  /** The last Euler angle, in the plane of the image, with the other sign. */
  TURNED(
      "with the angle in the image of the other sign",
      "Turn the sign of psi, or parse the poses again") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      double psi = Math.atan2(r[at + 5], -r[at + 2]);
      double cos = Math.cos(-2 * psi);
      double sin = Math.sin(-2 * psi);
      for (int k = at; k < at + 3; k++) {
        double first = r[k];
        r[k] = cos * first + sin * r[k + 3];
        r[k + 3] = -sin * first + cos * r[k + 3];
      }
    }
  },
  /** Shifts with the other sign. */
  SHIFTS_NEGATED(
      "with shifts of the other sign", "Turn the sign of the shifts, or parse the poses again") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      t[shift] = -t[shift];
      t[shift + 1] = -t[shift + 1];
    }
  },
  /** Shifts along x with the other sign. */
  SHIFT_X_NEGATED(
      "with shifts along x of the other sign",
      "Turn the sign of the shifts' x, or parse the poses again") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      t[shift] = -t[shift];
    }
  },
  /** Shifts along y with the other sign. */
  SHIFT_Y_NEGATED(
      "with shifts along y of the other sign",
      "Turn the sign of the shifts' y, or parse the poses again") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      t[shift + 1] = -t[shift + 1];
    }
  },
  /** Shifts along x and y swapped. */
  SHIFTS_SWAPPED(
      "with x and y of the shifts swapped",
      "Swap x and y of the shifts, or parse the poses again") {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      swap(t, shift, shift + 1);
    }
  },
  /** Shifts half as large. */
  SHIFTS_HALVED("with shifts half as large", Remedies.SCALE) {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      t[shift] /= 2;
      t[shift + 1] /= 2;
    }
  },
  /** Shifts twice as large. */
  SHIFTS_DOUBLED("with shifts twice as large", Remedies.SCALE) {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      t[shift] *= 2;
      t[shift + 1] *= 2;
    }
  },
  /** Shifts a quarter as large. */
  SHIFTS_QUARTERED("with shifts a quarter as large", Remedies.SCALE) {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      t[shift] /= 4;
      t[shift + 1] /= 4;
    }
  },
  /** Shifts four times as large. */
  SHIFTS_QUADRUPLED("with shifts four times as large", Remedies.SCALE) {
    @Override
    void change(double[] r, int at, double[] t, int shift) {
      t[shift] *= 4;
      t[shift + 1] *= 4;
    }
  };

  private static final class Remedies {
    static final String SCALE =
        "Check that shifts in pixels, not Å, were divided by the box that these pixels are of";
  }

  final String words;
  final String remedy;

  PoseChange(String words, String remedy) {
    this.words = words;
    this.remedy = remedy;
  }

  /** Changes nine values of rotations and two of shifts in place. */
  abstract void change(double[] r, int at, double[] t, int shift);

  /** The poses with it. */
  Poses of(Poses poses) {
    double[] r = poses.rotations().clone();
    double[] t = poses.translations().clone();
    for (int i = 0; i < poses.size(); i++) {
      change(r, 9 * i, t, 2 * i);
    }
    return new Poses(r, t);
  }

  private static void swap(double[] values, int one, int other) {
    double kept = values[one];
    values[one] = values[other];
    values[other] = kept;
  }
}
