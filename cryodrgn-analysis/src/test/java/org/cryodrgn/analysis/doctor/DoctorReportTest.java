package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.doctor.Finding;
import org.junit.jupiter.api.Test;

class DoctorReportTest {

  @Test
  void aRemedyStandsBelowItsEvidence() {
    DoctorReport report =
        new DoctorReport(
            Path.of("p.mrcs"),
            List.of(
                Finding.ok("a", "well"),
                Finding.fail("longer", "is bad", "Mend it"),
                Finding.warn("b", "is odd", "")));
    assertEquals(
        """
        ok    a       well
        fail  longer  is bad
                      -> Mend it
        warn  b       is odd
        1 ok, 1 warn, 1 fail
        """,
        report.table());
  }
}
