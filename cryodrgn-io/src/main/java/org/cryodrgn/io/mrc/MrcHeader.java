package org.cryodrgn.io.mrc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The 1,024 bytes at the head of an MRC2014 file (Cheng et al., J. Struct. Biol. 2015,
 * 10.1016/j.jsb.2015.04.002; https://www.ccpem.ac.uk/mrc_format/mrc2014.php). A value: the {@code
 * with} methods make changed copies, and words that this class does not know are carried along.
 *
 * <p>x is the fastest axis, z the slowest. Lengths are in Å. A header keeps the byte order it was
 * read in, so that an extended header, whose words nobody but its maker knows, stays valid.
 */
public final class MrcHeader {

  /** The length of a header. */
  public static final int BYTES = 1024;

  static final int NX = 0;
  private static final int NY = 4;
  private static final int NZ = 8;
  static final int MODE = 12;
  private static final int START = 16;
  private static final int MX = 28;
  private static final int MY = 32;
  private static final int MZ = 36;
  private static final int CELL = 40;
  private static final int ANGLES = 52;
  static final int AXES = 64;
  private static final int STATISTICS = 76;
  private static final int SPACE_GROUP = 88;
  private static final int EXTENDED_BYTES = 92;
  private static final int EXTENDED_TYPE = 104;
  private static final int VERSION = 108;
  private static final int IMOD_STAMP = 152;
  private static final int IMOD_FLAGS = 156;
  private static final int ORIGIN = 196;
  static final int MAP = 208;
  static final int STAMP = 212;
  private static final int RMS = 216;
  private static final int LABEL_COUNT = 220;
  private static final int LABELS = 224;
  private static final int LABEL_BYTES = 80;
  private static final int MOST_LABELS = 10;
  private static final int MRC2014 = 20140;

  /** "IMOD", which says that the word after it holds flags of IMOD's. */
  private static final int IMOD = 0x444F4D49;

  private static final int IMOD_SIGNED_BYTES = 1;

  private final ByteBuffer words;

  private MrcHeader(byte[] bytes, ByteOrder order) {
    this.words = ByteBuffer.wrap(bytes).order(order);
  }

  /** The header in the bytes, in a byte order that was found out. */
  static MrcHeader of(byte[] bytes, ByteOrder order) {
    return new MrcHeader(bytes.clone(), order);
  }

  /**
   * The header of a new stack of square images, float32, little endian.
   *
   * @param box pixels along x and y
   * @param pixelSize Å
   */
  public static MrcHeader forStack(int box, double pixelSize) {
    return create(box, box, 0, 1, 0, pixelSize);
  }

  /**
   * The header of a new cubic volume, float32, little endian, origin 0.
   *
   * @param box voxels along each axis
   * @param pixelSize Å
   */
  public static MrcHeader forVolume(int box, double pixelSize) {
    return create(box, box, box, box, 1, pixelSize);
  }

  /**
   * The header of another map in the same grid and cell, at the same place and with the same
   * labels: float32, little endian.
   */
  public MrcHeader forMapLikeThis() {
    MrcHeader header = create(nx(), ny(), nz(), nz(), Math.max(1, spaceGroup()), 0);
    for (int axis = 0; axis < 3; axis++) {
      int word = 4 * axis;
      header.words.putInt(START + word, start(axis)).putInt(MX + word, intervals(axis));
      header.words.putFloat(CELL + word, cellLength(axis));
      header.words.putFloat(ANGLES + word, cellAngle(axis)).putFloat(ORIGIN + word, origin(axis));
    }
    return header.withLabels(labels());
  }

  private static MrcHeader create(
      int nx, int ny, int nz, int mz, int spaceGroup, double pixelSize) {
    MrcHeader header = new MrcHeader(new byte[BYTES], ByteOrder.LITTLE_ENDIAN);
    ByteBuffer words = header.words;
    words.putInt(NX, nx).putInt(NY, ny).putInt(NZ, nz).putInt(MODE, MrcMode.FLOAT32.code());
    words.putInt(MX, nx).putInt(MY, ny).putInt(MZ, mz);
    for (int axis = 0; axis < 3; axis++) {
      words.putFloat(ANGLES + 4 * axis, 90).putInt(AXES + 4 * axis, axis + 1);
    }
    words.putInt(SPACE_GROUP, spaceGroup).putInt(VERSION, MRC2014);
    words.put(MAP, "MAP ".getBytes(StandardCharsets.US_ASCII));
    words.put(STAMP, new byte[] {0x44, 0x44, 0, 0});
    return header.withPixelSize(pixelSize);
  }

