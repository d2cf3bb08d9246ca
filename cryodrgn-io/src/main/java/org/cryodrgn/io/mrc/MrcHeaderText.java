package org.cryodrgn.io.mrc;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A header in words, one property a line, under the names of the MRC2014 description. */
public final class MrcHeaderText {

  private MrcHeaderText() {}

  /** The lines for people to read. */
  public static List<String> lines(MrcHeader header) {
    List<String> lines = new ArrayList<>();
    add(lines, "nx, ny, nz", header.nx() + ", " + header.ny() + ", " + header.nz());
    add(lines, "mode", header.modeCode() + " (" + mode(header) + ")");
    add(lines, "nxstart, nystart, nzstart", ofAxes(header::start));
    add(lines, "mx, my, mz", ofAxes(header::intervals));
    add(lines, "cella (Å)", ofAxes(header::cellLength));
    add(lines, "cellb (degrees)", ofAxes(header::cellAngle));
    add(lines, "pixel size (Å)", String.valueOf(header.pixelSize()));
    add(lines, "origin (Å)", ofAxes(header::origin));
    add(lines, "mapc, mapr, maps", ofAxes(header::axisOrder));
    add(lines, "dmin, dmax, dmean", header.min() + ", " + header.max() + ", " + header.mean());
    add(lines, "rms", String.valueOf(header.rms()));
    add(lines, "ispg", header.spaceGroup() + " (" + kind(header.spaceGroup()) + ")");
    add(
        lines,
        "extended header",
        (header.extendedBytes() + " bytes " + header.extendedType()).strip());
    add(lines, "nversion", String.valueOf(header.version()));
    add(
        lines,
        "byte order",
        header.order() == ByteOrder.BIG_ENDIAN ? "big endian" : "little endian");
    add(lines, "labels", String.valueOf(header.labels().size()));
    for (String label : header.labels()) {
      lines.add("  " + label);
    }
    return lines;
  }

  private static String mode(MrcHeader header) {
    return header.mode() == null ? "not read by this program" : header.mode().toString();
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
    Number get(int axis);
  }

  private static String ofAxes(OfAxis property) {
    return property.get(0) + ", " + property.get(1) + ", " + property.get(2);
  }

  private static void add(List<String> lines, String name, String value) {
    lines.add(String.format(Locale.US, "%-26s %s", name, value));
  }
}
