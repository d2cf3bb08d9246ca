package org.cryodrgn.core.ctf;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cryodrgn.io.cryosparc.CsFile;

/**
 * What cryoSPARC's refinement of the CTF tells of the optics beyond the CTF of the nine columns.
 */
public final class CryosparcAberrations {

  private CryosparcAberrations() {}

  /** The fields that hold anything but zero for some particle. */
  public static List<String> of(CsFile particles) {
    return Stream.of("ctf/tilt_A", "ctf/trefoil_A", "ctf/tetra_A")
        .filter(particles::has)
        .filter(field -> Arrays.stream(particles.numbers(field)).anyMatch(value -> value != 0))
        .toList();
  }
}
