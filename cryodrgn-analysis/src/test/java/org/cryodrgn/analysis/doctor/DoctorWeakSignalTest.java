package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that show nothing of the poses that are given with them. */
class DoctorWeakSignalTest {

  private static final int BOX = 24;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"900, OK", "1000, WARN"})
  void manyImagesWithoutSignalAreAnAlarm(int images, Finding.Status status) {
    Random random = new Random(3);
    Path stack = folder.resolve("noise.mrcs");
    float[] pixels = new float[BOX * BOX];
    double[] rotations = new double[9 * images];
    try (MrcWriter writer = MrcWriter.create(stack, MrcHeader.forStack(BOX, 3))) {
      for (int i = 0; i < images; i++) {
        for (int p = 0; p < pixels.length; p++) {
          pixels[p] = (float) random.nextGaussian();
        }
        writer.write(pixels);
        double tilt = Math.toDegrees(Math.acos(2 * random.nextDouble() - 1));
        Rotations.fromRelion(
            360 * random.nextDouble(), tilt, 360 * random.nextDouble(), rotations, 9 * i);
      }
      writer.finish();
    }
    Path poses = folder.resolve("poses.pkl");
    PoseFile.write(poses, new Poses(rotations, new double[2 * images]));
    ParticleDataset.Source source = new ParticleDataset.Source(stack, null, null, 0, poses, null);
    Finding convention =
        new Doctor(source, folder, true, 2000, SimulatedSet.largeMachine())
            .examine().stream()
                .filter(finding -> finding.title().equals("pose convention"))
                .findFirst()
                .orElseThrow();
    assertEquals(status, convention.status(), convention.evidence());
    assertTrue(convention.evidence().endsWith("too little signal to tell"), convention.evidence());
  }
}
