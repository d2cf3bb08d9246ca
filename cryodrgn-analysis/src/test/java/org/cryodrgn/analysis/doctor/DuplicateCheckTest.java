package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuplicateCheckTest {

  @TempDir Path folder;

  private static HeldImages stack(int... sections) {
    float[][] images = new float[sections.length][4];
    for (int i = 0; i < images.length; i++) {
      images[i][1] = 1 + i;
    }
    return new HeldImages(2, images, sections);
  }

  /** Particle i has the pose that its entry tells. */
  private static Poses poses(int... which) {
    double[] rotations = new double[9 * which.length];
    double[] shifts = new double[2 * which.length];
    for (int i = 0; i < which.length; i++) {
      Rotations.fromRelion(which[i], 20, 30, rotations, 9 * i);
      shifts[2 * i] = 0.001 * which[i];
    }
    return new Poses(rotations, shifts);
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static String evidence(HeldImages stack, Poses poses, CsFile cs) {
    Finding finding = DuplicateCheck.examine(stack, poses, cs, new ImageSample(stack, 10, 1));
    assertEquals(
        finding.evidence().contains("particles") || finding.evidence().contains("copies"),
        finding.status() == Finding.Status.WARN);
    return finding.evidence();
  }

  /** Each as often as the others, and in other poses, is symmetry expansion. */
  @ParameterizedTest
  @CsvSource({
    "0 1 2 3 4 5 6 7 8 9, 0 1 2 3 4 5 6 7 8 9, none",
    "0 1 2 3 4 0 1 2 3 4, 0 1 2 3 4 5 6 7 8 9, each image is there 2 times: symmetry expansion",
    "0 1 2 3 4 0 1 2 3 4, 0 1 2 3 4 0 1 2 3 4, 5 of 10 particles name an image that another names",
    "0 1 2 2 4 5 6 7 8 9, 0 1 2 3 4 5 6 7 8 9, 1 of 10 particles name an image that another names",
    "0 0 1 2 2 2 3 3 4 4, 0 1 2 3 4 5 6 7 8 9, 5 of 10 particles name an image that another names",
    "0 0 1 1 2 2 3 3 3 4, 0 1 2 3 4 5 6 7 8 9, 5 of 10 particles name an image that another names"
  })
  void imagesThatAreNamedTwice(String sections, String poses, String evidence) {
    assertEquals(evidence, evidence(stack(numbers(sections)), poses(numbers(poses)), null));
  }

  @Test
  void imagesThatAreCopies() {
    HeldImages stack = stack(IntStream.range(0, 10).toArray());
    stack.images()[7][1] = 3;
    assertEquals("1 of 10 images looked at are copies of another", evidence(stack, null, null));
    Arrays.fill(stack.images()[7], 0);
    Arrays.fill(stack.images()[8], 0);
    assertEquals("none", evidence(stack, null, null));
  }

  /** One in a hundred may be chance; poses that are all the same are told elsewhere. */
  @ParameterizedTest
  @CsvSource({"3, none", "4, 4 of 300 particles have the very pose and shift of another"})
  void posesThatAreThereTwice(int count, String evidence) {
    int[] which = IntStream.range(0, 300).map(i -> i < count ? 299 - i : i).toArray();
    HeldImages stack = stack(IntStream.range(0, 300).toArray());
    assertEquals(evidence, evidence(stack, poses(which), null));
    assertEquals("none", evidence(stack, poses(new int[300]), null));
  }

  @Test
  void uidsThatAreThereTwice() throws IOException {
    String head = "{'descr': [('uid', '<u8')], 'fortran_order': False, 'shape': (10,)}";
    String start = "\u0093NUMPY\u0001\u0000" + (char) head.length() + '\u0000' + head;
    ByteBuffer bytes = ByteBuffer.allocate(start.length() + 80).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(start.getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 10; i++) {
      bytes.putLong(i == 4 ? 9 : i);
    }
    CsFile cs = CsFile.read(Files.write(folder.resolve("p.cs"), bytes.array()));
    HeldImages stack = stack(IntStream.range(0, 10).toArray());
    assertEquals("1 of 10 particles have the uid of another", evidence(stack, null, cs));
  }
}
