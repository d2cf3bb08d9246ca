package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.memory.MemoryLimit;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;

/** How images are held in so much memory. */
class MemoryPlanTest {

  private static final long GIB = 1L << 30;
  private static final MemoryLimit MACHINE = new MemoryLimit(16 * GIB, "of the machine");
  private static final MemoryEstimate REST =
      new MemoryEstimate(GIB / 2, GIB / 8, GIB / 8, GIB / 8, GIB / 8);

  /** 50,000 bytes an image as float32: 100,000 of them take 4.66 GiB. */
  private static final MemoryPlan.Images IMAGES = new MemoryPlan.Images(100_000, 128, 12_500, 2);

  @Test
  void whatFitsIsHeld() {
    assertEquals(
        new MemoryPlan(true, ImagePrecision.FLOAT32, Shuffle.UNIFORM),
        plan(MemorySettings.DEFAULT, IMAGES));
    assertEquals(
        new MemoryPlan(true, ImagePrecision.FLOAT32, Shuffle.UNIFORM), plan(limit(5.7), IMAGES));
  }

  @Test
  void whatFitsAsFloat16IsHeldSo() {
    assertEquals(
        new MemoryPlan(true, ImagePrecision.FLOAT16, Shuffle.UNIFORM), plan(limit(5.6), IMAGES));
    assertEquals(
        new MemoryPlan(true, ImagePrecision.FLOAT16, Shuffle.UNIFORM), plan(limit(3.4), IMAGES));
    MemorySettings asked = new MemorySettings(0, false, ImagePrecision.FLOAT16, null);
    assertEquals(ImagePrecision.FLOAT16, plan(asked, IMAGES).precision());
  }

  @Test
  void theRestIsReadInWindowsThatFit() {
    MemoryPlan plan = plan(limit(3.3), IMAGES);
    assertEquals(false, plan.held());
    assertEquals(ImagePrecision.FLOAT32, plan.precision());
    double taken = 2.0 * plan.shuffle().window() * 50_000;
    assertTrue(taken < 2.3 * GIB && taken > 2.2 * GIB, "window " + plan.shuffle());
    assertEquals(64, plan.shuffle().block());
    MemorySettings exact =
        new MemorySettings((long) (5.6 * GIB), false, ImagePrecision.FLOAT32, null);
    assertEquals(new Shuffle(32_768, 64), plan(exact, IMAGES).shuffle());
  }

  @Test
  void lazyImagesAreReadEvenIfTheyFit() {
    MemorySettings lazy = new MemorySettings(0, true, null, null);
    assertEquals(new Shuffle(32_768, 64), plan(lazy, IMAGES).shuffle());
    MemorySettings byItself = new MemorySettings(0, true, null, 0);
    assertEquals(Shuffle.UNIFORM, plan(byItself, IMAGES).shuffle());
    MemorySettings given = new MemorySettings(0, true, null, 1000);
    assertEquals(new Shuffle(1000, 3), plan(given, IMAGES).shuffle());
    MemoryPlan few = plan(lazy, new MemoryPlan.Images(20_000, 128, 12_500, 2));
    assertEquals(Shuffle.UNIFORM, few.shuffle());
  }

  @Test
  void posesThatAreRefinedCount() {
    ImagePixels pixels = new ImagePixels(32, 8);
    PoseSettings settings = new PoseSettings(RotationEmbedding.QUATERNION, 1e-3, 1);
    MemoryEstimate known = estimate(pixels, Optional.empty());
    MemoryEstimate refined = estimate(pixels, Optional.of(settings));
    // The target's derivative, of the batch in hand and the one ahead.
    assertEquals(2 * 8 * 4 * pixels.masked().length, refined.batches() - known.batches());
    // Four numbers of a rotation and two of a shift, each with two moments.
    assertTrue(refined.particles() - known.particles() >= 1000 * 4 * (4 + 2) * 3);
  }

  /** PyTorch gives page-locked memory in powers of two. */
  @Test
  void batchesOfAGpuCountAsTheyAreAllocated() {
    ImagePixels pixels = new ImagePixels(32, 8);
    long points = pixels.masked().length / 2;
    long bytes = 8L * pixels.count() * Float.BYTES;
    for (long values :
        new long[] {SmallTraining.spec().encoderInputs(), 3 * points, 2 * points, points}) {
      long allocated = 1;
      while (allocated < 8 * values * Float.BYTES) {
        allocated *= 2;
      }
      bytes += allocated;
    }
    MemoryEstimate estimate =
        MemoryEstimate.of(SmallTraining.spec(), pixels, 1000, 8, Optional.empty(), 1, true);
    assertEquals(2 * bytes, estimate.batches());
  }

  /** Rows of two numbers with two moments, all copied for a checkpoint, and what z.pkl gets. */
  @Test
  void latentsThatAreLearnedCount() {
    ImagePixels pixels = new ImagePixels(8, 0);
    ModelSpec spec = GoldenModel.decoder(2, Domain.HARTLEY, Activation.RELU, 0.5);
    MemoryEstimate estimate = MemoryEstimate.of(spec, pixels, 1000, 8, Optional.empty(), 1, false);
    assertEquals(1000 * (2 * (2 + 2 + 2) + 2) * Float.BYTES, estimate.latents());
  }

  private static MemoryEstimate estimate(ImagePixels pixels, Optional<PoseSettings> poses) {
    return MemoryEstimate.of(SmallTraining.spec(), pixels, 1000, 8, poses, 1, false);
  }

  @Test
  void theJvmsLimitCounts() {
    MemoryPlan plan = MemoryPlan.of(MACHINE, 4 * GIB, MemorySettings.DEFAULT, REST, IMAGES);
    assertEquals(ImagePrecision.FLOAT16, plan.precision());
  }

  @Test
  void aLimitThatCannotBeKeptIsRefused() {
    assertTold("Raise --max-memory, or lower --shuffler-size or --batch-size.", limit(0.9));
    // Smaller batches would save an eighth of a GiB, which is not enough.
    assertTold("(--max-memory). Raise --max-memory.", limit(0.8));
    assertTold("of which 9.33 GiB", new MemorySettings(8 * GIB, true, null, 99_999));
    // What the machine gives is an estimate; what the user gives is an order.
    MemoryLimit small = new MemoryLimit(GIB, "of the machine");
    MemoryPlan plan = MemoryPlan.of(small, GIB, MemorySettings.DEFAULT, REST, IMAGES);
    assertEquals(256, plan.shuffle().window());
  }

  private static void assertTold(String told, MemorySettings settings) {
    DataException error = assertThrows(DataException.class, () -> plan(settings, IMAGES));
    assertTrue(error.getMessage().contains(told), error.getMessage());
  }

  private static MemorySettings limit(double gibibytes) {
    return new MemorySettings((long) (gibibytes * GIB), false, null, null);
  }

  private static MemoryPlan plan(MemorySettings settings, MemoryPlan.Images images) {
    return MemoryPlan.of(MACHINE, 12 * GIB, settings, REST, images);
  }
}
