package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.core.simulate.Simulation;
import org.cryodrgn.core.simulate.SimulationSettings;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that refine poses. */
class PoseTrainingTest {

  private static final PoseSettings SETTINGS =
      new PoseSettings(RotationEmbedding.QUATERNION, 1e-2, 2);

  private static final ParticleDataset.Source GOLDEN = SmallTraining.GOLDEN;

  @TempDir Path folder;

  /** golden/pose/nn.sh: cryoDRGN 4.3 rested for an epoch of one step, then moved in two. */
  @ParameterizedTest
  @CsvSource({"s2s2, S2S2", "quat, QUATERNION"})
  void asPythonTrainsThem(String theirs, RotationEmbedding embedding) {
    RunFiles files =
        run("nn", 0, "hartley")
            .refining(new PoseSettings(embedding, 1e-2, 3))
            .load(Golden.file("pose/nn/weights.1.pkl"))
            .epochs(4)
            .go();
    assertFalse(Files.exists(files.checkpoint(2).poses()));
    assertTrue(Files.exists(files.checkpoint(3).poses()));
    Poses expected = PoseFile.read(Golden.file("pose/nn/" + theirs + "/pose.pkl"));
    Poses actual = PoseFile.read(files.finalCheckpoint().poses());
    // A hundredth of a step: where a gradient is nearly 0, Adam makes much of its last digits.
    assertArrayEquals(expected.rotations(), actual.rotations(), 1e-4);
    assertArrayEquals(expected.translations(), actual.translations(), 1e-6);
    Golden.assertClose(
        weights(Golden.file("pose/nn/" + theirs + "/weights.pkl"), "hartley"),
        weights(files.finalWeights(), "hartley"),
        1e-4);
    RunConfig.DatasetArgs told = RunConfig.read(files.config()).dataset();
    assertTrue(told.refinesPoses());
    assertEquals(Optional.of(GOLDEN.poses().toString()), told.poses());
  }

  private SmallDecoder run(String name, int zdim, String domain) {
    return new SmallDecoder(folder.resolve(name), zdim, domain).refining(SETTINGS);
  }

  private static float[] weights(Path file, String domain) {
    return SmallDecoder.checkpoint(file, 0, domain).weights().values().toArray();
  }

  /** From rotations 7 degrees off on average, and shifts a fifth of a pixel. */
  @ParameterizedTest
  @CsvSource({"fourier, S2S2, 2e-3", "hartley, QUATERNION, 1e-3"})
  void errorsOfPosesFall(String domain, RotationEmbedding embedding, double rate) {
    Path data = folder.resolve("data");
    int box = 24;
    new Simulation(
            new SimulationSettings(
                SimulationSettings.Kind.HINGE, 400, box, 5, 3, 0, 0.025, 1, 2, 1))
        .write(data, done -> {});
    Poses truth = PoseFile.read(data.resolve("poses.pkl"));
    Poses wrong = perturbed(truth, 8, 0.15 / box);
    PoseFile.write(data.resolve("wrong.pkl"), wrong);
    RunFiles files =
        run("run", 0, domain)
            .of(
                new ParticleDataset.Source(
                    data.resolve("particles.mrcs"),
                    null,
                    null,
                    0,
                    data.resolve("wrong.pkl"),
                    data.resolve("ctf.pkl")))
            .refining(new PoseSettings(embedding, rate, 5))
            .learning(32, 2e-3)
            .batches(8)
            .epochs(20)
            .go();
    Poses refined = PoseFile.read(files.finalCheckpoint().poses());
    assertEquals(7.3, meanAngle(truth, wrong), 0.5);
    assertTrue(
        meanAngle(truth, refined) < 0.8 * meanAngle(truth, wrong),
        "degrees: " + meanAngle(truth, refined));
    assertTrue(
        meanShift(truth, refined) < 0.9 * meanShift(truth, wrong),
        "pixels: " + box * meanShift(truth, refined));
  }

