package org.cryodrgn.io.mrc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;

/** Whether 1,024 bytes are an MRC header, and whether the file holds what they tell. */
final class MrcHeaderCheck {

  private MrcHeaderCheck() {}

  /**
   * The byte order by the machine stamp (byte 212); where that tells nothing, or an order in which
   * mode and axes make no sense, the one in which they do: for files written before MRC2014, and
   * copies with the stamp of another machine.
   */
  static ByteOrder byteOrder(Path path, ByteBuffer header) {
    int map = MrcHeader.MAP;
    boolean hasMap =
        header.get(map) == 'M' && header.get(map + 1) == 'A' && header.get(map + 2) == 'P';
    int stamp = header.get(MrcHeader.STAMP);
    ByteOrder told = stamp == 0x11 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteOrder other = stamp == 0x11 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    if (plausible(header, told)) {
      return told;
    }
    if (plausible(header, other)) {
      return other;
    }
    if (hasMap && (stamp == 0x11 || stamp == 0x44)) {
      return told;
    }
    throw DataException.at(
        path,
        "byte 208",
        "not an MRC file: neither 'MAP ' and a machine stamp nor a sensible header is there",
        "Name an .mrc or .mrcs file; convert others first (HDF, TIFF, SPIDER: e2proc2d.py)");
  }

  private static boolean plausible(ByteBuffer header, ByteOrder order) {
    ByteBuffer words = header.duplicate().order(order);
    for (int axis = 0; axis < 3; axis++) {
      int length = words.getInt(MrcHeader.NX + 4 * axis);
      int axisOrder = words.getInt(MrcHeader.AXES + 4 * axis);
      if (length <= 0 || length > 1 << 24 || axisOrder < 0 || axisOrder > 3) {
        return false;
      }
    }
    return MrcMode.of(words.getInt(MrcHeader.MODE)) != null;
  }

  /** The bytes of one section, after all checks of the header against the file's length. */
  static int sectionBytes(Path path, MrcHeader header, long fileLength) {
    if (header.mode() == null) {
      throw DataException.at(
          path,
          "byte 12",
          "mode " + header.modeCode() + " is not one of 0, 1, 2, 4, 6, 12",
          "Convert the file to mode 2 (32-bit float)");
    }
    positive(path, "byte 0", "columns (nx)", header.nx());
    positive(path, "byte 4", "rows (ny)", header.ny());
    positive(path, "byte 8", "sections (nz)", header.nz());
    for (int axis = 0; axis < 3; axis++) {
      int order = header.axisOrder(axis);
      if (order != axis + 1 && order != 0) {
        throw DataException.at(
            path,
            "byte 64",
            "its axes are permuted (mapc, mapr, maps = "
                + (header.axisOrder(0) + ", " + header.axisOrder(1) + ", " + header.axisOrder(2))
                + ")",
            "Save it with the axes in the order 1, 2, 3");
      }
    }
    long extended = header.extendedBytes();
    if (extended < 0 || MrcHeader.BYTES + extended > fileLength) {
      throw DataException.at(
          path,
          "byte 92",
          "an extended header of " + extended + " bytes does not fit a file of " + fileLength,
          "Copy or write the file again");
    }
    long pixels = (long) header.nx() * header.ny();
    if (pixels > Integer.MAX_VALUE / header.mode().bytes()) {
      throw DataException.at(
          path,
          "byte 0",
          "one section of " + header.nx() + " x " + header.ny() + " pixels is above 2 GiB",
          "Check that the file is what you mean");
    }
    int sectionBytes = (int) pixels * header.mode().bytes();
    checkLength(path, header, sectionBytes, fileLength);
    return sectionBytes;
  }

  private static void positive(Path path, String place, String what, int value) {
    if (value <= 0) {
      throw DataException.at(
          path, place, "the header tells of " + value + " " + what, "Copy or write the file again");
    }
  }

  private static void checkLength(Path path, MrcHeader header, int sectionBytes, long fileLength) {
    long available = fileLength - MrcHeader.BYTES - header.extendedBytes();
    long needed = (long) sectionBytes * header.nz();
    if (available < needed) {
      throw DataException.at(
          path,
          "byte " + fileLength,
          "the file is truncated: it ends in section "
              + (available / sectionBytes + 1)
              + " of "
              + header.nz()
              + ", "
              + (needed - available)
              + " bytes are missing",
          "Copy or write it again");
    }
    if (available - needed >= sectionBytes) {
      throw DataException.at(
          path,
          "byte 8",
          "the header tells of "
              + header.nz()
              + " sections, but the file holds "
              + available / sectionBytes,
          "Correct the header, or copy or write the file again");
    }
  }
}
