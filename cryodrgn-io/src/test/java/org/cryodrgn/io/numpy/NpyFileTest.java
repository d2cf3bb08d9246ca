package org.cryodrgn.io.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyFileTest {

  @TempDir Path folder;

  private Path npy(int version, String head, byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x93);
    out.write("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.write(version);
    out.write(0);
    byte[] text =
        head.getBytes(version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    out.write(
        (version == 1 ? length.putShort((short) text.length) : length.putInt(text.length)).array());
    out.write(text);
    out.write(data);
    Path file = folder.resolve("a.npy");
    Files.write(file, out.toByteArray());
    return file;
  }

  @Test
  void writesAsNumpyDoes() throws IOException {
    Path file = folder.resolve("b.npy");
    NpyFile.write(file, NumpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(128 + 24, bytes.length);
    String head = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
    assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", head.strip());
    assertEquals('\n', head.charAt(117));
    NumpyArray read = NpyFile.open(file).array();
    assertArrayEquals(new int[] {2, 3}, read.shape());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, read.toFloats());
  }

  @Test
  void readsFortranOrderAndBigEndian() throws IOException {
    byte[] data = {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6};
    Path file = npy(2, "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n", data);
    NumpyArray array = NpyFile.open(file).array();
    assertEquals("i2", array.dtype());
    assertArrayEquals(new long[] {1, 2, 3, 4, 5, 6}, array.toLongs());
  }

  /**
   * Every width, text of both kinds, padding, an odd title and a sub-array, in both byte orders.
   */
  @Test
  void readsRecordsOfEveryType() throws IOException {
    String head =
        "{'descr': [('b', '|b1'), (('title', 'i1'), '|i1'), ('', '|V1'), ('u2', '>u2'),"
            + " ('i4', '>i4', (2,)), ('u8', '<u8'), ('h', '<f2'), ('d', '>f8'), ('s', '|S3'),"
            + " ('é', '<U2')], 'fortran_order': False, 'shape': (1,)}\n";
    ByteBuffer row = ByteBuffer.allocate(1 + 1 + 1 + 2 + 8 + 8 + 2 + 8 + 3 + 8);
    row.put((byte) 1).put((byte) -2).put((byte) 9).putShort((short) 0xFFFE).putInt(-7).putInt(8);
    row.order(ByteOrder.LITTLE_ENDIAN).putLong(-1).putShort((short) 0x3E00);
    row.order(ByteOrder.BIG_ENDIAN).putDouble(2.25).put(new byte[] {'a', 'b', 0});
    row.order(ByteOrder.LITTLE_ENDIAN).putInt('ö').putInt(0);
    NpyFile file = NpyFile.open(npy(3, head, row.array()));
    assertEquals(9, file.fields().size());
    assertEquals(1, number(file, "b"));
    assertEquals(-2, number(file, "i1"));
    assertEquals(65534, number(file, "u2"));
    assertArrayEquals(new double[] {-7, 8}, numbers(file, "i4"));
    assertEquals(18446744073709551615.0, number(file, "u8"));
    assertEquals(-1L, file.fields().get("u8").integer(raw(file, "u8")));
    assertEquals(1.5, number(file, "h"));
    assertEquals(2.25, number(file, "d"));
    assertEquals("ab", file.text(0, file.fields().get("s")));
    assertEquals("ö", file.text(0, file.fields().get("é")));
  }

  private static double number(NpyFile file, String field) {
    return numbers(file, field)[0];
  }

  private static double[] numbers(NpyFile file, String name) {
    NpyField field = file.fields().get(name);
    double[] values = new double[field.count()];
    field.numbers(raw(file, name), values, 0);
    return values;
  }

  private static byte[] raw(NpyFile file, String name) {
    byte[] bytes = new byte[file.fields().get(name).bytes()];
    file.raw(0, file.fields().get(name), bytes, 0);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'descr': '|O', 'fortran_order': False, 'shape': (2,)}~Python objects",
        "{'descr': [('a', [('b', '<f4')])], 'fortran_order': False, 'shape': (2,)}~not a NumPy head",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000)}~not a NumPy",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000)}~too large",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000,)}~has",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}~negative",
        "{'descr': '<f4', 'fortran_order': False}~missing",
        "((((((((((((((((((((((1))))))))))))))))))))))~unexpected text",
        "__import__('os').system('true')~unexpected text",
        "{'descr': [('a', '<f4'), ('a', '<f4')], 'fortran_order': False, 'shape': (1,)}~twice",
      })
  void refusesHeadsByName(String head, String message) throws IOException {
    Path file = npy(1, head, new byte[16]);
    DataException e = assertThrows(DataException.class, () -> NpyFile.open(file));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void refusesOtherKindsOfFile() throws IOException {
    Path text = folder.resolve("t.npy");
    Files.writeString(text, "no array, only text");
    assertThrows(DataException.class, () -> NpyFile.open(text));
  }
}
