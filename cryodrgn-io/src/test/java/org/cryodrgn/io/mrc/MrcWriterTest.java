package org.cryodrgn.io.mrc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputReplacedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MrcWriterTest {

  @TempDir Path folder;

  @Test
  void headerWordsLieWhereTheFormatSays() throws IOException {
    Path path = folder.resolve("stack.mrcs");
    MrcHeader header = MrcHeader.forStack(2, 1.5).withLabel("cryodrgn test");
    try (MrcWriter writer = MrcWriter.create(path, header)) {
      writer.write(new float[] {1, 2, 3, 4});
      writer.write(new float[] {9, -1, 0, 0, 2, 2, 2, 2}, 0, 2);
      assertFalse(Files.exists(path), "nothing under its name before it is whole");
      writer.finish();
    }
    ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(1024 + 12 * 4, words.capacity());
    assertEquals(
        List.of(2, 2, 3, 2),
        List.of(words.getInt(0), words.getInt(4), words.getInt(8), words.getInt(12)));
    assertEquals(List.of(2, 2, 1), List.of(words.getInt(28), words.getInt(32), words.getInt(36)));
    assertEquals(
        List.of(3f, 3f, 1.5f), List.of(words.getFloat(40), words.getFloat(44), words.getFloat(48)));
    assertEquals(90f, words.getFloat(52));
    assertEquals(List.of(1, 2, 3), List.of(words.getInt(64), words.getInt(68), words.getInt(72)));
    assertEquals(-1f, words.getFloat(76));
    assertEquals(9f, words.getFloat(80));
    assertEquals(26 / 12f, words.getFloat(84));
    assertEquals(0, words.getInt(88), "an image stack");
    assertEquals(20140, words.getInt(108));
    assertEquals(0x4D415020, words.order(ByteOrder.BIG_ENDIAN).getInt(208));
    assertEquals(0x44440000, words.getInt(212));
    words.order(ByteOrder.LITTLE_ENDIAN);
    // The population's deviation of the twelve values: sqrt(128/12 - (26/12)^2).
    assertEquals(2.4438126f, words.getFloat(216), 1e-6f);
    assertEquals(1, words.getInt(220));
    assertEquals(9f, words.getFloat(1024 + 16));
  }

  @ParameterizedTest
  @EnumSource(MrcMode.class)
  void whatIsWrittenIsReadInEveryModeAndByteOrder(MrcMode mode) throws IOException {
    float[] values = {0, 1, 2, 100, 7, 90, 3, 5};
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      int nx = mode == MrcMode.COMPLEX64 ? 1 : 2;
      ByteBuffer words = MrcBytes.header(nx, 2, 2, mode.code(), 0, order);
      Path path = folder.resolve("m.mrc");
      try (MrcWriter writer =
          MrcWriter.create(path, MrcHeader.of(words.array(), order), new byte[] {5, 6})) {
        writer.write(values, 0, 2);
        writer.finish();
      }
      MrcFile file = MrcFile.open(path);
      float[] read = new float[8];
      file.read(0, 2, read, 0);
      assertArrayEquals(values, read);
      assertArrayEquals(new byte[] {5, 6}, file.extendedHeader());
      assertEquals(order, file.header().order());
      assertEquals(2.5f, file.header().origin(1));
      assertEquals(List.of("made by hand"), file.header().labels());
      assertEquals(100f, file.header().max());
    }
  }

  @Test
  void sectionsAreCopiedBitByBit() throws IOException {
    ByteBuffer words = MrcBytes.header(1, 1, 3, 12, 0, ByteOrder.BIG_ENDIAN);
    MrcFile source =
        MrcFile.open(
            MrcBytes.write(folder.resolve("s.mrcs"), words, new byte[] {60, 0, 64, 0, 66, 1}));
    Path path = folder.resolve("c.mrcs");
    try (MrcWriter writer = MrcWriter.create(path, source.header())) {
      writer.copy(source, 2);
      writer.copy(source, 0);
      writer.finish();
    }
    byte[] all = Files.readAllBytes(path);
    assertArrayEquals(new byte[] {66, 1, 60, 0}, Arrays.copyOfRange(all, 1024, 1028));
    MrcHeader header = MrcFile.open(path).header();
    assertEquals(2, header.nz());
    assertEquals(14f * 2 / 3, header.cellLength(2), 1e-5f, "the spacing along z is kept");
    assertEquals(1f, header.min());
  }

  @Test
  void anUnfinishedFileLeavesNothingAndKeepsTheOldOne() throws IOException {
    Path path = Files.writeString(folder.resolve("old.mrc"), "old");
    try (MrcWriter writer = MrcWriter.create(path, MrcHeader.forStack(2, 1))) {
      writer.write(new float[4]);
    }
    assertEquals("old", Files.readString(path));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 127.6, 127.600", "0, -129, -129.000", "1, 32768, 32768.0", "1, -32769, -32769.0",
    "6, -1, -1.00000", "6, 65536, 65536.0", "12, 65600, 65600.0", "12, -65600, -65600.0"
  })
  void aValueThatDoesNotFitTheModeIsNamed(int mode, float value, String told) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    MrcHeader header = MrcHeader.of(MrcBytes.header(2, 2, 2, mode, 0, order).array(), order);
    try (MrcWriter writer = MrcWriter.create(folder.resolve("i.mrcs"), header)) {
      DataException error =
          assertThrows(
              DataException.class,
              () -> writer.write(new float[] {0, 0, 0, 0, 0, value, 0, 0}, 0, 2));
      assertTrue(
          error.getMessage().contains("section 2): the value " + told + " does not fit"),
          error.getMessage());
    }
  }

  @Test
  void labelsBeyondTenPushOutTheOldest() {
    MrcHeader header = MrcHeader.forStack(2, 1);
    for (int i = 0; i < 12; i++) {
      header = header.withLabel("label " + i + "x".repeat(100));
    }
    assertEquals(10, header.labels().size());
    assertTrue(header.labels().get(9).startsWith("label 11x"));
    assertEquals(80, header.labels().get(9).length());
  }

  @Test
  void volumesKeepPixelSizeAndPosition() {
    float[] values = new float[64];
    for (int i = 0; i < 64; i++) {
      values[i] = i * 0.25f;
    }
    Path path = folder.resolve("v.mrc");
    MapPosition position = new MapPosition(-2, 0, 5, -16, 3, 40);
    new MrcVolume(4, values, 1.31, position).write(path);
    MrcVolume read = MrcVolume.read(path);
    assertArrayEquals(values, read.values());
    assertEquals(1.31, read.pixelSize());
    assertEquals(position, read.position());
    MrcHeader header = MrcFile.open(path).header();
    assertEquals(1, header.spaceGroup());
    assertEquals(4 * 1.31f, header.cellLength(2), 1e-6f);
  }

  @Test
  void aPlaceInTheGridIsAnOriginUnlessThereIsOne() {
    MapPosition grid = new MapPosition(0, 0, 0, -16, 0, 40);
    assertEquals(MapPosition.origin(-24, 0, 60), grid.asOrigin(1.5));
    MapPosition both = new MapPosition(0, 7, 0, -16, 0, 40);
    assertEquals(MapPosition.origin(0, 7, 0), both.asOrigin(1.5));
  }

  @Test
  void densitiesThatAreNoNumbersAreToldWithTheirSection() throws IOException {
    Path path = folder.resolve("nan.mrc");
    new MrcVolume(2, new float[] {0, 1, 2, 3, 4, 5, Float.NaN, 7}, 1).write(path);
    String message = assertThrows(DataException.class, () -> MrcVolume.read(path)).getMessage();
    assertTrue(message.contains("section 2): holds NaN or infinite values"), message);
    ByteBuffer words = MrcBytes.header(2, 2, 2, 4, 0, ByteOrder.LITTLE_ENDIAN);
    MrcBytes.write(path, words, new byte[64]);
    message = assertThrows(DataException.class, () -> MrcVolume.read(path)).getMessage();
    assertTrue(message.contains("holds complex values (mode 4)"), message);
  }

  /** What is no cube holds images, but for a map that is changed in its own place. */
  @ParameterizedTest
  @CsvSource({
    "2, 2, 3, 2, 2, 2, true",
    "2, 3, 2, 2, 2, 2, true",
    "3, 2, 2, 2, 2, 2, true",
    "3, 3, 3, 2, 2, 2, false",
    "2, 2, 3, 2, 2, 3, false",
    "2, 2, 3, 2, 2, 4, true",
    "2, 2, 3, 2, 1, 3, true",
    "2, 2, 3, 1, 2, 3, true"
  })
  void aMapIsNotWrittenOverImages(int x, int y, int z, int mapX, int mapY, int mapZ, boolean images)
      throws IOException {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    Path there = folder.resolve("there.mrc");
    MrcBytes.write(there, MrcBytes.header(x, y, z, 0, 0, order), new byte[x * y * z]);
    MrcHeader map = MrcHeader.of(MrcBytes.header(mapX, mapY, mapZ, 2, 0, order).array(), order);
    if (images) {
      assertThrows(InputReplacedException.class, () -> MrcVolume.requireNoImages(there, map));
    } else {
      MrcVolume.requireNoImages(there, map);
    }
  }

  @Test
  void aStackIsNoVolume() throws IOException {
    ByteBuffer words = MrcBytes.header(2, 2, 3, 0, 0, ByteOrder.LITTLE_ENDIAN);
    Path path = MrcBytes.write(folder.resolve("s.mrcs"), words, new byte[12]);
    DataException error = assertThrows(DataException.class, () -> MrcVolume.read(path));
    assertTrue(error.getMessage().contains("2 x 2 x 3 voxels, not a cube"), error.getMessage());
  }
}
