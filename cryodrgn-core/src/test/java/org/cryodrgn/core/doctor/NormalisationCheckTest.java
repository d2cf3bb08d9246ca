package org.cryodrgn.core.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cryodrgn.core.doctor.Finding.Status;
import org.junit.jupiter.api.Test;

class NormalisationCheckTest {

  /** Constant images, whose deviation is 0, do not count; nor does what a few images are. */
  @Test
  void theMediansTell() {
    Finding grey = NormalisationCheck.of(new double[] {-50, 3.1, 3.2}, new double[] {0, 1, 0});
    assertEquals(Status.WARN, grey.status());
    assertEquals(
        "mean 3.10, standard deviation 1.00: the rim of such images outweighs the particle",
        grey.evidence());
    assertEquals(
        Status.WARN,
        NormalisationCheck.of(new double[] {-3.1, -3.1, 9}, new double[] {1, 1, 90}).status());
    Finding sound = NormalisationCheck.of(new double[] {0, 3, 50}, new double[] {0.1, 1, 9});
    assertEquals(Status.OK, sound.status());
    assertEquals("mean 3.00, standard deviation 1.00", sound.evidence());
    assertEquals(
        "not to be told",
        NormalisationCheck.of(new double[] {7, 8}, new double[] {0, 0}).evidence());
  }
}
