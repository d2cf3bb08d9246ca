package org.cryodrgn.io.mrc;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A header in words: field by field for programs, and what the fields mean for people. */
public final class MrcHeaderText {

  private MrcHeaderText() {}

  /**
   * A field a line, {@code ('nx', 128),}: the names and the form that scripts know from cryoDRGN's
   * view_header.
   */
  public static List<String> fields(MrcHeader header) {
    List<String> lines = new ArrayList<>();
    add(lines, header.nx(), "nx");
    add(lines, header.ny(), "ny");
    add(lines, header.nz(), "nz");
    add(lines, header.modeCode(), "mode");
    addAxes(lines, header::start, "nxstart", "nystart", "nzstart");
    addAxes(lines, header::intervals, "mx", "my", "mz");
    addAxes(lines, header::cellLength, "xlen", "ylen", "zlen");
    addAxes(lines, header::cellAngle, "alpha", "beta", "gamma");
    addAxes(lines, header::axisOrder, "mapc", "mapr", "maps");
    add(lines, header.min(), "amin");
    add(lines, header.max(), "amax");
    add(lines, header.mean(), "amean");
    add(lines, header.spaceGroup(), "ispg");
    add(lines, header.extendedBytes(), "next");
    add(lines, header.version(), "nversion");
    addAxes(lines, header::origin, "xorg", "yorg", "zorg");
    add(lines, header.rms(), "rms");
    add(lines, header.labels().size(), "nlabl");
    for (String label : header.labels()) {
      add(lines, "'" + label + "'", "label");
    }
    return lines;
  }

  /** One line: how values are held, what they are, the pixel size along each axis, byte order. */
  public static String meaning(MrcHeader header) {
    return String.format(
        "%s, %s, %s x %s x %s Å a pixel, %s%s",
        header.mode() == null ? "values of no mode that is read here" : header.mode(),
        kind(header.spaceGroup()),
        header.pixelSize(0),
        header.pixelSize(1),
        header.pixelSize(2),
        header.order() == ByteOrder.BIG_ENDIAN ? "big endian" : "little endian",
        header.extendedType().isEmpty() ? "" : ", extended header " + header.extendedType());
  }

  private static String kind(int spaceGroup) {
    return switch (spaceGroup) {
      case 0 -> "image stack";
      case 401 -> "stack of volumes";
      default -> "volume";
    };
  }

  /** A property of each of the three axes. */
  private interface OfAxis {
    Object get(int axis);
  }

  private static void addAxes(List<String> lines, OfAxis property, String... names) {
    for (int axis = 0; axis < names.length; axis++) {
      add(lines, property.get(axis), names[axis]);
    }
  }

  private static void add(List<String> lines, Object value, String name) {
    lines.add("('" + name + "', " + value + "),");
  }
}