  private static Poses perturbed(Poses poses, double degrees, double fraction) {
    SplittableRandom random = new SplittableRandom(1);
    double[] rotations = new double[poses.rotations().length];
    double[] translations = poses.translations().clone();
    double[] error = new double[9];
    double each = Math.toRadians(degrees) / Math.sqrt(3);
    for (int i = 0; i < poses.size(); i++) {
      Rotations.fromCryosparc(
          (float) (each * random.nextGaussian()),
          (float) (each * random.nextGaussian()),
          (float) (each * random.nextGaussian()),
          error,
          0);
      for (int j = 0; j < 9; j++) {
        for (int k = 0; k < 3; k++) {
          rotations[9 * i + j] += error[3 * (j / 3) + k] * poses.rotations()[9 * i + 3 * k + j % 3];
        }
      }
      translations[2 * i] += fraction * random.nextGaussian();
      translations[2 * i + 1] += fraction * random.nextGaussian();
    }
    return new Poses(rotations, translations);
  }

  /** Degrees. */
  private static double meanAngle(Poses one, Poses other) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      double trace = 0;
      for (int j = 0; j < 9; j++) {
        trace += one.rotations()[9 * i + j] * other.rotations()[9 * i + j];
      }
      sum += Math.toDegrees(Math.acos(Math.min(1, (trace - 1) / 2)));
    }
    return sum / one.size();
  }

  private static double meanShift(Poses one, Poses other) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      sum +=
          Math.hypot(
              one.translations()[2 * i] - other.translations()[2 * i],
              one.translations()[2 * i + 1] - other.translations()[2 * i + 1]);
    }
    return sum / one.size();
  }

  /** Of an encoder, whose steps draw points at random. */
  @Test
  void trainingStoppedAtAnyBatchEndsWhereTheUninterruptedOneDoes() throws IOException {
    SmallTraining whole = small("whole");
    whole.runToTheEnd();
    SmallTraining parts = small("parts");
    for (int batches : new int[] {5, 14, 1, 9}) {
      parts.stopAfter(batches);
    }
    parts.resumed().runToTheEnd();
    SmallTraining.assertSameEnd(whole, parts);
    assertSamePoses(whole.files, parts.files);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void likewiseWithoutAnEncoder(int zdim) throws IOException {
    SmallDecoder whole = run("whole", zdim, "fourier").batches(16).epochs(3);
    whole.go();
    SmallDecoder parts = run("parts", zdim, "fourier").batches(16).epochs(3);
    for (int batches : new int[] {2, 3, 5, 1}) {
      parts.stopAfter(batches);
    }
    parts.load(parts.latest()).go();
    assertSamePoses(whole.files, parts.files);
    assertArrayEquals(
        SmallDecoder.checkpoint(whole.files.finalWeights(), zdim, "fourier")
            .weights()
            .values()
            .toArray(),
        SmallDecoder.checkpoint(parts.files.finalWeights(), zdim, "fourier")
            .weights()
            .values()
            .toArray());
  }

  private static void assertSamePoses(RunFiles one, RunFiles other) throws IOException {
    Path pose = one.finalCheckpoint().poses();
    assertEquals(-1, Files.mismatch(pose, other.finalCheckpoint().poses()));
    assertEquals(-1, Files.mismatch(pose, one.checkpoint(3).poses()));
    assertTrue(Files.mismatch(pose, one.checkpoint(2).poses()) >= 0);
  }

  private SmallTraining small(String name) {
    SmallTraining training = new SmallTraining(folder.resolve(name), GOLDEN, 3);
    training.poses = SETTINGS;
    return training;
  }

  /** To the last step with a checkpoint after each, to the beginning with none. */
  @Test
  void posesGoBackWithTheWeights() throws IOException {
    ParticleDataset.Source poisoned =
        SmallTraining.poisoned(folder.resolve("poisoned.mrcs"), 41, 1e30f);
    List<SmallTraining> both = new ArrayList<>();
    for (Duration inside : List.of(Duration.ofNanos(1), Duration.ZERO)) {
      SmallTraining one = new SmallTraining(folder.resolve("" + inside), poisoned, 3);
      one.poses = new PoseSettings(RotationEmbedding.S2S2, 1e-2, 1);
      one.norm = new double[] {0, 33.5};
      one.inside = inside;
      one.runToTheEnd();
      both.add(one);
    }
    SmallTraining.assertSameEnd(both.get(0), both.get(1));
    assertSamePoses(both.get(0).files, both.get(1).files);
  }

  /** Python's cryoDRGN keeps what it has refined in pose.E.pkl alone. */
  @Test
  void aCheckpointOfPythonGoesOnFromThePosesBesideIt() throws IOException {
    Path weights = folder.resolve("weights.1.pkl");
    Files.copy(Golden.file("pose/nn/weights.1.pkl"), weights);
    Path poses = folder.resolve("pose.1.pkl");
    Files.copy(Golden.file("pose/nn/quat/pose.pkl"), poses);
    RunFiles beside = run("beside", 0, "hartley").load(weights).epochs(2).go();
    RunFiles named =
        run("named", 0, "hartley")
            .of(new ParticleDataset.Source(GOLDEN.particles(), null, null, 0, poses, GOLDEN.ctf()))
            .load(Golden.file("pose/nn/weights.1.pkl"))
            .epochs(2)
            .go();
    Path one = beside.finalCheckpoint().poses();
    assertEquals(-1, Files.mismatch(one, named.finalCheckpoint().poses()));
  }

  /** Files of poses that were refined once would pass for those of weights that never saw them. */
  @Test
  void posesOfWeightsThatAreReplacedAreRemoved() {
    RunFiles files = run("run", 0, "fourier").epochs(3).go();
    run("run", 0, "fourier").refining(null).load(files.weights(2)).epochs(3).go();
    assertTrue(Files.exists(files.checkpoint(2).poses()));
    assertFalse(Files.exists(files.checkpoint(3).poses()));
    assertFalse(Files.exists(files.finalCheckpoint().poses()));
  }

  /** A refinement that is over: its poses are the input of the rest. */
  @Test
  void posesThatAreTheInputStay() {
    RunFiles files = run("run", 0, "fourier").epochs(2).go();
    Path poses = files.finalCheckpoint().poses();
    run("run", 0, "fourier")
        .of(new ParticleDataset.Source(GOLDEN.particles(), null, null, 0, poses, GOLDEN.ctf()))
        .refining(null)
        .load(files.weights(2))
        .epochs(3)
        .go();
    assertTrue(Files.exists(poses));
  }

  @Test
  void posesThatDoNotFitAreRefused() {
    SmallDecoder run = run("run", 0, "fourier").epochs(1);
    Path weights = run.go().weights(1);
    run.load(weights).epochs(2).refining(new PoseSettings(RotationEmbedding.S2S2, 1e-2, 2));
    DataException error = assertThrows(DataException.class, run::go);
    assertTrue(error.getMessage().contains("weights.1.pkl: holds rotations as 4"), "" + error);
    assertTrue(error.getMessage().contains("--emb-type"), error.getMessage());
    SmallDecoder fewer = run("fewer", 0, "fourier").of(SmallTraining.first(50)).load(weights);
    error = assertThrows(DataException.class, fewer.epochs(2)::go);
    assertTrue(error.getMessage().contains("poses of 96 particles, not 50"), error.getMessage());
  }

  @Test
  void posesOfAsManyOthersAreRefused() {
    Path some = folder.resolve("some.pkl");
    IndexFile.write(some, IntStream.range(0, 48).toArray());
    Path others = folder.resolve("others.pkl");
    IndexFile.write(others, IntStream.range(48, 96).toArray());
    Path weights = run("run", 0, "fourier").of(some).epochs(2).go().weights(2);
    SmallDecoder run = run("run", 0, "fourier").of(others).load(weights).epochs(3);
    DataException error = assertThrows(DataException.class, run::go);
    assertTrue(error.getMessage().contains("holds moved poses of 48 of 96"), error.getMessage());
    // The networks alone.
    run.refining(null).go();
  }
}
