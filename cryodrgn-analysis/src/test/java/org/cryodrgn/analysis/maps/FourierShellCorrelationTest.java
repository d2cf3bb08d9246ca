package org.cryodrgn.analysis.maps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierShellCorrelationTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("cryodrgn.test-data"), "golden", "cli");
  private static final int BOX = 32;

  /** To the precision of complex64, in which cryoDRGN computes, a little otherwise each time. */
  @Test
  void curveIsCryodrgns() throws Exception {
    FscCurve curve =
        FourierShellCorrelation.between(map("half_map_a"), map("half_map_b"), BOX, null, 2);
    List<String> table = FscReport.table(curve).lines().toList();
    double[][] expected = numbers(Files.readAllLines(GOLDEN.resolve("fsc.txt")));
    double[][] ours = numbers(table);
    assertEquals("pixres fsc", table.get(0));
    assertEquals(expected.length, ours.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i][0], ours[i][0]);
      assertEquals(expected[i][1], ours[i][1], 1e-7);
    }
    assertEquals(
        List.of("res @ FSC=0.5: 28.44 ang", "res @ FSC=0.143: 18.96 ang"),
        FscReport.resolutions(curve, 7.11));
  }

  /** The same shells, told one further in, and one more of them. */
  @Test
  void byRadiusIsTheCurveOneShellFurther() throws Exception {
    float[] a = map("half_map_a");
    float[] b = map("half_map_b");
    double[] curve = FourierShellCorrelation.between(a, b, BOX, null, 1).values();
    double[] byRadius = FourierShellCorrelation.byRadius(a, b, BOX, 2);
    assertEquals(BOX / 2, byRadius.length);
    assertArrayEquals(
        Arrays.copyOfRange(curve, 1, curve.length),
        Arrays.copyOf(byRadius, byRadius.length - 1),
        1e-12);
    assertEquals(1, FourierShellCorrelation.byRadius(a, a, BOX, 1)[BOX / 2 - 1], 1e-12);
  }

  /**
   * The same text. The end of the last column holds random numbers, which cryoDRGN draws without a
   * seed: from run to run it varies by 0.25 for a mask of 135 voxels.
   */
  @Test
  void maskedCurvesAreCryodrgns() throws Exception {
    Map<String, FscCurve> curves = maskedCurves();
    List<String> table = FscReport.table(curves, 6, " ").lines().toList();
    List<String> expectedLines = Files.readAllLines(GOLDEN.resolve("backproject/fsc-vals.txt"));
    int first = 8;
    assertEquals(expectedLines.subList(0, first), table.subList(0, first));
    assertEquals(expectedLines.size(), table.size());
    for (int i = first; i < table.size(); i++) {
      String[] expected = expectedLines.get(i).split(" ");
      String[] ours = table.get(i).split(" ");
      assertEquals(List.of(expected).subList(0, 5), List.of(ours).subList(0, 5));
      double corrected = Double.parseDouble(ours[5]);
      assertTrue(corrected >= 0 && corrected < 0.8 * Double.parseDouble(ours[4]), table.get(i));
    }
  }

  /**
   * (FSC - p) / (1 - p) of Chen et al., Ultramicroscopy 135 (2013), where p is what random phases
   * correlate: here the mean of 300 draws made with NumPy, the phases those of Gaussian noise. One
   * draw would be off by 0.016, and the resolution at 0.5 anything from 15 to 38 Å.
   */
  @Test
  void correctionIsThatOfTheMeanOfManyDraws() {
    double[] p = {0.9495, 0.9440, 0.9463, 0.9340, 0.9206, 0.9166, 0.9091, 0.8935, 0.8792};
    Map<String, FscCurve> curves = maskedCurves();
    double[] tight = curves.get("Tight").values();
    FscCurve corrected = curves.get(MaskedCorrelations.CORRECTED);
    for (int i = 0; i < p.length; i++) {
      double with = corrected.values()[7 + i];
      assertEquals(p[i], (tight[7 + i] - with) / (1 - with), 0.012, "shell " + (7 + i));
    }
    assertEquals(
        List.of("res @ FSC=0.5: 15.17 ang", "res @ FSC=0.143: 15.17 ang"),
        FscReport.resolutions(corrected, 7.11));
  }

  @Test
  void aMapCorrelatesFullyWithItselfWhateverItsScale() {
    float[] map = noise(16, 1);
    float[] opposite = map.clone();
    for (int i = 0; i < opposite.length; i++) {
      opposite[i] *= -3;
    }
    double[] ones = new double[8];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, FourierShellCorrelation.between(map, map, 16, null, 1).values(), 1e-12);
    assertEquals(-1, FourierShellCorrelation.between(map, opposite, 16, null, 1).values()[5], 1e-6);
  }

  /** Half maps that are alike to shell 20 of 24 are corrected beyond three quarters of it. */
  @Test
  void phasesAreRandomBeyondThreeQuartersOfWhatTheMaskedMapsShow() {
    int box = 48;
    int last = 20;
    int inner = 3 * last / 4;
    float[] a = noise(box, 10);
    float[] b = a.clone();
    float[] apart = noise(box, 11);
    Hartley.forward3(b, box, 1);
    Hartley.forward3(apart, box, 1);
    for (int i = 0; i < b.length; i++) {
      int x = i % box - box / 2;
      int y = i / box % box - box / 2;
      int z = i / box / box - box / 2;
      b[i] = x * x + y * y + z * z < last * last ? b[i] + apart[i] : apart[i];
    }
    Hartley.inverse3(b, box, 1);
    float[] open = new float[a.length];
    Arrays.fill(open, 1);
    Map<String, FscCurve> curves =
        MaskedCorrelations.of(new MapPair(a, b, box, 1), noise(box, 12), open, 2);
    double[] tight = curves.get("Tight").values();
    double[] corrected = curves.get(MaskedCorrelations.CORRECTED).values();
    // Signal and noise of one power: 1 / sqrt(2).
    assertEquals(Math.sqrt(0.5), tight[last], 0.03);
    assertEquals(0, tight[last + 1], 0.03);
    for (int i = 0; i < tight.length; i++) {
      assertEquals(i <= inner, tight[i] == corrected[i], "shell " + i);
      assertEquals(Math.max(0, tight[i]), corrected[i], 0.1, "shell " + i);
    }
  }

  /** Noise that a tight mask makes alike is found not to correlate. */
  @Test
  void correctionTakesOffWhatTheMaskAdds() {
    int box = 32;
    float[] a = noise(box, 2);
    float[] b = noise(box, 3);
    for (int i = 0; i < a.length; i++) {
      a[i] += 3;
      b[i] += 3;
    }
    float[] mask = new float[a.length];
    for (int i = 0; i < mask.length; i++) {
      int x = i % box - 16;
      int y = i / box % box - 16;
      int z = i / box / box - 16;
      mask[i] = x * x + y * y + z * z < 9 ? 1 : 0;
    }
    FscCurve masked = FourierShellCorrelation.between(a, b, box, mask, 2);
    FscCurve corrected =
        FourierShellCorrelation.correct(masked, new MapPair(a, b, box, 1), mask, 0.1, 2);
    assertTrue(masked.values()[5] > 0.5, Arrays.toString(masked.values()));
    assertEquals(masked.values()[3], corrected.values()[3]);
    double mean = Arrays.stream(corrected.values(), 5, 16).average().orElseThrow();
    assertTrue(mean < 0.3, Arrays.toString(corrected.values()));
  }

  /** Against sums over the definition of the Fourier transform. */
  @Test
  void curveOfAnOddBoxIsTheDefinition() {
    int box = 7;
    float[] a = noise(box, 8);
    float[] b = noise(box, 9);
    double[] shellsOfBoth = new double[3 * 8];
    for (int k = 0; k < a.length; k++) {
      int kx = k % box - 3;
      int ky = k / box % box - 3;
      int kz = k / box / box - 3;
      double[] sums = new double[4];
      for (int v = 0; v < a.length; v++) {
        double phase = 2 * Math.PI * (kx * (v % box) + ky * (v / box % box) + kz * (v / 49)) / box;
        sums[0] += a[v] * Math.cos(phase);
        sums[1] += a[v] * Math.sin(phase);
        sums[2] += b[v] * Math.cos(phase);
        sums[3] += b[v] * Math.sin(phase);
      }
      int shell = 3 * (int) (Math.sqrt(kx * kx + ky * ky + kz * kz) + 1);
      shellsOfBoth[shell] += sums[0] * sums[2] + sums[1] * sums[3];
      shellsOfBoth[shell + 1] += sums[0] * sums[0] + sums[1] * sums[1];
      shellsOfBoth[shell + 2] += sums[2] * sums[2] + sums[3] * sums[3];
    }
    double[] expected = {1, 0, 0};
    for (int i = 1; i < expected.length; i++) {
      double power = shellsOfBoth[3 * i + 1] * shellsOfBoth[3 * i + 2];
      expected[i] = shellsOfBoth[3 * i] / Math.sqrt(power);
    }
    assertArrayEquals(expected, FourierShellCorrelation.between(a, b, box, null, 2).values(), 1e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13})
  void randomPhasesLeaveAmplitudesAndTheInnerFrequencies(int box) {
    int radius = 3;
    float[] map = noise(box, 7);
    float[] before = map.clone();
    float[] after =
        FourierShellCorrelation.randomised(map, box, radius, new SplittableRandom(1), 2);
    Hartley.forward3(before, box, 1);
    Hartley.forward3(after, box, 1);
    double product = 0;
    double energy = 0;
    for (int i = 0; i < before.length; i++) {
      int x = i % box;
      int y = i / box % box;
      int z = i / box / box;
      int mirror = (mirror(z, box) * box + mirror(y, box)) * box + mirror(x, box);
      assertEquals(
          Math.hypot(before[i], before[mirror]),
          Math.hypot(after[i], after[mirror]),
          1e-3,
          "at " + i);
      if (Math.hypot(Math.hypot(x - box / 2, y - box / 2), z - box / 2) < radius) {
        assertEquals(before[i], after[i], 1e-3, "at " + i);
      } else {
        product += before[i] * after[i];
        energy += before[i] * before[i];
      }
    }
    assertEquals(0, product / energy, 0.1);
  }

  /** Where the opposite frequency lies: that of the edge of an even box is its own. */
  private static int mirror(int index, int box) {
    return box % 2 == 1 ? box - 1 - index : index == 0 ? 0 : box - index;
  }

  @Test
  void sectionsMayShareOneMask() {
    float[] a = noise(8, 4);
    float[] b = noise(8, 5);
    float[] section = noise(4, 6);
    float[] volume = new float[512];
    for (int i = 0; i < volume.length; i++) {
      volume[i] = section[i % 64];
    }
    assertArrayEquals(
        FourierShellCorrelation.between(a, b, 8, volume, 1).values(),
        FourierShellCorrelation.between(a, b, 8, section, 1).values());
  }

  @Test
  void thresholdIsTheLastCrossing() {
    FscCurve curve = new FscCurve(10, new double[] {1, 0.9, 0.1, 0.2, 0.05});
    assertEquals(OptionalDouble.of(0.3), curve.lastAt(0.143));
    assertEquals(OptionalDouble.of(0.1), curve.lastAt(0.5));
    assertEquals(OptionalDouble.empty(), curve.lastAt(0.95));
    assertEquals(
        List.of("res @ FSC=0.5: 20 ang", "res @ FSC=0.143: 6.667 ang"),
        FscReport.resolutions(curve, 2));
  }

  private static Map<String, FscCurve> maskedCurves() {
    return MaskedCorrelations.of(
        new MapPair(map("half_map_a"), map("half_map_b"), BOX, 7.11), map("backproject"), null, 2);
  }

  private static float[] map(String name) {
    return MrcVolume.read(GOLDEN.resolve("backproject/" + name + ".mrc")).values();
  }

  private static double[][] numbers(List<String> lines) {
    return lines.stream()
        .skip(1)
        .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  private static float[] noise(int box, long seed) {
    Random random = new Random(seed);
    float[] values = new float[box * box * box];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
