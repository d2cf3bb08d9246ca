package org.cryodrgn.io.mrc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MrcFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, FF807F00, '-1 -128 127 0'",
    "1, FFFF80007FFF0102, '-1 -32768 32767 258'",
    "2, BF80000040490FDB0000000042C80000, '-1 3.14159274 0 100'",
    "6, FFFF8000000000FF, '65535 32768 0 255'",
    "12, BC003E007BFF0001, '-1 1.5 65504 5.9604645e-8'",
    "4, 3F800000C0000000000000003F000000404000000000000000000000BF800000, '1 -2 0 .5 3 0 0 -1'"
  })
  void everyModeIsReadInBothByteOrders(int mode, String bigEndianHex, String expected)
      throws IOException {
    byte[] big = HexFormat.of().parseHex(bigEndianHex);
    int word = mode == 4 ? 4 : big.length / 4;
    String[] texts = expected.split(" ");
    float[] values = new float[texts.length];
    for (int i = 0; i < texts.length; i++) {
      values[i] = Float.parseFloat(texts[i]);
    }
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      byte[] data = new byte[3 + big.length];
      for (int i = 0; i < big.length; i++) {
        int from = order == ByteOrder.BIG_ENDIAN ? i : i / word * word + word - 1 - i % word;
        data[3 + i] = big[from];
      }
      ByteBuffer header = MrcBytes.header(2, 2, 1, mode, 3, order);
      MrcFile file = MrcFile.open(MrcBytes.write(folder.resolve("m.mrc"), header, data));
      float[] read = new float[values.length];
      file.read(0, 1, read, 0);
      assertArrayEquals(values, read, order.toString());
      assertArrayEquals(new byte[3], file.extendedHeader());
    }
  }

  /**
   * IMOD's stamp with its flag for signed bytes (1) or without; https://bio3d.colorado.edu/imod.
   */
  @ParameterizedTest
  @CsvSource({"1146047817, 0, 255", "1146047817, 9, -1", "1146047817, 8, 255", "0, 0, -1"})
  void bytesAreUnsignedWhereImodSaysSo(int stamp, int flags, float expected) throws IOException {
    ByteBuffer words = MrcBytes.header(2, 1, 1, 0, 0, ByteOrder.LITTLE_ENDIAN);
    words.putInt(152, stamp).putInt(156, flags);
    Path path = folder.resolve("i.mrc");
    MrcFile file = MrcFile.open(MrcBytes.write(path, words, new byte[] {-1, 7}));
    float[] read = new float[2];
    file.read(0, 1, read, 0);
    assertArrayEquals(new float[] {expected, 7}, read);
    Path copy = folder.resolve("c.mrc");
    MrcWriter.copy(file, file.header(), copy);
    MrcFile.open(copy).read(0, 1, read, 0);
    assertArrayEquals(new float[] {expected, 7}, read);
  }

  /** A stamp of another machine beside numbers that make sense in one order only. */
  @ParameterizedTest
  @CsvSource({"LITTLE, 17", "BIG, 68", "LITTLE, 0"})
  void numbersThatMakeSenseCountMoreThanTheStamp(String endian, byte stamp) throws IOException {
    ByteOrder order = endian.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer words = MrcBytes.header(2, 2, 1, 2, 0, order);
    words.put(212, stamp).put(213, stamp);
    MrcFile file = MrcFile.open(MrcBytes.write(folder.resolve("w.mrc"), words, new byte[16]));
    assertEquals(order, file.header().order());
  }

  @ParameterizedTest
  @CsvSource({"LITTLE", "BIG"})
  void headerTellsVoxelSizeOriginAndLabels(String endian) throws IOException {
    ByteOrder order = endian.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer words = MrcBytes.header(4, 6, 7, 0, 0, order);
    MrcHeader header =
        MrcFile.open(MrcBytes.write(folder.resolve("a.mrc"), words, new byte[168])).header();
    assertEquals(2.5, header.pixelSize());
    assertEquals(-1.5f, header.origin(0));
    assertEquals(3.5f, header.origin(2));
    assertEquals(List.of("made by hand"), header.labels());
    assertEquals(order, header.order());
  }

  /** Programs mark stacks as images, volumes or stacks of volumes, as they please. */
  @ParameterizedTest
  @CsvSource({"0", "1", "401"})
  void sectionsAreReadWhateverTheSpaceGroup(int spaceGroup) throws IOException {
    ByteBuffer words = MrcBytes.header(2, 2, 3, 0, 0, ByteOrder.LITTLE_ENDIAN);
    words.putInt(88, spaceGroup);
    byte[] data = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    MrcFile file = MrcFile.open(MrcBytes.write(folder.resolve("g.mrc"), words, data));
    float[] last = new float[4];
    file.read(2, 1, last, 0);
    assertArrayEquals(new float[] {9, 10, 11, 12}, last);
    assertEquals(spaceGroup, file.header().spaceGroup());
  }

  /** A size that cannot be is none: 0, as where the header tells nothing. */
  @ParameterizedTest
  @CsvSource({"0", "-2.5", "NaN", "Infinity"})
  void aVoxelSizeThatCannotBeIsNone(float length) throws IOException {
    ByteBuffer words = MrcBytes.header(2, 2, 2, 0, 0, ByteOrder.LITTLE_ENDIAN);
    words.putFloat(40, length);
    MrcFile file = MrcFile.open(MrcBytes.write(folder.resolve("v.mrc"), words, new byte[8]));
    assertEquals(0, file.header().pixelSize());
    assertEquals(1.5, file.header().withPixelSize(1.5).pixelSize());
  }

  @Test
  void goldenStackIsReadAsNumpyReadsIt() {
    Path path = Path.of(System.getProperty("cryodrgn.test-data"), "golden/particles.mrcs");
    MrcFile file = MrcFile.open(path);
    assertEquals(96, file.nz());
    assertEquals(7.11, file.header().pixelSize());
    float[] images = new float[96 * 1024];
    file.read(0, 96, images, 0);
    assertEquals(2.2913983f, images[3 * 32 + 17]);
    assertEquals(0.53666234f, images[5 * 1024 + 31 * 32 + 30]);
    assertEquals(0.9579074f, images[96 * 1024 - 1]);
    float[] one = new float[1030];
    file.read(5, 1, one, 6);
    assertEquals(0.53666234f, one[6 + 31 * 32 + 30]);
  }

  @Test
  void aSparseStackOfSixGigabytesIsReadToItsEnd() throws IOException {
    int box = 1024;
    int sections = 1537;
    long bytes = 4L * box * box;
    Path path = folder.resolve("large.mrcs");
    ByteBuffer mark = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(MrcBytes.header(box, box, sections, 2, 0, ByteOrder.LITTLE_ENDIAN), 0);
      // The last pixel of the file, and one on each side of the border of two windows.
      for (long section : new long[] {255, 256, 1023, 1536}) {
        mark.clear().putFloat(section).flip();
        channel.write(mark, 1024 + (section + 1) * bytes - 4);
      }
    }
    assertTrue(Files.size(path) > 6L << 30);
    MrcFile file = MrcFile.open(path);
    float[] images = new float[2 * box * box];
    file.read(255, 2, images, 0);
    assertEquals(255, images[box * box - 1]);
    assertEquals(256, images[2 * box * box - 1]);
    file.read(1536, 1, images, 0);
    assertEquals(1536, images[box * box - 1]);
    assertEquals(0, images[0]);
    assertEquals(1023, file.section(1023).getFloat(file.section(1023).limit() - 4));
  }

  @Test
  void aSectionOutsideIsAnErrorOfTheProgram() throws IOException {
    MrcFile file = whole();
    assertThrows(IndexOutOfBoundsException.class, () -> file.read(1, 2, new float[8], 0));
    assertThrows(IndexOutOfBoundsException.class, () -> file.read(-1, 1, new float[8], 0));
    assertThrows(IndexOutOfBoundsException.class, () -> file.section(2));
  }

  @Test
  void filesThatAreNoMrcFilesAreNamed() throws IOException {
    assertTold("there is no such file", folder.resolve("none.mrc"));
    assertTold("is a folder", folder);
    assertTold("is empty", Files.createFile(folder.resolve("empty.mrc")));
    assertTold("is no file but a pipe or device", Path.of("/dev/null"));
    assertTold("byte 500): the file ends", Files.write(folder.resolve("s.mrc"), new byte[500]));
    byte[] text = "data_particles\nloop_\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
    assertTold("not an MRC file", Files.write(folder.resolve("t.mrc"), text));
    assertTold("not an MRC file", Files.write(folder.resolve("z.mrc"), new byte[5000]));
  }

  @Test
  void headersThatCannotBeAreNamedWithTheirByte() throws IOException {
    assertHeader("byte 12): mode 3 is not", words -> words.putInt(12, 3));
    assertHeader("byte 0): the header tells of -4 columns", words -> words.putInt(0, -4));
    assertHeader("byte 4): the header tells of 0 rows", words -> words.putInt(4, 0));
    assertHeader("byte 8): the header tells of 0 sections", words -> words.putInt(8, 0));
    assertHeader("byte 64): its axes are permuted", words -> words.putInt(64, 3).putInt(72, 1));
    assertHeader("byte 92): an extended header of -1", words -> words.putInt(92, -1));
    assertHeader("byte 92): an extended header of 99", words -> words.putInt(92, 99));
    assertHeader(
        "byte 0): one section of 100000 x 100000",
        words -> words.putInt(0, 100000).putInt(4, 100000));
    assertHeader("byte 8): the header tells of 1 sections, but", words -> words.putInt(8, 1));
    assertHeader(
        "byte 1032): the file is truncated: it ends in section 3 of 2147483647",
        words -> words.putInt(8, Integer.MAX_VALUE));
  }

  @Test
  void aTruncatedStackNamesByteAndSection() throws IOException {
    ByteBuffer header = MrcBytes.header(2, 2, 5, 1, 0, ByteOrder.LITTLE_ENDIAN);
    assertTold(
        "(byte 1051): the file is truncated: it ends in section 4 of 5, 13 bytes are missing",
        MrcBytes.write(folder.resolve("t.mrcs"), header, new byte[27]));
  }

  /** Cut short, or another file of its name, whose header is not known. */
  @Test
  void aFileThatChangesAfterItWasOpenedIsNamed() throws IOException {
    ByteBuffer header = MrcBytes.header(2, 2, 2, 0, 80, ByteOrder.LITTLE_ENDIAN);
    MrcFile file = MrcFile.open(MrcBytes.write(folder.resolve("s.mrc"), header, new byte[88]));
    for (int length : new int[] {1025, 2000}) {
      Files.write(file.path(), new byte[length]);
      for (Executable reading :
          List.<Executable>of(
              () -> file.read(0, 1, new float[4], 0),
              () -> file.section(0),
              () -> file.extendedHeader())) {
        DataException error = assertThrows(DataException.class, reading);
        assertEquals(
            file.path()
                + ": has changed since it was opened: it has "
                + length
                + " bytes, not 1112. Check that nothing is writing to it, and start again.",
            error.getMessage());
      }
    }
  }

  @Test
  void filesWithoutStampsAreReadByWhatMakesSense() throws IOException {
    ByteBuffer words = MrcBytes.header(2, 2, 2, 0, 0, ByteOrder.BIG_ENDIAN);
    words.putInt(208, 0).putInt(212, 0);
    MrcFile file = MrcFile.open(MrcBytes.write(folder.resolve("old.mrc"), words, new byte[8]));
    assertEquals(2, file.nx());
    assertFalse(file.header().labels().isEmpty());
  }

  /** Some programs leave the order of axes 0. */
  @Test
  void axesThatAreNotToldAreInTheirOrder() throws IOException {
    ByteBuffer words = MrcBytes.header(2, 2, 2, 0, 0, ByteOrder.LITTLE_ENDIAN);
    words.putInt(64, 0).putInt(68, 0).putInt(72, 0);
    assertEquals(2, MrcFile.open(MrcBytes.write(folder.resolve("o.mrc"), words, new byte[8])).nz());
  }

  private MrcFile whole() throws IOException {
    ByteBuffer header = MrcBytes.header(2, 2, 2, 0, 0, ByteOrder.LITTLE_ENDIAN);
    return MrcFile.open(MrcBytes.write(folder.resolve("whole.mrc"), header, new byte[8]));
  }

  private void assertHeader(String told, UnaryOperator<ByteBuffer> damage) throws IOException {
    ByteBuffer header = MrcBytes.header(2, 2, 2, 0, 0, ByteOrder.LITTLE_ENDIAN);
    damage.apply(header);
    assertTold(told, MrcBytes.write(folder.resolve("damaged.mrc"), header, new byte[8]));
  }

  private static void assertTold(String told, Path file) {
    DataException error = assertThrows(DataException.class, () -> MrcFile.open(file));
    assertTrue(error.getMessage().contains(told), error.getMessage());
    assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
  }
}
