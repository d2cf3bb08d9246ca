package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.model.MixedPrecision;
import org.cryodrgn.io.latent.LatentFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole trainings on several devices and in mixed precision, all of it on the CPU. */
class DevicesTrainingTest {

  private static final Function<Engine, Devices> TWO =
      engine -> new Devices(List.of(engine, engine), Precision.FLOAT32);

  @TempDir Path folder;

  private static Function<Engine, Devices> in(Precision precision) {
    return engine -> new Devices(List.of(engine), precision);
  }

  private SmallTraining training(String name, Function<Engine, Devices> devices) {
    SmallTraining training = new SmallTraining(folder.resolve(name), SmallTraining.GOLDEN, 2);
    training.devices = devices;
    return training;
  }

  private static List<Double> losses(SmallTraining training) {
    TrainingRecord record = new TrainingRecord();
    training.runToTheEnd(record);
    return record.losses();
  }

  /** 96 particles in batches of 5 a device: the last one is of 6. */
  @Test
  void twoDevicesTrainAsOneWithTwiceTheBatch() {
    SmallTraining one = training("one", Devices::one);
    one.batch = OptionalInt.of(10);
    SmallTraining two = training("two", TWO);
    two.batch = OptionalInt.of(5);
    List<Double> expected = losses(one);
    List<Double> actual = losses(two);
    for (int epoch = 0; epoch < 2; epoch++) {
      assertEquals(expected.get(epoch), actual.get(epoch), 1e-5 * expected.get(epoch));
    }
    assertArrayEquals(
        LatentFile.read(one.files.finalLatents()).mean(),
        LatentFile.read(two.files.finalLatents()).mean(),
        1e-3f);
  }

  /** What is learned for each particle, z and poses, comes from the part that has the particle. */
  @Test
  void tablesAreLearnedOnTwoDevicesAsOnOne() {
    SmallDecoder one = decoder("one").batches(32);
    SmallDecoder two = decoder("two").batches(16).on(TWO);
    ModelCheckpoint expected = SmallDecoder.checkpoint(one.go().finalWeights(), 2, "fourier");
    ModelCheckpoint actual = SmallDecoder.checkpoint(two.go().finalWeights(), 2, "fourier");
    assertEquals(expected.tables().keySet(), actual.tables().keySet());
    for (String table :
        List.of(DecoderLearner.LATENTS, RefinedPoses.ROTATIONS, RefinedPoses.SHIFTS)) {
      assertArrayEquals(
          expected.tables().get(table).values(), actual.tables().get(table).values(), 1e-4f, table);
    }
  }

  private SmallDecoder decoder(String name) {
    return new SmallDecoder(folder.resolve(name), 2, "fourier")
        .refining(new PoseSettings(RotationEmbedding.S2S2, 1e-3, 1))
        .epochs(2);
  }

  @Test
  void stoppedOnTwoDevicesItEndsWhereTheUninterruptedOneDoes() {
    SmallTraining whole = training("whole", TWO);
    whole.runToTheEnd();
    SmallTraining parts = training("parts", TWO);
    parts.stopAfter(4);
    parts.resumed().runToTheEnd();
    SmallTraining.assertSameEnd(whole, parts);
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BFLOAT16", "FLOAT16"})
  void mixedPrecisionLearnsAsFloat32(Precision precision) {
    List<Double> expected = losses(training("float32", Devices::one));
    List<Double> actual = losses(training("mixed", in(precision)));
    assertEquals(expected.get(1), actual.get(1), 2e-3 * expected.get(1));
    assertTrue(actual.get(1) < actual.get(0), actual.toString());
  }

  @Test
  void lossScaleGoesOnFromTheCheckpoint() {
    SmallTraining whole = training("whole", in(Precision.FLOAT16));
    whole.runToTheEnd();
    SmallTraining parts = training("parts", in(Precision.FLOAT16));
    parts.stopAfter(8);
    MixedPrecision.State inside = parts.checkpoint(parts.resumed().load).precision();
    assertTrue(inside.steps() > 0 && inside.steps() < 24, inside.toString());
    parts.runToTheEnd();
    SmallTraining.assertSameEnd(whole, parts);
    assertEquals(
        whole.checkpoint(whole.files.finalWeights()).precision(),
        parts.checkpoint(parts.files.finalWeights()).precision());
  }

  @Test
  void float32KeepsNothingOfPrecision() throws IOException {
    SmallTraining training = training("float32", Devices::one);
    training.runToTheEnd();
    Path weights = training.files.finalWeights();
    assertEquals(MixedPrecision.State.INITIAL, training.checkpoint(weights).precision());
    String text = Files.readString(weights, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("mixed_precision"));
  }

  /** Gradients overflow until the factor has been halved often enough; all particles are taken. */
  @Test
  void overflowCostsNoParticle() {
    SmallTraining training = training("run", in(Precision.FLOAT16));
    training.stopAfter(1);
    Path begun = training.resumed().load;
    ModelCheckpoint now = training.checkpoint(begun);
    Path changed = folder.resolve("changed.pkl");
    new ModelCheckpoint(
            now.epoch(),
            now.weights(),
            now.optimiser(),
            now.seed(),
            now.shuffleSeed(),
            now.recipe(),
            now.epochs(),
            now.steps(),
            now.particles(),
            now.tables(),
            now.progress(),
            new MixedPrecision.State(0x1p60, 0, 0))
        .write(changed, SmallTraining.spec());
    training.from(changed).runToTheEnd();
    ModelCheckpoint end = training.checkpoint(training.files.finalWeights());
    assertEquals(0, end.progress().leftOut().length);
    assertTrue(end.precision().lossScale() < 0x1p40, end.precision().toString());
    assertEquals(0, end.precision().fallbacks());
    assertTrue(end.precision().steps() > 12, end.precision().toString());
  }
}
