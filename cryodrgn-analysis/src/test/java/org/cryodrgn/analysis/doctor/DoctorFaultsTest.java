package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault at a time is put into a sound data set, and the check that is there for it tells. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorFaultsTest {

  private static final List<String> SPOILT = List.of("pose convention", "CTF fit");

  @TempDir static Path folder;

  private final List<Faults.Fault> faults = new ArrayList<>();

  @BeforeAll
  void makeFaults() throws IOException {
    SimulatedSet set = new SimulatedSet(folder.resolve("set"), Kind.HINGE, 0.2, 11);
    new TableFaults(set, faults).addAll();
    new PoseFaults(set, faults).addAll();
    new ImageFaults(set, faults).addAll();
    new RunFaults(set, faults).addAll();
  }

  List<Faults.Fault> faults() {
    return faults;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFound(Faults.Fault fault) {
    List<Finding> findings =
        new Doctor(fault.source(), folder, true, 2000, fault.machine()).examine();
    String table = new DoctorReport(fault.source().particles(), findings).table();
    List<Finding> wrong =
        findings.stream().filter(finding -> finding.status() != Finding.Status.OK).toList();
    assertTrue(
        wrong.stream()
            .anyMatch(f -> f.title().equals(fault.check()) && f.status() == fault.status()),
        table);
    for (Finding finding : wrong) {
      assertFalse(finding.remedy().isEmpty(), table);
      // A worse fault hides others; a pose that belongs to another particle spoils its map too.
      assertTrue(
          finding.title().equals(fault.check())
              || fault.check().equals("order") && SPOILT.contains(finding.title())
              // What a wrong unit changes is seen in the fit too, or in the values.
              || fault.check().equals("direction of shifts") && finding.title().equals("shifts")
              || fault.check().equals("defocus") && finding.title().equals("CTF fit")
              || fault.check().equals("box and pixel size") && finding.title().equals("CTF fit"),
          table);
    }
  }

  /** The table of docs/doctor.md has a row for each fault, and no other. */
  @Test
  void areInTheDocumentation() throws IOException {
    Path docs = Path.of(System.getProperty("cryodrgn.test-data")).resolve("../../docs/doctor.md");
    List<String> rows =
        Files.readAllLines(docs).stream().filter(line -> line.startsWith("| ")).skip(1).toList();
    List<String> expected =
        faults.stream()
            .map(
                fault ->
                    "| %s | %s | %s |"
                        .formatted(
                            fault.name(),
                            fault.check(),
                            fault.status().name().toLowerCase(Locale.ROOT)))
            .toList();
    assertEquals(String.join("\n", expected), String.join("\n", rows));
  }
}
