package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

  @Test
  void fewNamesAreAllTold() {
    assertEquals("It has none", NearestNames.sentence("a", List.of()));
    assertEquals("It has b, a", NearestNames.sentence("b", List.of("a", "b")));
  }

  @Test
  void ofManyTheNearestAreTold() {
    List<String> names = List.of("_y", "_rlnDefocusU", "_rlnDefocusV", "_x", "_rlnDefocus", "_z");
    assertEquals(
        "It has _rlnDefocusU, _rlnDefocusV, _rlnDefocus, _y and 2 others",
        NearestNames.sentence("_rlnDefocusU", names));
    assertEquals(
        "It has _rlnDefocusU, _rlnDefocusV, _rlnDefocus, _y and 1 other",
        NearestNames.sentence("_rlnDefocusU", names.subList(0, 5)));
  }

  /** As of a column that the particle and the optics table both have. */
  @Test
  void aNameThatIsThereTwiceIsToldOnce() {
    assertEquals("It has kV, Cs", NearestNames.sentence("kV", List.of("Cs", "kV", "kV")));
  }
}
