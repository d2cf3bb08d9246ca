package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.doctor.Finding.Status;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of selections and counts of rows, of 300 particles. */
class InputsTest {

  @TempDir static Path folder;

  private static SimulatedSet set;

  @BeforeAll
  static void simulate() {
    set = new SimulatedSet(folder, Kind.HINGE, 1, 3);
  }

  private static Finding finding(Inputs inputs, String title) {
    return inputs.findings().stream()
        .filter(found -> found.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "0 1 299, OK, 3 of 300 particles", "0 1 300, FAIL, 1 of 3 indices are not among the 300",
    "5 1 5 5, FAIL, 2 of 4 indices are there before", "'', FAIL, is empty"
  })
  void selectionsAreOfParticlesThatAreThereEachOnce(String indices, Status status, String told) {
    int[] selection =
        Arrays.stream(indices.split(" "))
            .filter(text -> !text.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    String name = set.write("selection.pkl", selection);
    try (Inputs inputs = new Inputs(set.source("particles.mrcs", "poses.pkl", "ctf.pkl", name))) {
      Finding finding = finding(inputs, "selection");
      assertEquals(status, finding.status(), finding.line());
      assertTrue(finding.line().contains(told), finding.line());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300, OK, '300, as many as particles'",
    "200, FAIL, 200 poses for 300 particles. They may be of a filtered set",
    "310, FAIL, 310 poses for 300 particles. The stack may be filtered"
  })
  void thereAreAsManyRowsAsParticles(int rows, Status status, String told) {
    int[] indices = IntStream.range(0, rows).map(i -> i % 300).toArray();
    String poses = set.write("rows.pkl", set.poses().select(indices));
    try (Inputs inputs = new Inputs(set.source("particles.mrcs", poses, "ctf.pkl", null))) {
      Finding finding = finding(inputs, "number of poses");
      assertEquals(status, finding.status(), finding.line());
      assertTrue(finding.line().contains(told), finding.line());
      assertEquals(rows == 300, inputs.selectedPoses() != null);
    }
  }

  /** Poses may be of the selected particles already; the CTF is not, and is selected. */
  @Test
  void rowsMayBeOfTheSelectedParticlesAlone() {
    int[] indices = {7, 3, 200};
    String selection = set.write("three.pkl", indices);
    String poses = set.write("threeposes.pkl", set.poses().select(indices));
    try (Inputs inputs = new Inputs(set.source("particles.mrcs", poses, "ctf.pkl", selection))) {
      assertEquals(
          "3, as many as selected particles", finding(inputs, "number of poses").evidence());
      assertArrayEquals(
          set.poses().select(indices).rotations(), inputs.selectedPoses().rotations());
      assertArrayEquals(set.ctf().select(indices).values(), inputs.selectedCtf().values());
    }
    try (Inputs inputs =
        new Inputs(set.source("particles.mrcs", "poses.pkl", "ctf.pkl", selection))) {
      assertArrayEquals(
          set.poses().select(indices).rotations(), inputs.selectedPoses().rotations());
    }
  }
}
