package org.cryodrgn.io.particles;

import static org.cryodrgn.io.particles.SmallStacks.firstPixels;
import static org.cryodrgn.io.particles.SmallStacks.told;
import static org.cryodrgn.io.particles.SmallStacks.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParticleStacksTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("cryodrgn.test-data")).resolve("golden");

  @TempDir Path folder;

  private SmallStacks small() {
    return new SmallStacks(folder);
  }

  @Test
  void theGoldenDataSetIsTheSameThroughEveryFile() throws IOException {
    Path list = Files.writeString(folder.resolve("a.txt"), GOLDEN.resolve("particles.mrcs") + "\n");
    int[] indices = {5, 95, 0, 1, 2, 5};
    for (Path file :
        new Path[] {
          GOLDEN.resolve("particles.mrcs"),
          GOLDEN.resolve("particles.star"),
          GOLDEN.resolve("particles.cs"),
          list
        }) {
      try (ParticleStack stack = ParticleStacks.open(file, null)) {
        assertEquals(96, stack.size());
        assertEquals(32, stack.box());
        assertEquals(7.11, stack.pixelSize().getAsDouble(), 1e-6);
        float[] images = new float[6 * 1024];
        stack.read(indices, images);
        // As NumPy reads the file.
        assertEquals(0.53666234f, images[31 * 32 + 30]);
        assertEquals(0.9579074f, images[2 * 1024 - 1]);
        assertEquals(2.2913983f, images[2 * 1024 + 3 * 32 + 17]);
        assertEquals(0.53666234f, images[5 * 1024 + 31 * 32 + 30]);
      }
    }
  }

  @Test
  void anyOrderOverManyFilesPutsEachImageInItsPlace() throws IOException {
    StringBuilder list = new StringBuilder();
    byte[] file = Files.readAllBytes(small().stack("s.mrcs", 4, 3, 0));
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 700; i++) {
      for (int pixel = 0; pixel < 48; pixel++) {
        bytes.putFloat(1024 + 4 * pixel, 10 * i + pixel / 16);
      }
      Files.write(folder.resolve("s" + i + ".mrcs"), file);
      list.append("s").append(i).append(".mrcs\n\n");
    }
    Path all = Files.writeString(folder.resolve("all.txt"), list);
    try (ParticleStack stack = ParticleStacks.open(all, null)) {
      assertEquals(2100, stack.size());
      assertEquals(700, stack.files().size());
      assertEquals(699, stack.fileOf(2099));
      assertEquals(2, stack.sectionOf(2099));
      int[] indices = new Random(1).ints(5000, 0, 2100).toArray();
      IntStream.range(0, 4)
          .parallel()
          .forEach(
              thread -> {
                float[] images = new float[indices.length * 16];
                stack.read(indices, images);
                for (int i = 0; i < indices.length; i++) {
                  float expected = indices[i] / 3 * 10 + indices[i] % 3;
                  assertEquals(expected, images[i * 16]);
                  assertEquals(expected, images[i * 16 + 15]);
                }
              });
    }
  }

  @Test
  void aStarFileNamesImagesInAnyOrderOfSeveralFiles() throws IOException {
    small().stack("a.mrcs", 4, 3, 0);
    small().stack("b.mrcs", 4, 2, 10);
    Path star = small().star("000002@b.mrcs", "000003@a.mrcs", "1@b.mrcs", "000001@a.mrcs");
    try (ParticleStack stack = ParticleStacks.open(star, null)) {
      assertArrayEquals(new float[] {11, 2, 10, 0}, firstPixels(stack, 0, 1, 2, 3));
      assertEquals(2, stack.files().size());
      assertEquals(star + ", row 2 (000003@" + folder.resolve("a.mrcs") + ")", stack.describe(1));
      ParticleStack selected = ParticleStacks.select(stack, new int[] {3, 0, 0});
      assertArrayEquals(new float[] {11, 0, 11}, firstPixels(selected, 2, 0, 1));
      assertEquals(stack.describe(3), selected.describe(0));
    }
    // The section after that of the row before, but of another file.
    try (ParticleStack stack = ParticleStacks.open(small().star("1@a.mrcs", "2@b.mrcs"), null)) {
      assertArrayEquals(new float[] {0, 11}, firstPixels(stack, 0, 1));
    }
  }

  @Test
  void listsOfListsKeepTheirOrderAndMayNotBeEndless() throws IOException {
    small().stack("sub/a.mrcs", 4, 1, 1);
    small().stack("b.mrcs", 4, 2, 5);
    Files.writeString(folder.resolve("sub/inner.txt"), "a.mrcs\n");
    Path outer = Files.writeString(folder.resolve("outer.txt"), "b.mrcs\nsub/inner.txt\nb.mrcs");
    ParticleStack stack = ParticleStacks.open(outer, null);
    assertArrayEquals(new float[] {5, 6, 1, 5, 6}, firstPixels(stack, 0, 1, 2, 3, 4));
    assertEquals(2, stack.files().size());
    Path endless = Files.writeString(folder.resolve("endless.txt"), "endless.txt\n");
    assertTrue(told(endless).contains("do not end"), told(endless));
    assertTrue(told(Files.writeString(folder.resolve("e.txt"), "\n")).contains("names no stack"));
    Path star = small().star("1@b.mrcs");
    Path wrong = Files.writeString(folder.resolve("w.txt"), star.getFileName() + "\n");
    assertTrue(told(wrong).contains("(line 1): 'particles.star' is no stack"), told(wrong));
  }

  @Test
  void rowsThatCannotBeAreNamed() throws IOException {
    small().stack("a.mrcs", 4, 3, 0);
    assertTrue(told(small().star("1@a.mrcs", "4@a.mrcs")).contains("(row 2): names image 4 of "));
    assertTrue(told(small().star("0@a.mrcs")).contains("(row 1): the image name '0@a.mrcs'"));
    assertTrue(told(small().star("x@a.mrcs")).contains("does not begin with a number"));
    String many = told(small().star("2@a.mrcs", "a.mrcs"));
    assertTrue(many.contains("(row 2): names no image of "), many);
    assertTrue(many.contains("a.mrcs, which holds 3. Write the image name as 000001@"), many);
    // A path without a last name.
    assertTrue(told(small().star("1@a.mrcs", "1@/")).contains("(row 2): no file '/'; tried /. "));
    Path list = Files.writeString(folder.resolve("l.txt"), "a.mrcs\n/\n");
    assertTrue(told(list).contains("(line 2): no file '/'; tried /. "), told(list));
    Path noNames = Files.writeString(folder.resolve("n.star"), "data_\nloop_\n_rlnAngleRot\n1\n");
    assertTrue(told(noNames).contains("no column _rlnImageName"), told(noNames));
  }

  @Test
  void aPathAloneIsThatOfASingleImage() throws IOException {
    small().stack("a.mrc", 4, 1, 5);
    small().stack("b.mrc", 4, 1, 6);
    ParticleStack stack = ParticleStacks.open(small().star("b.mrc", "a.mrc", "1@b.mrc"), null);
    assertArrayEquals(new float[] {6, 5, 6}, firstPixels(stack, 0, 1, 2));
  }

  @Test
  void boxesMayBeOdd() throws IOException {
    small().stack("odd.mrcs", 5, 2, 7);
    ParticleStack stack = ParticleStacks.open(folder.resolve("odd.mrcs"), null);
    assertEquals(5, stack.box());
    float[] images = new float[50];
    stack.read(new int[] {1, 0}, images);
    float[] expected = new float[50];
    Arrays.fill(expected, 0, 25, 8);
    Arrays.fill(expected, 25, 50, 7);
    assertArrayEquals(expected, images);
  }

  @Test
  void imagesThatDoNotFitAreNamed() throws IOException {
    small().stack("a.mrcs", 4, 1, 0);
    small().stack("b.mrcs", 6, 1, 0);
    Path rectangle = folder.resolve("r.mrc");
    Files.write(rectangle, rectangle());
    assertTrue(
        told(small().star("1@a.mrcs", "1@b.mrcs")).contains("b.mrcs: its box is 6, that of"));
    assertTrue(told(rectangle).contains("4 x 2 pixels, not square"), told(rectangle));
    Path complex = small().stack("c.mrcs", 4, 2, 0);
    Files.write(complex, ofOneComplexImage(Files.readAllBytes(complex)));
    assertTrue(told(complex).contains("complex values (mode 4)"), told(complex));
    assertTrue(told(folder.resolve("none.mrcs")).contains("there is no such file"));
    Path unknown = Files.writeString(folder.resolve("p.tif"), "x");
    assertTrue(told(unknown).contains("tells of no particle stack"), told(unknown));
    assertTrue(told(unknown).contains("convert others to .mrcs"), told(unknown));
  }

  @Test
  void imagesWithNotANumberAreNamed() {
    float[] values = new float[48];
    values[40] = Float.NaN;
    Path file = folder.resolve("nan.mrcs");
    write(file, MrcHeader.forStack(4, 1), values);
    ParticleStack stack = ParticleStacks.open(file, null);
    stack.read(new int[] {0, 1}, new float[32]);
    DataException error =
        assertThrows(DataException.class, () -> stack.read(new int[] {0, 1, 2}, new float[48]));
    assertTrue(error.getMessage().contains("nan.mrcs, image 3: the image holds NaN"));
    ParticleStack selected = ParticleStacks.select(stack, new int[] {0, 2, 1});
    NotFiniteImageException ofSelection =
        assertThrows(
            NotFiniteImageException.class, () -> selected.read(new int[] {0, 2, 1}, new float[48]));
    assertEquals(1, ofSelection.index());
  }

  @Test
  void selectionsOutsideTheStackAreNamed() throws IOException {
    ParticleStack stack = ParticleStacks.open(small().stack("a.mrcs", 4, 3, 0), null);
    assertSelection("Entry 1 of the selection is 3", stack, 0, 3);
    assertSelection("Entry 0 of the selection is -1", stack, -1);
    assertSelection("holds no particle", stack);
  }

  @Test
  void mixedPixelSizesAreNoPixelSize() throws IOException {
    small().stack("a.mrcs", 4, 2, 0);
    Path star =
        Files.writeString(
            folder.resolve("m.star"),
            "data_optics\n"
                + "loop_\n"
                + "_rlnOpticsGroup\n"
                + "_rlnImagePixelSize\n"
                + "1 1.5\n"
                + "2 1.7\n"
                + "data_particles\n"
                + "loop_\n"
                + "_rlnImageName\n"
                + "_rlnOpticsGroup\n"
                + "1@a.mrcs 1\n"
                + "2@a.mrcs 2\n");
    ParticleStack mixed = ParticleStacks.open(star, null);
    assertEquals(OptionalDouble.empty(), mixed.pixelSize());
    assertEquals(1.7, mixed.pixelSizeOf(1));
    ParticleStack second = ParticleStacks.select(mixed, new int[] {1, 1});
    assertEquals(OptionalDouble.of(1.7), second.pixelSize());
    assertEquals(1.7, second.pixelSizeOf(0));
    ParticleStack both = ParticleStacks.select(mixed, new int[] {1, 0});
    assertEquals(OptionalDouble.empty(), both.pixelSize());
    assertEquals(OptionalDouble.of(1.5), ParticleStacks.select(both, new int[] {1}).pixelSize());
    Path old =
        Files.writeString(
            folder.resolve("o.star"),
            "data_\nloop_\n_rlnImageName\n_rlnDetectorPixelSize\n_rlnMagnification\n"
                + "1@a.mrcs 5.0 25000\n");
    assertEquals(2.0, ParticleStacks.open(old, null).pixelSize().getAsDouble(), 1e-12);
  }

  /** Sizes of a table are at the box that it tells; headers tell each file's. */
  @Test
  void pixelSizesAreThoseOfTheImages() throws IOException {
    small().stack("a.mrcs", 4, 2, 0);
    write(folder.resolve("b.mrcs"), MrcHeader.forStack(4, 1.7), new float[32]);
    assertEquals(3, tableSize("8 1.5", "8 1.5").orElseThrow(), 1e-12);
    assertEquals(OptionalDouble.empty(), tableSize("4 1.5", "4 1.5005"));
    assertEquals(1.5, tableSize("4 1.5", "4 1.5001").orElseThrow());
    assertEquals(OptionalDouble.empty(), tableSize("4 0", "4 0"));
    Path list = Files.writeString(folder.resolve("l.txt"), "a.mrcs\nb.mrcs\n");
    ParticleStack stack = ParticleStacks.open(list, null);
    assertEquals(OptionalDouble.empty(), stack.pixelSize());
    assertEquals(1.5, stack.pixelSizeOf(1));
    assertEquals(1.7, stack.pixelSizeOf(2));
  }

  private OptionalDouble tableSize(String first, String second) throws IOException {
    Path star =
        Files.writeString(
            folder.resolve("t.star"),
            "data_\nloop_\n_rlnImageName\n_rlnImageSize\n_rlnImagePixelSize\n"
                + ("1@a.mrcs " + first + "\n2@a.mrcs " + second + "\n"));
    return ParticleStacks.open(star, null).pixelSize();
  }

  @Test
  void aFileThatWasReplacedByAShorterOneIsTold() throws IOException {
    ParticleStack stack = ParticleStacks.open(small().stack("a.mrcs", 4, 3, 0), null);
    small().stack("a.mrcs", 4, 2, 0);
    DataException error =
        assertThrows(DataException.class, () -> stack.read(new int[] {2}, new float[16]));
    assertTrue(error.getMessage().contains("has changed since the stack"), error.getMessage());
  }

  private static void assertSelection(String told, ParticleStack stack, int... indices) {
    DataException error =
        assertThrows(DataException.class, () -> ParticleStacks.select(stack, indices));
    assertTrue(error.getMessage().contains(told), error.getMessage());
  }

  /** A stack of two real images in which the header finds one of mode 4. */
  private static byte[] ofOneComplexImage(byte[] stack) {
    stack[8] = 1;
    stack[12] = 4;
    return stack;
  }

  private byte[] rectangle() throws IOException {
    byte[] bytes = Files.readAllBytes(small().stack("square.mrc", 4, 1, 0));
    bytes[4] = 2;
    return Arrays.copyOf(bytes, 1024 + 32);
  }
}
