package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.doctor.Finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {

  private static final Machine.Gpu NO_GPU = new Machine.Gpu(false, List.of());

  @TempDir Path folder;

  /** Disk, memory, GPU for 1,000 images of 32 x 32. */
  private List<Finding> findings(Machine machine) {
    return new MachineChecks(machine).all(folder, 1000, 32);
  }

  private static void expect(Finding finding, Status status, String told) {
    assertEquals(status, finding.status(), finding.line());
    assertTrue(finding.line().contains(told), finding.line());
  }

  /**
   * 3,981,328 parameters of the encoder (796 pixels) and 3,258,370 of the decoder, 12 bytes each,
   * and 64 bytes a particle: 87 MB an epoch; 21 of them and 40 volumes are 1.83 GB.
   */
  @ParameterizedTest
  @CsvSource({
    "1900e6, OK, 1.8 GiB free",
    "-1, OK, unknown space free",
    "1900e6, OK, write about 1.7 GiB",
    "1750e6, WARN, write fewer epochs",
    "180e6, WARN, 171.7 MiB free",
    "170e6, FAIL, 162.1 MiB free"
  })
  void aTrainingFitsOnTheDisk(double free, Status status, String told) {
    Machine machine = new Machine((long) free, true, 1L << 36, 2, NO_GPU);
    expect(findings(machine).get(0), status, told);
    expect(findings(machine).get(0), status, "20 epochs of train_vae at its defaults write about");
  }

  @Test
  void aFolderThatCannotBeUsedIsTold() throws IOException {
    expect(
        findings(new Machine(-1, false, 1L << 36, 2, NO_GPU)).get(0),
        Status.FAIL,
        "cannot be written to");
    Files.createFile(folder.resolve("weights.pkl"));
    Machine machine = new Machine(-1, true, 1L << 36, 2, NO_GPU);
    expect(findings(machine).get(0), Status.WARN, "holds a training already");
    assertEquals(1, new MachineChecks(machine).all(folder, 0, 0).size());
  }

  /** 797 values of four bytes an image, in nine tenths of what Java may take; or of two bytes. */
  @ParameterizedTest
  @CsvSource({
    "3.6e6, OK, 'images take 3.0 MiB when held in memory, Java may take 3.4 MiB.'",
    "3.4e6, OK, they will be held as float16",
    "1.9e6, OK, they will be held as float16",
    "1.7e6, WARN, they will be read again in every epoch"
  })
  void imagesAreHeldAsMemoryAllows(double heap, Status status, String told) {
    expect(findings(new Machine(-1, true, (long) heap, 2, NO_GPU)).get(1), status, told);
  }

  @ParameterizedTest
  @CsvSource({
    "false, '', OK, 'none: computed on the CPU, threads: 3'",
    "true, '', WARN, nvidia-smi does not answer",
    "true, 'H200, 143771 MiB, 525.60.13', OK, '2 x H200, 143771 MiB, 525.60.13.'",
    "true, 'H200, 143771 MiB, 524.10', WARN, CUDA 12 needs driver 525 or newer",
    "true, 'H200, 143771 MiB, [N/A]', OK, 2 x H200"
  })
  void theGraphicsProcessorIsTold(boolean driver, String card, Status status, String told) {
    List<String> cards = card.isEmpty() ? List.of() : List.of(card, card);
    Machine machine = new Machine(-1, true, 1L << 36, 3, new Machine.Gpu(driver, cards));
    expect(findings(machine).get(2), status, told);
  }
}
