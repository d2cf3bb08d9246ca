package org.cryodrgn.core.doctor;

import static org.cryodrgn.core.doctor.Column.number;

import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.ctf.CtfTable;

/**
 * Whether CTF parameters are such as microscopes have, in the units that are due: defocus in Å,
 * voltage in kV, spherical aberration in mm, amplitude contrast as a fraction, angles in degrees.
 */
final class MicroscopeChecks {

  private static final String PARSE_AGAIN =
      "make the CTF file again with parse_ctf_star or parse_ctf_csparc";
  private static final double LEAST_DEFOCUS = 500;
  private static final double MOST_DEFOCUS = 100_000;
  private static final double MICROMETRES = 50;
  private static final double METRES = 1e-3;

  /** So many angles within ± pi, and this far apart, are hardly degrees. */
  private static final int ENOUGH_ANGLES = 20;

  private static final double SPREAD_ANGLES = 1;
  private static final double PI = Math.PI + 1e-3;

  private final CtfTable ctf;
  private final Column[] columns;

  /**
   * @param ctf with one row at least
   */
  MicroscopeChecks(CtfTable ctf) {
    this.ctf = ctf;
    this.columns = Column.all(ctf);
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(defocus());
    findings.add(defocusAngle());
    findings.add(voltage());
    findings.add(sphericalAberration());
    findings.add(amplitudeContrast());
    findings.add(phaseShift());
    return findings;
  }

  private Finding defocus() {
    String title = "defocus";
    Column u = columns[CtfTable.DEFOCUS_U];
    Column v = columns[CtfTable.DEFOCUS_V];
    String range = u.range(" A");
    double typical = Math.abs(u.median);
    if (u.outside(-Double.MAX_VALUE, Double.MAX_VALUE) > 0
        || v.outside(-Double.MAX_VALUE, Double.MAX_VALUE) > 0) {
      return Finding.fail(title, "is no number in some rows", capital(PARSE_AGAIN));
    }
    if (typical > 0 && typical < MICROMETRES) {
      boolean metres = typical < METRES;
      return Finding.fail(
          title,
          range + " cannot be: it looks like " + (metres ? "metres" : "micrometres"),
          "Multiply it by "
              + (metres ? "1e10" : "10,000")
              + " to have it in A, and "
              + PARSE_AGAIN);
    }
    if (typical == 0) {
      return Finding.warn(title, "is 0 for most particles", "Estimate the CTF, or leave out --ctf");
    }
    if (u.median < 0) {
      return Finding.warn(
          title, range + ": below 0 means over focus", "Turn the sign if images are under focus");
    }
    if (typical < LEAST_DEFOCUS || typical > MOST_DEFOCUS) {
      return Finding.warn(title, range + " is unusual", "Check that the unit is A, not nanometres");
    }
    for (Column column : List.of(u, v)) {
      if (column.outside(LEAST_DEFOCUS, MOST_DEFOCUS) > 0) {
        return Finding.warn(
            title,
            "outside 500 to 100000 A: " + column.describeOutside(LEAST_DEFOCUS, MOST_DEFOCUS),
            "Leave out these particles with --ind, or estimate their CTF anew");
      }
    }
    int astigmatic = 0;
    for (int i = 0; i < ctf.size(); i++) {
      double du = ctf.get(i, CtfTable.DEFOCUS_U);
      double dv = ctf.get(i, CtfTable.DEFOCUS_V);
      astigmatic += Math.abs(du - dv) > 0.25 * (du + dv) ? 1 : 0;
    }
    if (astigmatic > 0) {
      return Finding.warn(
          title,
          "U and V are more than half apart in " + astigmatic + " of " + ctf.size() + " rows",
          "Leave out these particles with --ind, or estimate their CTF anew");
    }
    return Finding.ok(title, range);
  }

  private Finding defocusAngle() {
    Column angle = columns[CtfTable.DEFOCUS_ANGLE];
    if (ctf.size() >= ENOUGH_ANGLES
        && angle.outside(-PI, PI) == 0
        && angle.most - angle.least > SPREAD_ANGLES) {
      return Finding.warn(
          "defocus angle",
          angle.range("") + " looks like radians",
          "Degrees are due: multiply by 57.2958, and " + PARSE_AGAIN);
    }
    return finite("defocus angle", angle, " degrees");
  }

  private Finding voltage() {
    String title = "voltage";
    Column voltage = columns[CtfTable.VOLTAGE];
    if (voltage.most > 1500) {
      return Finding.fail(
          title,
          voltage.range(" kV") + " cannot be: it looks like volts",
          "Give it in kV: " + PARSE_AGAIN + " --kv " + number(voltage.most / 1000));
    }
    if (voltage.outside(20, 1500) > 0) {
      return Finding.fail(
          title,
          voltage.range(" kV") + " cannot be",
          "Give the voltage in kV, such as 300: " + PARSE_AGAIN);
    }
    if (voltage.outside(60, 400) > 0) {
      return Finding.warn(title, voltage.range(" kV") + " is unusual", "Check it");
    }
    return Finding.ok(title, voltage.range(" kV"));
  }

  private Finding sphericalAberration() {
    String title = "spherical aberration";
    Column aberration = columns[CtfTable.SPHERICAL_ABERRATION];
    if (aberration.outside(-100, 100) > 0) {
      return Finding.fail(
          title,
          aberration.range(" mm") + " cannot be",
          "Give it in mm, such as 2.7: " + PARSE_AGAIN);
    }
    if (aberration.outside(0, 10) > 0) {
      return Finding.warn(title, aberration.range(" mm") + " is unusual", "Check that it is in mm");
    }
    return Finding.ok(title, aberration.range(" mm"));
  }

  private Finding amplitudeContrast() {
    String title = "amplitude contrast";
    Column contrast = columns[CtfTable.AMPLITUDE_CONTRAST];
    if (contrast.outside(-1, 1) > 0) {
      return Finding.fail(
          title,
          contrast.range("") + " cannot be: it looks like percent",
          "Give it as a fraction, such as 0.1: " + PARSE_AGAIN + " -w");
    }
    if (contrast.outside(0, 0.5) > 0) {
      return Finding.warn(
          title, contrast.range("") + " is unusual", "Cryo images have 0.07 to 0.1: check it");
    }
    return Finding.ok(title, contrast.range(""));
  }

  private Finding phaseShift() {
    Column phase = columns[CtfTable.PHASE_SHIFT];
    if (phase.median > 0.1 && phase.outside(0, PI) == 0) {
      return Finding.warn(
          "phase shift",
          phase.range("") + " looks like radians",
          "Degrees are due: multiply by 57.2958, and " + PARSE_AGAIN);
    }
    return finite("phase shift", phase, " degrees");
  }

  private static Finding finite(String title, Column angle, String unit) {
    return angle.outside(-720, 720) == 0
        ? Finding.ok(title, angle.range(unit))
        : Finding.warn(
            title,
            "is no angle in degrees: " + angle.describeOutside(-720, 720),
            capital(PARSE_AGAIN));
  }

  private static String capital(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
