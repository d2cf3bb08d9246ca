package org.cryodrgn.io.cryosparc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsFileTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path folder;

  private final CsFile particles = CsFile.read(GOLDEN.resolve("particles.cs"));
  private final CsFile passthrough = CsFile.read(GOLDEN.resolve("particles_passthrough.cs"));

  /** The first row as numpy.load prints it. */
  @Test
  void readsFields() {
    assertEquals(96, particles.size());
    assertEquals(1981752126765237184L, particles.uids()[0]);
    assertEquals("particles.mrcs", particles.text(0, "blob/path"));
    assertEquals("ctffind4", particles.text(0, "ctf/type"));
    assertArrayEquals(new double[] {32, 32}, particles.numbers(0, "blob/shape"));
    assertEquals(9318.935f, (float) particles.numbers("ctf/df1_A")[0]);
    double[] poses = particles.numbers("alignments3D/pose");
    assertEquals(3, particles.width("alignments3D/pose"));
    assertEquals(96 * 3, poses.length);
    assertArrayEquals(
        new float[] {-1.8059522f, 0.11325961f, -0.52095854f},
        new float[] {(float) poses[0], (float) poses[1], (float) poses[2]});
  }

  @Test
  void writesTheSameBytes() throws IOException {
    for (String name : new String[] {"particles.cs", "particles_passthrough.cs"}) {
      Path out = folder.resolve(name);
      CsFile.read(GOLDEN.resolve(name)).write(out);
      assertArrayEquals(Files.readAllBytes(GOLDEN.resolve(name)), Files.readAllBytes(out), name);
    }
  }

  @Test
  void joinsAPassthroughFileInAnyOrderByUid() {
    int[] reversed = IntStream.range(0, 96).map(i -> 95 - i).toArray();
    CsFile shuffled = passthrough.select(reversed);
    CsFile joined = particles.select(new int[] {5, 90, 5}).join(shuffled);
    Path out = folder.resolve("joined.cs");
    joined.write(out);
    CsFile read = CsFile.read(out);
    String field = "location/center_x_frac";
    assertEquals(passthrough.numbers(field)[90], read.numbers(field)[1]);
    assertEquals(
        passthrough.text(5, "location/micrograph_path"), read.text(2, "location/micrograph_path"));
    assertEquals(particles.uids()[90], read.uids()[1]);
    assertEquals(read.fields(), joined.fields());
    assertEquals(21 + 6, read.fields().size());
    CsFile selected = joined.select(new int[] {1});
    assertEquals(passthrough.numbers(field)[90], selected.numbers(field)[0]);
  }

  @Test
  void tellsUidsThatAreMissingOrDouble() {
    String missing =
        assertThrows(
                DataException.class, () -> particles.join(passthrough.select(new int[] {0, 1})))
            .getMessage();
    assertTrue(missing.contains("which is row 3 of"), missing);
    String twice =
        assertThrows(
                DataException.class, () -> particles.join(passthrough.select(new int[] {0, 0})))
            .getMessage();
    assertTrue(twice.contains("row 2): the uid 1981752126765237184 is there twice"), twice);
  }

  /** A float cannot hold the 64 bits of a uid: particles would be taken for one another. */
  @ParameterizedTest
  @ValueSource(strings = {"'<f8'", "'<u4', (2,)", "'S8'"})
  void uidsAreIntegers(String type) throws IOException {
    String head = "{'descr': [('uid', " + type + ")], 'fortran_order': False, 'shape': (2,)}";
    String start = "\u0093NUMPY\u0001\u0000" + (char) head.length() + '\u0000' + head;
    byte[] bytes = Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), start.length() + 16);
    CsFile file = CsFile.read(Files.write(folder.resolve("uids.cs"), bytes));
    String message = assertThrows(DataException.class, file::uids).getMessage();
    assertTrue(message.contains("where integers are due"), message);
  }

  @Test
  void namesTheFieldsThatAreNear() {
    String message =
        assertThrows(DataException.class, () -> particles.numbers("ctf/df1")).getMessage();
    assertTrue(message.contains("no field ctf/df1. It has ctf/df1_A"), message);
    assertThrows(DataException.class, () -> particles.numbers("blob/path"));
    assertThrows(DataException.class, () -> particles.text(0, "uid"));
  }
}
