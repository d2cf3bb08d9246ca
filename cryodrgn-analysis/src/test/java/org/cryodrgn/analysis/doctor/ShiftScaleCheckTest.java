package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Locale;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.cryodrgn.io.cryosparc.CsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftScaleCheckTest {

  @TempDir Path folder;

  /** Shifts of the rows from 200 on are told at twice the pixel size of their images. */
  @Test
  void thePixelSizesOfShiftAndImageAreTold() {
    SimulatedSet set = new SimulatedSet(folder, Kind.HINGE, 1, 3);
    CsFile particles = CsFile.read(set.file(set.halvedShifts("halved.cs", 200)));
    double image = particles.numbers(0, "alignments3D/psize_A")[0];
    Finding finding = ShiftScaleCheck.examine(particles);
    assertEquals(Finding.Status.WARN, finding.status());
    assertEquals(
        String.format(
            Locale.US,
            "100 of 300 not at their image's pixel size, the first at %.4g Å, its image at %.4g",
            2 * image,
            image),
        finding.evidence());
  }
}