  /** Pixels along x. */
  public int nx() {
    return words.getInt(NX);
  }

  /** Pixels along y. */
  public int ny() {
    return words.getInt(NY);
  }

  /** Sections: planes of a volume, images of a stack. */
  public int nz() {
    return words.getInt(NZ);
  }

  /** How values are held; null if the number is none that this program reads. */
  public MrcMode mode() {
    MrcMode mode = MrcMode.of(modeCode());
    boolean unsigned =
        words.getInt(IMOD_STAMP) == IMOD && (words.getInt(IMOD_FLAGS) & IMOD_SIGNED_BYTES) == 0;
    return mode == MrcMode.INT8 && unsigned ? MrcMode.UINT8 : mode;
  }

  int modeCode() {
    return words.getInt(MODE);
  }

  /** Sampling intervals along the unit cell's axis (0 = x, 1 = y, 2 = z). */
  int intervals(int axis) {
    return words.getInt(MX + 4 * axis);
  }

  /** Length of the unit cell along the axis, Å. */
  float cellLength(int axis) {
    return words.getFloat(CELL + 4 * axis);
  }

  /** Index of the first column, row, section. */
  public int start(int axis) {
    return words.getInt(START + 4 * axis);
  }

  /** The angle of the unit cell: alpha, beta, gamma, degrees. */
  float cellAngle(int axis) {
    return words.getFloat(ANGLES + 4 * axis);
  }

  /** Which axis (1 = x) the columns, rows, sections belong to. */
  int axisOrder(int axis) {
    return words.getInt(AXES + 4 * axis);
  }

  /**
   * Å a pixel along x: cell length over intervals; 0 if the header does not tell. Headers keep the
   * length in float32, so the quotient is rounded to a millionth.
   */
  public double pixelSize() {
    return pixelSize(0);
  }

  /** As {@link #pixelSize()}, along another axis (0 = x, 1 = y, 2 = z). */
  public double pixelSize(int axis) {
    double size = intervals(axis) > 0 ? (double) cellLength(axis) / intervals(axis) : 0;
    return size > 0 && Double.isFinite(size) ? Math.rint(size * 1e6) / 1e6 : 0;
  }

  /** The origin, Å (words 50 to 52). */
  public float origin(int axis) {
    return words.getFloat(ORIGIN + 4 * axis);
  }

  /** The smallest value, as the header tells. */
  public float min() {
    return words.getFloat(STATISTICS);
  }

  /** The largest value, as the header tells. */
  public float max() {
    return words.getFloat(STATISTICS + 4);
  }

  /** The mean value, as the header tells. */
  public float mean() {
    return words.getFloat(STATISTICS + 8);
  }

  /** The root mean square deviation from the mean, as the header tells. */
  float rms() {
    return words.getFloat(RMS);
  }

  /** 0 for an image stack, 1 for a volume, 401 for a stack of volumes. */
  public int spaceGroup() {
    return words.getInt(SPACE_GROUP);
  }

  /** The length of the extended header in bytes. */
  int extendedBytes() {
    return words.getInt(EXTENDED_BYTES);
  }

  /** What made the extended header: FEI1, CCP4, ...; empty if none. */
  String extendedType() {
    return text(EXTENDED_TYPE, 4);
  }

  /** The version of the format: 20140, 20141, or 0 in older files. */
  public int version() {
    return words.getInt(VERSION);
  }

  /** The byte order of header, extended header and values. */
  public ByteOrder order() {
    return words.order();
  }

