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

  /** Without a phase plate, images nearer to focus than this show too little to be picked. */
  private static final double LEAST_USUAL_DEFOCUS = 2500;

  private static final double METRES = 1e-3;

  /** So many angles within ± pi, and this far apart, are hardly degrees. */
  private static final int ENOUGH_ANGLES = 20;

  private static final double SPREAD_ANGLES = 1;
  private static final double PI = Math.PI + 1e-3;

  /** From where to where values are, and what to do about others. */
  private record Bounds(double low, double high, String remedy) {}

  /** A parameter that is wrong outside of one range, and unusual outside of a narrower one. */
  private record Parameter(String title, int column, String unit, Bounds possible, Bounds usual) {}

  private static final Parameter VOLTAGE =
      new Parameter(
          "voltage",
          CtfTable.VOLTAGE,
          " kV",
          new Bounds(20, 1500, "Give the voltage in kV, such as 300: " + PARSE_AGAIN),
          new Bounds(60, 400, "Check it"));

  private static final Parameter SPHERICAL_ABERRATION =
      new Parameter(
          "spherical aberration",
          CtfTable.SPHERICAL_ABERRATION,
          " mm",
          new Bounds(-100, 100, "Give it in mm, such as 2.7: " + PARSE_AGAIN),
          new Bounds(0, 10, "Check that it is in mm"));

  private static final Parameter AMPLITUDE_CONTRAST =
      new Parameter(
          "amplitude contrast",
          CtfTable.AMPLITUDE_CONTRAST,
          "",
          new Bounds(
              -1, 1, "Give it as a fraction, not percent, such as 0.1: " + PARSE_AGAIN + " -w"),
          new Bounds(0.005, 0.5, "Cryo images have 0.07 to 0.1: check it"));

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
    findings.add(inBounds(SPHERICAL_ABERRATION));
    findings.add(inBounds(AMPLITUDE_CONTRAST));
    findings.add(phaseShift());
    return findings;
  }

  private Finding defocus() {
    String title = "defocus";
    Column u = columns[CtfTable.DEFOCUS_U];
    Column v = columns[CtfTable.DEFOCUS_V];
    String range = u.range(" Å");
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
              + " to have it in Å, and "
              + PARSE_AGAIN);
    }
    if (typical == 0) {
      return Finding.warn(title, "is 0 for most particles", "Estimate the CTF, or leave out --ctf");
    }
    if (u.median < 0) {
      return Finding.warn(
          title, range + ": below 0 means over focus", "Turn the sign if images are under focus");
    }
    double least = columns[CtfTable.PHASE_SHIFT].median == 0 ? LEAST_USUAL_DEFOCUS : LEAST_DEFOCUS;
    if (typical < least || typical > MOST_DEFOCUS) {
      return Finding.warn(title, range + " is unusual", "Check that the unit is Å, not nanometres");
    }
    for (Column column : List.of(u, v)) {
      if (column.outside(LEAST_DEFOCUS, MOST_DEFOCUS) > 0) {
        return Finding.warn(
            title,
            outside(column, LEAST_DEFOCUS, MOST_DEFOCUS, " Å"),
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
    Column voltage = columns[CtfTable.VOLTAGE];
    if (voltage.most > VOLTAGE.possible().high()) {
      return Finding.fail(
          VOLTAGE.title(),
          voltage.range(VOLTAGE.unit()) + " cannot be: it looks like volts",
          "Give it in kV: " + PARSE_AGAIN + " --kv " + number(voltage.most / 1000));
    }
    return inBounds(VOLTAGE);
  }

  private Finding inBounds(Parameter parameter) {
    Column column = columns[parameter.column()];
    String range = column.range(parameter.unit());
    Bounds possible = parameter.possible();
    int impossible = column.outside(possible.low(), possible.high());
    if (impossible > 0) {
      return Finding.fail(
          parameter.title(),
          impossible == ctf.size() && !Double.isNaN(column.median)
              ? range + " cannot be"
              : outside(column, possible.low(), possible.high(), parameter.unit()),
          possible.remedy());
    }
    Bounds usual = parameter.usual();
    if (column.outside(usual.low(), usual.high()) > 0) {
      return Finding.warn(parameter.title(), range + " is unusual", usual.remedy());
    }
    return Finding.ok(parameter.title(), range);
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
    if (angle.outside(-Double.MAX_VALUE, Double.MAX_VALUE) > 0) {
      return Finding.fail(
          title,
          "is no number: " + angle.describeOutside(-Double.MAX_VALUE, Double.MAX_VALUE),
          capital(PARSE_AGAIN));
    }
    return angle.outside(-720, 720) == 0
        ? Finding.ok(title, angle.range(unit))
        : Finding.warn(
            title,
            "is no angle in degrees: " + angle.describeOutside(-720, 720),
            capital(PARSE_AGAIN));
  }

  /** "outside 20 to 1500 kV: 1 of 400 rows, the first is row 7, counted from 0, with 3". */
  private static String outside(Column column, double low, double high, String unit) {
    return "outside %s to %s%s: %s"
        .formatted(number(low), number(high), unit, column.describeOutside(low, high));
  }

  private static String capital(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
