package org.cryodrgn.io.particles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.star.RelionParticles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as other programs write them. */
class OtherWritersTest {

  private static final int BOX = 4;

  @TempDir Path folder;

  /** Three images whose values are their numbers. */
  private Path stack(String name, int spaceGroup, float cell) throws IOException {
    ByteBuffer words = ByteBuffer.allocate(1024 + 4 * BOX * BOX * 3).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(BOX).putInt(BOX).putInt(3).putInt(2);
    words.putInt(28, BOX).putInt(32, BOX).putInt(36, spaceGroup == 401 ? 1 : 3);
    words.putFloat(40, cell).putFloat(44, cell).putFloat(48, cell);
    words.putInt(64, 1).putInt(68, 2).putInt(72, 3).putInt(88, spaceGroup);
    words.put(208, "MAP DD".getBytes());
    for (int i = 0; i < BOX * BOX * 3; i++) {
      words.putFloat(1024 + 4 * i, i / (BOX * BOX) + 1);
    }
    return Files.write(folder.resolve(name), words.array());
  }

  @ParameterizedTest
  @CsvSource({"0, 6, 1.5", "1, 6, 1.5", "401, 6, 1.5", "0, 0, 0", "1, -6, 0", "401, NaN, 0"})
  void stacksOfAnySpaceGroupAndVoxelSize(int spaceGroup, float cell, double pixelSize)
      throws IOException {
    Path file = stack("s.mrc", spaceGroup, cell);
    try (ParticleStack stack = ParticleStacks.open(file, null)) {
      assertEquals(3, stack.size());
      assertEquals(pixelSize, stack.pixelSize().orElse(0));
      float[] image = new float[BOX * BOX];
      stack.read(new int[] {2}, image);
      assertEquals(3, image[5]);
    }
  }

  /** Windows line ends, tabs, no final newline, 300 columns, a format behind the path. */
  @Test
  void starFilesOfAnyLayout() throws IOException {
    Files.move(stack("s.mrcs", 0, 6), folder.resolve("s.stk"));
    String labels =
        IntStream.range(0, 298).mapToObj(i -> "_x" + i + "\r\n").collect(Collectors.joining());
    String values = IntStream.range(0, 298).mapToObj(i -> "\t" + i).collect(Collectors.joining());
    Path star =
        Files.writeString(
            folder.resolve("p.star"),
            "data_particles\r\n\r\nloop_\r\n_rlnImageName #1 \r\n_rlnDefocusU\r\n"
                + labels
                + ("000003@s.stk:mrcs\t1.5e4" + values + " \r\n")
                + ("1@s.stk:mrcs\t-2" + values));
    RelionParticles particles = RelionParticles.read(star);
    assertArrayEquals(new double[] {15000, -2}, particles.numbers("_rlnDefocusU"));
    assertEquals("297", particles.text(1, "_x297"));
    try (ParticleStack stack = ParticleStacks.ofStar(particles, null)) {
      float[] images = new float[2 * BOX * BOX];
      stack.read(new int[] {0, 1}, images);
      assertEquals(3, images[0]);
      assertEquals(1, images[BOX * BOX]);
    }
    Path written = folder.resolve("w.star");
    particles.select(new int[] {1}).file().write(written);
    assertEquals(-2, RelionParticles.read(written).number(0, "_rlnDefocusU"));
  }

  /** As Scipion (labels without numbers), RELION (a comment, pairs for one group) write optics. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "loop_\n _rlnOpticsGroup \n _rlnImagePixelSize \n 1   1.5 \n",
        "\n# version 30002\n\nloop_ \n_rlnOpticsGroup #1 \n_rlnImagePixelSize #2 \n1 1.5\n \n",
        "_rlnOpticsGroup 1\n_rlnImagePixelSize 1.5\n",
      })
  void opticsOfAnyLayout(String optics) throws IOException {
    stack("s.mrcs", 0, 0);
    Path star =
        Files.writeString(
            folder.resolve("p.star"),
            "# Star file generated with Scipion\n\n# version 30001\n\ndata_optics\n\n"
                + optics
                + "\n# version 30001\n\ndata_particles\n\nloop_\n_rlnImageName \n_rlnOpticsGroup \n"
                + "  000002@s.mrcs   1.000000 \n");
    try (ParticleStack stack = ParticleStacks.open(star, null)) {
      assertEquals(1.5, stack.pixelSize().orElse(0));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# XMIPP_STAR_1 *\\n#\\ndata_noname\\nloop_\\n _itemId\\n _image\\n 1 000001@p.stk\\n|Xmipp",
        "data_optics\\n\\nloop_\\n_rlnOpticsGroup\\n1\\n\\ndata_particles\\n\\nloop_\\n_rlnImageName\\n|no rows",
        "data_\\n\\nloop_\\n_rlnImageName\\n000000@s.mrcs\\n|row 1): the image name",
        "data_\\n\\nloop_\\n_rlnImageName\\ns.mrcs@1\\n|row 1): the image name",
        "data_\\n\\nloop_\\n_rlnImageName\\n000001@p.hdf\\n|p.hdf (byte 208): not an MRC file",
        "\\377\\376|is text in UTF-16. Save it",
        "data_\\n\\nloop_\\n_rlnImageName\\n000001\\0@s.mrcs\\n|line 5): holds a zero byte",
        "data_\\n\\nloop_\\n_rlnImageName\\n'000001\\0@s.mrcs'\\n|line 5): holds a zero byte",
        "data_\\n\\nloop_\\n_rlnImageName\\n000001@s.mrcs\\n\\0\\0\\0\\n|line 6): holds a zero byte",
      })
  void whatIsNoTableOfRelionIsToldWithItsRemedy(String text, String words) throws IOException {
    Files.write(folder.resolve("p.hdf"), new byte[2000]);
    byte[] bytes = text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    Path star = Files.write(folder.resolve("c.star"), bytes);
    String message =
        assertThrows(DataException.class, () -> ParticleStacks.open(star, null)).getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void cistemTablesAreToldByName() throws IOException {
    Path star =
        Files.writeString(
            folder.resolve("c.star"),
            "data_\n\nloop_\n_cisTEMPositionInStack #1\n_cisTEMStackFilename #2\n#  POS  FILE\n"
                + "  1 'a stack.mrc'\n");
    String message =
        assertThrows(DataException.class, () -> RelionParticles.read(star)).getMessage();
    assertTrue(message.contains("cisTEM's own table. Export the refinement package"), message);
  }
}