  /** The labels, up to ten lines of 80 characters. */
  public List<String> labels() {
    List<String> labels = new ArrayList<>();
    int count = Math.max(0, Math.min(MOST_LABELS, words.getInt(LABEL_COUNT)));
    for (int i = 0; i < count; i++) {
      labels.add(text(LABELS + i * LABEL_BYTES, LABEL_BYTES));
    }
    return labels;
  }

  /** A copy with a pixel size (Å) along all axes. */
  public MrcHeader withPixelSize(double pixelSize) {
    MrcHeader copy = copy();
    for (int axis = 0; axis < 3; axis++) {
      if (intervals(axis) <= 0) {
        copy.words.putInt(MX + 4 * axis, Math.max(1, words.getInt(NX + 4 * axis)));
      }
      float length = (float) (pixelSize * copy.intervals(axis));
      copy.words.putFloat(CELL + 4 * axis, length);
    }
    return copy;
  }

  /** A copy with an origin, Å. */
  MrcHeader withOrigin(double x, double y, double z) {
    MrcHeader copy = copy();
    copy.words.putFloat(ORIGIN, (float) x);
    copy.words.putFloat(ORIGIN + 4, (float) y);
    copy.words.putFloat(ORIGIN + 8, (float) z);
    return copy;
  }

  /** A copy that begins at another place of its grid, voxels. */
  MrcHeader withStart(int x, int y, int z) {
    MrcHeader copy = copy();
    copy.words.putInt(START, x).putInt(START + 4, y).putInt(START + 8, z);
    return copy;
  }

  /** A copy with one more label, cut at 80 characters; of ten labels the oldest goes. */
  public MrcHeader withLabel(String label) {
    List<String> labels = labels();
    if (labels.size() == MOST_LABELS) {
      labels.remove(0);
    }
    labels.add(label);
    return withLabels(labels);
  }

  /** A copy with these labels, at most ten, each cut at 80 characters. */
  public MrcHeader withLabels(List<String> labels) {
    MrcHeader copy = copy();
    byte[] field = new byte[MOST_LABELS * LABEL_BYTES];
    int count = Math.min(MOST_LABELS, labels.size());
    Arrays.fill(field, 0, count * LABEL_BYTES, (byte) ' ');
    for (int i = 0; i < count; i++) {
      byte[] text = labels.get(i).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, field, i * LABEL_BYTES, Math.min(LABEL_BYTES, text.length));
    }
    copy.words.put(LABELS, field).putInt(LABEL_COUNT, count);
    return copy;
  }

  /** A copy for another number of sections, at the same spacing. */
  MrcHeader withSections(int nz) {
    MrcHeader copy = copy();
    copy.words.putInt(NZ, nz);
    if (intervals(2) == nz() && nz() > 1) {
      copy.words.putInt(MZ, nz).putFloat(CELL + 8, cellLength(2) / nz() * nz);
    }
    return copy;
  }

  /** A copy that tells of the values. */
  MrcHeader withStatistics(float min, float max, float mean, float rms) {
    MrcHeader copy = copy();
    copy.words.putFloat(STATISTICS, min).putFloat(STATISTICS + 4, max);
    copy.words.putFloat(STATISTICS + 8, mean).putFloat(RMS, rms);
    return copy;
  }

  /** A copy with another length of the extended header; 0 clears its type too. */
  MrcHeader withExtendedBytes(int count) {
    MrcHeader copy = copy();
    copy.words.putInt(EXTENDED_BYTES, count);
    if (count == 0) {
      copy.words.putInt(EXTENDED_TYPE, 0);
    }
    return copy;
  }

  /** A copy whose map and machine stamps are those of MRC2014. */
  MrcHeader withStamps() {
    MrcHeader copy = copy();
    byte stamp = (byte) (order() == ByteOrder.LITTLE_ENDIAN ? 0x44 : 0x11);
    copy.words.put(MAP, "MAP ".getBytes(StandardCharsets.US_ASCII));
    copy.words.put(STAMP, new byte[] {stamp, stamp, 0, 0});
    return copy;
  }

  byte[] bytes() {
    return words.array().clone();
  }

  private MrcHeader copy() {
    return new MrcHeader(bytes(), order());
  }

  private String text(int offset, int length) {
    String text = new String(words.array(), offset, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).stripTrailing();
  }
}
