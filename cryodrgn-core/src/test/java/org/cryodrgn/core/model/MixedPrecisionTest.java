package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryodrgn.core.device.Precision;
import org.junit.jupiter.api.Test;

class MixedPrecisionTest {

  private static final Arithmetic FIRST = new Arithmetic(Precision.FLOAT16, 65536);

  private static MixedPrecision begun(Precision precision) {
    return new MixedPrecision(precision, MixedPrecision.State.INITIAL);
  }

  private static void take(MixedPrecision mixed, int steps) {
    for (int i = 0; i < steps; i++) {
      mixed.taken();
    }
  }

  @Test
  void lossScaleDoublesAfterTwoThousandGoodSteps() {
    MixedPrecision mixed = begun(Precision.FLOAT16);
    take(mixed, 1999);
    assertEquals(FIRST, mixed.arithmetic());
    take(mixed, 1);
    assertEquals(131072, mixed.arithmetic().lossScale());
    take(mixed, 2000);
    assertEquals(262144, mixed.arithmetic().lossScale());
  }

  @Test
  void lossScaleIsHalvedForGradientsThatOverflowAndTheCountBeginsAgain() {
    MixedPrecision mixed = begun(Precision.FLOAT16);
    take(mixed, 1500);
    assertTrue(mixed.retreat(true));
    assertEquals(32768, mixed.arithmetic().lossScale());
    assertTrue(mixed.retreat(true));
    assertEquals(16384, mixed.arithmetic().lossScale());
    take(mixed, 1999);
    assertEquals(16384, mixed.arithmetic().lossScale());
    take(mixed, 1);
    assertEquals(32768, mixed.arithmetic().lossScale());
  }

  /** A smaller gradient does not mend a loss that has overflowed on its way forward. */
  @Test
  void lossThatIsNotFiniteIsTriedInFloat32AtOnce() {
    MixedPrecision mixed = begun(Precision.FLOAT16);
    assertTrue(mixed.retreat(false));
    assertEquals(Arithmetic.FLOAT32, mixed.arithmetic());
    mixed.taken();
    assertEquals(FIRST, mixed.arithmetic());
  }

  /** On its way forward: cuBLAS makes 0 of what is not a number, and the loss is finite. */
  @Test
  void lossScaleThatWasNotToBlameIsTheNextStepsAgain() {
    MixedPrecision mixed = begun(Precision.FLOAT16);
    do {
      assertTrue(mixed.retreat(true));
    } while (mixed.arithmetic() != Arithmetic.FLOAT32);
    mixed.taken();
    assertEquals(FIRST, mixed.arithmetic());
    assertEquals(new MixedPrecision.State(65536, 0, 1), mixed.state());
  }

  @Test
  void whatFloat32CannotDoEitherIsTold() {
    MixedPrecision mixed = begun(Precision.FLOAT16);
    int tries = 1;
    while (mixed.retreat(true)) {
      tries++;
    }
    // Factors 2^16 to 1, then float32.
    assertEquals(18, tries);
    assertFalse(begun(Precision.FLOAT32).retreat(true));
  }

  @Test
  void afterThreeStepsThatOnlyFloat32CouldDoTheTrainingStaysWithIt() {
    MixedPrecision mixed = begun(Precision.BFLOAT16);
    for (int i = 0; i < 3; i++) {
      assertEquals(new Arithmetic(Precision.BFLOAT16, 1), mixed.arithmetic());
      assertTrue(mixed.retreat(true));
      assertEquals(Arithmetic.FLOAT32, mixed.arithmetic());
      mixed.taken();
    }
    assertEquals(Arithmetic.FLOAT32, mixed.arithmetic());
    MixedPrecision resumed = new MixedPrecision(Precision.BFLOAT16, mixed.state());
    assertEquals(Arithmetic.FLOAT32, resumed.arithmetic());
  }

  @Test
  void goesOnFromItsState() {
    MixedPrecision mixed = begun(Precision.FLOAT16);
    mixed.retreat(true);
    take(mixed, 7);
    assertEquals(new MixedPrecision.State(32768, 7, 0), mixed.state());
    MixedPrecision resumed = new MixedPrecision(Precision.FLOAT16, mixed.state());
    take(resumed, 1993);
    assertEquals(65536, resumed.arithmetic().lossScale());
  }
}
