package org.cryodrgn.io.cryosparc;

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
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSDAT files that cryosparc-tools wrote, and ours. */
class CsdatFileTest {

  private static final Path DATA = Path.of(System.getProperty("cryodrgn.test-data"));
  private static final Path GOLDEN = DATA.resolve("golden");
  private static final Path CSDAT = DATA.resolve("csdat");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"particles.cs", "particles_passthrough.cs"})
  void holdsWhatTheNumpyFileHoldsThatItWasMadeFrom(String name) {
    CsFile read = CsFile.read(CSDAT.resolve(name));
    assertEquals(CsKind.CSDAT, read.kind());
    assertSameValues(CsFile.read(GOLDEN.resolve(name)), read);
    Path out = folder.resolve(name);
    read.write(out, CsKind.NUMPY);
    assertEquals(CsKind.NUMPY, CsFile.read(out).kind());
    assertSameValues(CsFile.read(GOLDEN.resolve(name)), CsFile.read(out));
  }

  /** A file of ours has the head of cryosparc-tools but for blanks. */
  @ParameterizedTest
  @ValueSource(strings = {"particles.cs", "particles_passthrough.cs"})
  void isWrittenWithTheSameHeadAndContent(String name) throws IOException {
    Path out = folder.resolve(name);
    CsFile.read(GOLDEN.resolve(name)).write(out, CsKind.CSDAT);
    assertEquals(head(CSDAT.resolve(name)).replace(" ", ""), head(out));
    assertSameValues(CsFile.read(GOLDEN.resolve(name)), CsFile.read(out));
  }

  private static void assertSameValues(CsFile expected, CsFile actual) {
    assertEquals(List.copyOf(expected.fields()), List.copyOf(actual.fields()));
    assertEquals(expected.size(), actual.size());
    for (String field : expected.fields()) {
      for (int row = 0; row < expected.size(); row++) {
        assertEquals(expected.describe(row, field), actual.describe(row, field), field);
      }
    }
  }

  private static String head(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    return new String(bytes.array(), 10, bytes.getInt(6), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinds.cs", "plain.cs"})
  void readsEveryType(String name) {
    CsFile file = CsFile.read(CSDAT.resolve(name));
    check(file);
    Path ours = folder.resolve(name);
    file.write(ours);
    assertEquals(CsKind.CSDAT, CsFile.read(ours).kind());
    check(CsFile.read(ours));
    Path numpy = folder.resolve("numpy.cs");
    file.write(numpy, CsKind.NUMPY);
    check(CsFile.read(numpy));
  }

  private static void check(CsFile file) {
    assertEquals(5, file.size());
    assertArrayEquals(new long[] {1, -1, 3, 4, 5}, file.uids());
    assertArrayEquals(new double[] {-2, -1, 0, 1, 2}, file.numbers("i1"));
    assertArrayEquals(new double[] {0, 1, 65535, 3, 4}, file.numbers("u2"));
    assertArrayEquals(new double[] {-2, -1, 0, 1, 2}, file.numbers("i4"));
    assertEquals("-9223372036854775808", file.describe(0, "i8"));
    assertArrayEquals(new double[] {Math.PI, -1e300, 0, 1, 2}, file.numbers("f8"));
    assertArrayEquals(new double[] {6, 7, 8, 9, 10, 11}, file.numbers(1, "matrix"));
    assertEquals("", file.text(0, "text"));
    assertEquals("a", file.text(1, "text"));
    assertEquals("\u00e5 \u03b2", file.text(2, "text"));
    assertEquals("a", file.text(3, "text"));
    assertEquals("x".repeat(60), file.text(4, "text"));
    assertEquals(
        5.0, file.numbers("a_field_whose_name_is_longer_than_fifty_two_characters_long/x")[4]);
  }

  @Test
  void joinsAcrossKindsAndKeepsItsOwn() {
    CsFile particles = CsFile.read(CSDAT.resolve("particles.cs"));
    CsFile passthrough = CsFile.read(GOLDEN.resolve("particles_passthrough.cs"));
    Path out = folder.resolve("joined.cs");
    particles.select(new int[] {90, 5}).join(passthrough).write(out);
    CsFile joined = CsFile.read(out);
    assertEquals(CsKind.CSDAT, joined.kind());
    assertEquals(21 + 6, joined.fields().size());
    assertEquals(particles.uids()[90], joined.uids()[0]);
    String micrograph = "location/micrograph_path";
    assertEquals(passthrough.text(5, micrograph), joined.text(1, micrograph));

    Path other = folder.resolve("other.cs");
    CsFile.read(GOLDEN.resolve("particles.cs"))
        .join(CsFile.read(CSDAT.resolve("particles_passthrough.cs")))
        .write(other);
    assertEquals(CsKind.NUMPY, CsFile.read(other).kind());
    assertEquals(passthrough.text(95, micrograph), CsFile.read(other).text(95, micrograph));
  }

  @Test
  void changesFieldsInEitherKind() {
    for (Path source : List.of(CSDAT, GOLDEN)) {
      Path out = folder.resolve(source.getFileName() + ".cs");
      CsFile.read(source.resolve("particles.cs"))
          .withText("blob/path", row -> "a much longer folder/" + "x".repeat(row) + ".mrcs")
          .withNumbers("blob/idx", (row, values) -> values[0] = 1000 + row)
          .withNumbers("blob/psize_A", (row, values) -> values[0] = 2.5)
          .select(new int[] {3, 1})
          .write(out);
      CsFile changed = CsFile.read(out);
      assertEquals("a much longer folder/xxx.mrcs", changed.text(0, "blob/path"));
      assertEquals("a much longer folder/x.mrcs", changed.text(1, "blob/path"));
      assertArrayEquals(new double[] {1003, 1001}, changed.numbers("blob/idx"));
      assertArrayEquals(new double[] {2.5, 2.5}, changed.numbers("blob/psize_A"));
      assertEquals("ctffind4", changed.text(1, "ctf/type"));
    }
  }

  /** CSDAT files are little-endian throughout. */
  @Test
  void turnsBigEndianNumbersAround() {
    Path big = folder.resolve("big.cs");
    NpyField field = new NpyField("x", '>', 'i', 4, new int[] {2}, "");
    NpyFile.writeRecords(
        big, List.of(field), 2, (row, record) -> ByteBuffer.wrap(record).putInt(row).putInt(-7));
    Path out = folder.resolve("little.cs");
    CsFile.read(big).write(out, CsKind.CSDAT);
    assertArrayEquals(new double[] {0, -7, 1, -7}, CsFile.read(out).numbers("x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "no json~no JSON",
        "[]~length is missing",
        "{'length': 2}~dtype is missing",
        "{'length': -1, 'dtype': [['a', '<f4']]}~length -1",
        "{'length': 2, 'dtype': []}~names no field",
        "{'length': 2, 'dtype': [['a', '<f4'], ['a', '<f4']]}~there twice",
        "{'length': 2, 'dtype': [['a', '<f4', [-3]]]}~shape",
        "{'length': 2, 'dtype': [['a', 'nonsense']]}~type nonsense",
        "{'length': 2, 'dtype': [['a', '<f4']], 'compression': 'zstd'}~compression",
        "{'length': 3, 'dtype': [['a', '<f4']]}~8 bytes cannot hold 3 rows",
        "{'length': 2, 'dtype': [['a', '<f4'], ['b', '<f4']]}~ends at byte",
        "{'length': 0, 'dtype': [['a', '<f4']]}~holds no particles",
        "{'length': 2000000000, 'dtype': [['a', '<f4']], 'compressed_fields': ['a']}~2 GB",
        "{'length': 2000000, 'dtype': [['a', '<f4']], 'compressed_fields': ['a']}~cannot hold",
      })
  void refusesDamagedFilesByName(String head, String message) throws IOException {
    Path file = csdat(head.replace('\'', '"'), new byte[8]);
    DataException e = assertThrows(DataException.class, () -> CsFile.read(file));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void tellsOfTextBeyondTheFileAndOfBlocksThatDoNotUnpack() throws IOException {
    Path text =
        csdat("{\"length\": 1, \"dtype\": [[\"a\", \"|O\"]]}", new byte[] {9, 0, 0, 0, 0, 0, 0, 0});
    CsFile file = CsFile.read(text);
    assertTrue(
        assertThrows(DataException.class, () -> file.text(0, "a"))
            .getMessage()
            .contains("row 1, field a): its text lies at byte 9"));
    String head = "{\"length\": 2, \"dtype\": [[\"a\", \"<f4\"]], \"compressed_fields\": [\"a\"]}";
    CsFile broken = CsFile.read(csdat(head, new byte[] {-1, -1, -1, 0, 0, 0, 0, 0}));
    assertTrue(
        assertThrows(DataException.class, () -> broken.numbers("a"))
            .getMessage()
            .contains("field a): is no LZ4 block"));
  }

  private Path csdat(String head, byte[] column) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(CsdatFile.MAGIC);
    out.write(length(head.length()));
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(length(column.length));
    out.write(column);
    Path file = folder.resolve("made.cs");
    Files.write(file, out.toByteArray());
    return file;
  }

  private static byte[] length(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
