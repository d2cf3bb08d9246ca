package org.cryodrgn.core.backproject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.backproject.VoxelBackprojection.CtfCorrection;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.Test;

class VoxelBackprojectionTest {

  @Test
  void mapsAreCryodrgns() {
    VoxelBackprojection backprojection = golden(CtfCorrection.MULTIPLY, 2);
    backprojection.run(96, 1000, done -> {});
    assertMaps(backprojection);
  }

  @Test
  void threadsAndBatchesDoNotChangeAValue() {
    VoxelBackprojection one = golden(CtfCorrection.MULTIPLY, 1);
    one.run(20, 1000, done -> {});
    VoxelBackprojection many = golden(CtfCorrection.MULTIPLY, 5);
    List<Integer> reported = new ArrayList<>();
    many.run(20, 7, reported::add);
    assertEquals(List.of(7, 14, 20), reported);
    assertArrayEquals(one.halfMap(1, 1), many.halfMap(1, 1));
    assertArrayEquals(one.all().values(), many.all().values());
  }

  /** Without a CTF, and with one whose sign is everywhere the same, flipping does nothing. */
  @Test
  void phaseFlippingUsesTheSignOnly() {
    float[] row = {32, 7.11f, 0, 0, 0, 300, 0, 1, 0};
    float[] rows = new float[96 * 9];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row[i % 9];
    }
    // Amplitude contrast alone is -1 everywhere.
    VoxelBackprojection flipped =
        new VoxelBackprojection(
            stack(), poses(), new CtfTable(rows), CtfCorrection.FLIP, true, false, 2);
    VoxelBackprojection plain =
        new VoxelBackprojection(stack(), poses(), null, CtfCorrection.MULTIPLY, false, false, 2);
    flipped.run(10, 10, done -> {});
    plain.run(10, 10, done -> {});
    assertArrayEquals(plain.all().map(0.5), flipped.all().map(0.5));
  }

  /** One image that is turned by nothing lies in the plane z = 0, a value at each point. */
  @Test
  void eachFrequencyIsFlippedByItsOwnSign() {
    double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    double[] rotations = new double[96 * 9];
    for (int i = 0; i < rotations.length; i++) {
      rotations[i] = identity[i % 9];
    }
    Poses upright = new Poses(rotations, new double[96 * 2]);
    CtfTable ctf = CtfFile.read(Golden.file("ctf.pkl"));
    VoxelBackprojection flipped =
        new VoxelBackprojection(stack(), upright, ctf, CtfCorrection.FLIP, true, false, 2);
    VoxelBackprojection plain =
        new VoxelBackprojection(stack(), upright, null, CtfCorrection.MULTIPLY, true, false, 2);
    flipped.run(1, 1, done -> {});
    plain.run(1, 1, done -> {});
    float[] signs = Golden.floats("ctf_values.npy");
    float[] values = flipped.all().values();
    float[] expected = plain.all().values();
    int turned = 0;
    for (int i = 0; i < 33 * 33; i++) {
      int at = 16 * 33 * 33 + i;
      assertEquals(Math.signum(signs[i]) * expected[at], values[at], 0);
      turned += signs[i] < 0 && expected[at] != 0 ? 1 : 0;
    }
    assertTrue(turned > 300, turned + " values are turned");
    assertArrayEquals(plain.all().weights(), flipped.all().weights());
  }

  /** Weights of one point add up to the same whatever its place: here, exactly on the grid. */
  @Test
  void aPointOnTheGridHasWeightOne() {
    FourierGrid grid = new FourierGrid(4, new float[] {1}, new float[] {-2});
    double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    grid.addSlice(identity, 0, new float[] {3, 5}, new float[] {2}, 0, 0, 3);
    float[] values = grid.values();
    float[] weights = grid.weights();
    int here = (2 * 5) * 5 + 3;
    int there = (2 * 5 + 4) * 5 + 1;
    assertEquals(3, values[here]);
    assertEquals(5, values[there]);
    assertEquals(2, weights[here]);
    assertEquals(2, weights[there]);
    for (int i = 0; i < values.length; i++) {
      assertTrue(i == here || i == there || (values[i] == 0 && weights[i] == 1));
    }
  }

  private static void assertMaps(VoxelBackprojection backprojection) {
    Golden.assertClose(
        Golden.mrc("cli/backproject/half_map_a.mrc"), backprojection.halfMap(0, 1), 1e-5);
    Golden.assertClose(
        Golden.mrc("cli/backproject/half_map_b.mrc"), backprojection.halfMap(1, 1), 1e-5);
    Golden.assertClose(
        Golden.mrc("cli/backproject/backproject.mrc"), backprojection.all().map(1), 1e-5);
  }

  private static VoxelBackprojection golden(CtfCorrection correction, int threads) {
    CtfTable ctf = CtfFile.read(Golden.file("ctf.pkl"));
    return new VoxelBackprojection(stack(), poses(), ctf, correction, true, true, threads);
  }

  private static Poses poses() {
    return PoseFile.read(Golden.file("poses.pkl"));
  }

  private static ParticleStack stack() {
    return ParticleStacks.open(Golden.file("particles.mrcs"), null);
  }
}
