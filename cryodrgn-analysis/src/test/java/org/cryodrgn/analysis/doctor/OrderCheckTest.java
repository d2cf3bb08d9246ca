package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the order of rows, where some can be compared and where none can. */
class OrderCheckTest {

  @TempDir static Path folder;

  private static SimulatedSet set;

  @BeforeAll
  static void simulate() {
    set = new SimulatedSet(folder, Kind.HINGE, 1, 3);
    set.write("few.pkl", set.poses().select(IntStream.range(0, 200).toArray()));
    set.write("swapped.pkl", set.ctf().select(SimulatedSet.halvesSwapped()));
  }

  private static Finding order(String particles, String poses, String ctf) {
    try (Inputs inputs = new Inputs(set.source(particles, poses, ctf, null))) {
      return OrderCheck.examine(inputs);
    }
  }

  /** Poses of another number, and a table that cannot be read, are findings of their own. */
  @ParameterizedTest
  @CsvSource({
    "particles.star, poses.pkl, ctf.pkl, rows are those of particles.star",
    "particles.cs, poses.pkl, ctf.pkl, rows are those of particles.cs",
    "particles.star, poses.pkl, , rows of poses are those of particles.star",
    "particles.cs, few.pkl, ctf.pkl, rows of the CTF are those of particles.cs",
    "particles.star, few.pkl, , not to be told: there is nothing to compare with particles.star",
    "none.star, poses.pkl, ctf.pkl, not to be told: there is nothing to compare with none.star",
    "none.cs, poses.pkl, ctf.pkl, not to be told: there is nothing to compare with none.cs",
    "particles.mrcs, poses.pkl, , not to be told: an image stack does not name its particles",
    "particles.star, , , poses and CTF are the particles' own"
  })
  void onlyWhatWasComparedIsSaidToBeOfTheParticles(
      String particles, String poses, String ctf, String told) {
    Finding finding = order(particles, poses, ctf);
    assertEquals(Finding.Status.OK, finding.status());
    assertEquals(told, finding.evidence());
  }

  @Test
  void aTableWithoutAnglesTellsOfTheCtfAlone() throws Exception {
    String star = Files.readString(set.file("particles.star"));
    set.write("untold.star", star.replace("_rlnAngleTilt ", "_rlnAngleLost "));
    assertEquals(
        "rows of the CTF are those of untold.star",
        order("untold.star", "poses.pkl", "ctf.pkl").evidence());
    assertEquals(Finding.Status.FAIL, order("untold.star", "poses.pkl", "swapped.pkl").status());
  }
}
