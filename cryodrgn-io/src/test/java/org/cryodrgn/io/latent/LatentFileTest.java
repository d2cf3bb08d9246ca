package org.cryodrgn.io.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.pickle.PickleWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentFileTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  @TempDir Path temp;

  @Test
  void readsAndWritesBothPickles() {
    Latents latents = LatentFile.read(GOLDEN.resolve("z.pkl"));
    assertEquals(300, latents.particles());
    assertEquals(4, latents.dimension());

    LatentFile.write(temp.resolve("z.pkl"), latents);

    for (int i = 0; i < 2; i++) {
      NumpyArray golden = (NumpyArray) PickleReader.readAll(GOLDEN.resolve("z.pkl")).get(i);
      NumpyArray written = (NumpyArray) PickleReader.readAll(temp.resolve("z.pkl")).get(i);
      assertEquals("f4", written.dtype());
      assertArrayEquals(golden.shape(), written.shape());
      assertArrayEquals(golden.bytes(), written.bytes());
    }
  }

  @Test
  void readsTheMeanAlone() {
    LatentFile.write(temp.resolve("z.pkl"), new Latents(1, 2, new float[] {1, 2}, null));
    Latents read = LatentFile.read(temp.resolve("z.pkl"));
    assertNull(read.logVariance());
    assertArrayEquals(new float[] {1, 2}, read.mean());
  }

  @Test
  void namesWhatIsWrong() {
    NumpyArray mean = NumpyArray.of(new float[] {1, 2, 3, 4}, 2, 2);
    assertRefused("row 1, column 0", mean, NumpyArray.of(new float[] {1, 2, Float.NaN, 4}, 2, 2));
    assertRefused(
        "shape [2, 2], but here is an array of f4 [1, 4]", mean, NumpyArray.of(new float[4], 1, 4));
    assertRefused("shape [N, M]", NumpyArray.of(new float[4], 4));
    assertRefused("3 pickles", mean, mean, mean);
  }

  private void assertRefused(String expected, Object... values) {
    Path file = temp.resolve("z.pkl");
    PickleWriter.write(file, values);
    DataException refusal = assertThrows(DataException.class, () -> LatentFile.read(file));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
  }

  @Test
  void writesTextAsNumpyDoes() throws IOException {
    Path golden = GOLDEN.resolve("cli/direct.txt");
    TextMatrix path = TextMatrix.read(golden);
    assertEquals(4, path.columns());

    path.write(temp.resolve("path.txt"));

    assertEquals(Files.readString(golden), Files.readString(temp.resolve("path.txt")));
    new TextMatrix(1, 4, new double[] {0.1, -0.0, 1e-300, -123456789.125})
        .write(temp.resolve("row.txt"));
    assertEquals(
        "1.000000000000000056e-01 -0.000000000000000000e+00 1.000000000000000025e-300"
            + " -1.234567891250000000e+08\n",
        Files.readString(temp.resolve("row.txt")));
    TextMatrix.writeIntegers(temp.resolve("ind.txt"), new int[] {3, -1});
    assertEquals("3\n-1\n", Files.readString(temp.resolve("ind.txt")));
  }

  @ParameterizedTest
  @CsvSource({
    "'1 2\n3\n', line 2, 1 numbers where the first row has 2",
    "'# c\n1 x\n', line 2, \"x\" is no number",
    "'1 nan\n', line 1, no number",
    "'1\n2d\n', line 2, \"2d\" is no number",
    "'0x1p3\n', line 1, \"0x1p3\" is no number",
    "'1e999\n', line 1, no number",
    "'\n# c\n', '', holds no numbers"
  })
  void namesTheLine(String text, String place, String problem) throws IOException {
    Path file = Files.writeString(temp.resolve("z.txt"), text);
    DataException refusal = assertThrows(DataException.class, () -> TextMatrix.read(file));
    assertTrue(refusal.getMessage().contains(place), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
  }
}
