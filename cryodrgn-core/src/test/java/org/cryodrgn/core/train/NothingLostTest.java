package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are stopped, poisoned, or robbed of their disk. */
class NothingLostTest {

  @TempDir Path folder;

  @Test
  void trainingStoppedAtAnyBatchEndsWhereTheUninterruptedOneDoes() {
    SmallTraining whole = golden("whole");
    whole.runToTheEnd();
    SmallTraining parts = golden("parts");
    // A pass over the particles at the end of an epoch has as many batches as its training.
    int[] batches = {5, 8, 1, 14, 12, 2};
    for (int stop : batches) {
      parts.stopAfter(stop);
    }
    parts.resumed().runToTheEnd();
    SmallTraining.assertSameEnd(whole, parts);
  }

  @Test
  void oneCheckpointInsideAnEpochIsKeptBesideTheNewestAndNoneAtTheEnd() {
    SmallTraining training = golden("kept");
    List<Integer> most = new ArrayList<>();
    training.runToTheEnd(
        new TrainingListener() {
          @Override
          public void batch(int seen, int particles) {
            most.add(names("kept", "resume").size());
          }
        });
    assertEquals(2, most.stream().mapToInt(i -> i).max().orElseThrow());
    assertEquals(List.of(), names("kept", "resume"));
    assertEquals(List.of(), names("kept", "."));
  }

  /** Whatever a training writes; what others write, or a process that lives, stays. */
  @Test
  void whatAKilledRunLeftUnfinishedIsRemoved() throws IOException {
    long gone = Long.MAX_VALUE;
    long alive = ProcessHandle.current().parent().orElseThrow().pid();
    SmallTraining training = golden("unfinished");
    Files.createDirectories(training.files.folder());
    RunFiles.Checkpoint files = training.files.checkpoint(3);
    List<Path> written =
        List.of(
            files.weights(),
            files.latents(),
            files.map(),
            files.poses(),
            training.files.config(),
            training.files.checkpoints().inside(2, 8),
            folder.resolve("unfinished/checkpoints.sha256"),
            folder.resolve("unfinished/poses.pkl"),
            folder.resolve("unfinished/ctf.pkl"),
            folder.resolve("unfinished/ind.pkl"));
    for (Path file : written) {
      Files.createFile(partial(file, gone));
    }
    Path others = Files.createFile(partial(folder.resolve("unfinished/other.mrc"), gone));
    Path living = Files.createFile(partial(files.weights(), alive));
    training.files.checkpoints().removeUnfinished();
    try (Stream<Path> left = Files.list(training.files.folder())) {
      assertEquals(Set.of(others, living), left.collect(Collectors.toSet()));
    }
  }

  private static Path partial(Path file, long process) {
    return file.resolveSibling("." + file.getFileName() + "." + process + ".partial");
  }

  @Test
  void sumsOfAllCheckpointsAreKept() throws IOException {
    SmallTraining training = golden("sums");
    training.poses = new PoseSettings(RotationEmbedding.S2S2, 1e-3, 2);
    training.runToTheEnd();
    List<String> listed =
        Files.readAllLines(folder.resolve("sums/checkpoints.sha256")).stream()
            .map(line -> line.split("  ")[1])
            .toList();
    assertEquals(
        List.of(
            "pose.2.pkl",
            "pose.3.pkl",
            "pose.pkl",
            "weights.1.pkl",
            "weights.2.pkl",
            "weights.3.pkl",
            "weights.pkl",
            "z.1.pkl",
            "z.2.pkl",
            "z.3.pkl",
            "z.pkl"),
        listed);
  }

  @Test
  void latestPassesOverWhatIsDamaged() throws IOException {
    SmallTraining training = golden("damaged");
    training.runToTheEnd();
    CheckpointFolder checkpoints = training.files.checkpoints();
    assertEquals(Optional.of(training.files.weights(3)), checkpoints.latest());
    Files.delete(training.files.finalWeights());
    // A byte of a weight: its sum tells.
    try (RandomAccessFile file = new RandomAccessFile(training.files.weights(3).toFile(), "rw")) {
      file.seek(file.length() / 2);
      int value = file.read();
      file.seek(file.length() / 2);
      file.write(value ^ 1);
    }
    assertEquals(Optional.of(training.files.weights(2)), checkpoints.latest());
    // Without the list of sums the checkpoint's own checksums do.
    Files.delete(folder.resolve("damaged/checkpoints.sha256"));
    assertEquals(Optional.of(training.files.weights(2)), checkpoints.latest());
    Files.write(training.files.weights(2), new byte[100]);
    assertEquals(Optional.of(training.files.weights(1)), checkpoints.latest());
    Files.write(training.files.weights(1), new byte[0]);
    assertEquals(Optional.empty(), checkpoints.latest());
  }

  /** Those that stay would pass for checkpoints of the training that went back. */
  @Test
  void noTrainingGoesBackBehindLaterCheckpoints() throws IOException {
    SmallTraining training = golden("back");
    training.runToTheEnd();
    CheckpointFolder checkpoints = training.files.checkpoints();
    Path second = training.files.weights(2);
    DataException error =
        assertThrows(DataException.class, () -> checkpoints.requireLatest(second));
    assertTrue(
        error.getMessage().startsWith(training.files.weights(3) + ": is later than " + second));
    assertEquals(
        training.files.finalWeights(), checkpoints.requireLatest(training.files.finalWeights()));
    // The remedy for damaged ones is to go on from the one before.
    Files.write(training.files.weights(3), new byte[100]);
    Files.write(training.files.finalWeights(), new byte[100]);
    assertEquals(second, checkpoints.requireLatest(second));
    CheckpointFolder elsewhere = new CheckpointFolder(folder.resolve("elsewhere"));
    assertEquals(second, elsewhere.requireLatest(second));
  }

  /** Two epochs a checkpoint: the third is in weights.pkl alone. */
  @Test
  void latestIsTheEndWhereNoOtherIsOfItsEpoch() throws IOException {
    SmallTraining training = golden("sparse");
    training.every = 2;
    training.runToTheEnd();
    assertEquals(Set.of("weights.2.pkl", "weights.pkl"), Set.copyOf(names("sparse", "weights")));
    CheckpointFolder checkpoints = training.files.checkpoints();
    assertEquals(Optional.of(training.files.finalWeights()), checkpoints.latest());
    assertTrue(training.files.complete(3));
    assertFalse(training.files.complete(4));
    SmallTraining more = new SmallTraining(folder.resolve("sparse"), SmallTraining.GOLDEN, 4);
    more.every = 2;
    more.resumed().runToTheEnd();
    assertEquals(training.files.finalWeights(), more.load);
    assertEquals(Optional.of(training.files.weights(4)), checkpoints.latest());
    Files.delete(training.files.weights(4));
    Files.write(training.files.finalWeights(), new byte[100]);
    assertEquals(Optional.of(training.files.weights(2)), checkpoints.latest());
    assertFalse(training.files.complete(4));
  }

  @Test
  void poisonedImageIsLeftOutAndTheTrainingIsResumable() throws IOException {
    SmallTraining poisoned = poisoned("poisoned", 1e30f, 41);
    poisoned.norm = new double[] {0, 33.5};
    poisoned.runToTheEnd();
    ModelCheckpoint end = poisoned.checkpoint(poisoned.files.finalWeights());
    assertArrayEquals(new int[] {41}, end.progress().leftOut());
    for (float value : end.weights().values().toArray()) {
      assertTrue(Float.isFinite(value));
    }
    float[] latents = LatentFile.read(poisoned.files.finalLatents()).mean();
    assertEquals(0, latents[2 * 41]);
    assertTrue(latents[2 * 40] != 0);

    SmallTraining parts = poisoned("parts", 1e30f, 41);
    parts.norm = poisoned.norm;
    parts.stopAfter(3);
    parts.stopAfter(30);
    parts.stopAfter(9);
    parts.resumed().runToTheEnd();
    SmallTraining.assertSameEnd(poisoned, parts);
  }

  /** Found again, it would cost one of the ways back. */
  @Test
  void poisonedImageStaysLeftOutInAnotherOrder() throws IOException {
    SmallTraining poisoned = poisoned("order", 1e30f, 41);
    poisoned.norm = new double[] {0, 33.5};
    poisoned.stopAfter(5 * SmallTraining.STEPS);
    poisoned.resumed().memory = new MemorySettings(0, true, null, 40);
    int[] begun = {0};
    poisoned.runToTheEnd(
        new TrainingListener() {
          @Override
          public void begins(int epochs, int seen) {
            begun[0]++;
            assertEquals(0, seen);
          }
        });
    assertEquals(1, begun[0]);
    ModelCheckpoint end = poisoned.checkpoint(poisoned.files.finalWeights());
    assertArrayEquals(new int[] {41}, end.progress().leftOut());
  }

  /** Its gradients are tried in float32 before it is blamed. */
  @Test
  void poisonedImageIsLeftOutInMixedPrecisionToo() throws IOException {
    SmallTraining poisoned = poisoned("poisoned", 1e30f, 41);
    poisoned.norm = new double[] {0, 33.5};
    poisoned.devices = engine -> new Devices(List.of(engine), Precision.FLOAT16);
    poisoned.runToTheEnd();
    ModelCheckpoint end = poisoned.checkpoint(poisoned.files.finalWeights());
    assertArrayEquals(new int[] {41}, end.progress().leftOut());
    assertEquals(0, end.precision().fallbacks());
  }

  @Test
  void imageOfNanThatIsReadInTheMidstIsLeftOut() throws IOException {
    // Read one by one, and ahead in windows of 40.
    for (int window : new int[] {0, 40}) {
      SmallTraining training = poisoned("nan" + window, Float.NaN, 17);
      training.norm = new double[] {0, 33.5};
      training.memory = new MemorySettings(0, true, null, window);
      training.runToTheEnd();
      ModelCheckpoint end = training.checkpoint(training.files.finalWeights());
      assertArrayEquals(new int[] {17}, end.progress().leftOut());
    }
  }

  @Test
  void stoppedInAWindowItEndsWhereTheUninterruptedOneDoes() {
    SmallTraining whole = golden("whole");
    SmallTraining parts = golden("parts");
    whole.memory = new MemorySettings(0, true, null, 40);
    parts.memory = whole.memory;
    whole.runToTheEnd();
    int[] batches = {7, 20};
    for (int stop : batches) {
      parts.stopAfter(stop);
    }
    parts.resumed().runToTheEnd();
    SmallTraining.assertSameEnd(whole, parts);
  }

  @Test
  void overflowEndsAfterThreeWaysBackWithTheLastGoodCheckpoint() {
    SmallTraining training = golden("overflow");
    training.stopAfter(30);
    Path good = training.files.checkpoints().latest().orElseThrow();
    training.load = good;
    training.learningRate = 1e30;
    training.inside = Duration.ZERO;
    DataException error = assertThrows(DataException.class, training::runToTheEnd);
    assertTrue(error.getMessage().contains("not finite"), error.getMessage());
    assertTrue(error.getMessage().contains("particles ["), error.getMessage());
    assertEquals(Optional.of(good), training.files.checkpoints().latest());
    for (float value : training.checkpoint(good).weights().values().toArray()) {
      assertTrue(Float.isFinite(value));
    }
  }

  @Test
  void checkpointThatCannotBeWrittenIsTriedAgain() throws IOException {
    SmallTraining whole = golden("whole");
    whole.runToTheEnd();
    SmallTraining training = golden("full");
    training.inside = Duration.ZERO;
    Path inTheWay = training.files.weights(1);
    List<Boolean> there = new ArrayList<>();
    training.runToTheEnd(
        new TrainingListener() {
          @Override
          public void epoch(Epoch epoch) {
            there.add(Files.isRegularFile(training.files.weights(epoch.epoch() - 1)));
            try {
              if (epoch.epoch() == 1) {
                Files.createDirectories(inTheWay.resolve("x"));
              }
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        });
    assertEquals(List.of(false, false, true), there);
    assertFalse(Files.exists(training.files.latents(1)));
    SmallTraining.assertSameEnd(whole, training);
  }

  @Test
  void outputFolderThatVanishesEndsTheTraining() {
    SmallTraining training = golden("gone");
    DataException error =
        assertThrows(
            DataException.class,
            () ->
                training.runToTheEnd(
                    new TrainingListener() {
                      @Override
                      public void batch(int seen, int particles) {
                        if (seen == 48) {
                          delete(training.files.folder());
                        }
                      }
                    }));
    assertTrue(error.getMessage().contains("the output folder is gone"), error.getMessage());
    assertFalse(Files.exists(training.files.folder()));
  }

  private SmallTraining golden(String name) {
    return new SmallTraining(folder.resolve(name), SmallTraining.GOLDEN, 3);
  }

  private SmallTraining poisoned(String name, float value, int particle) throws IOException {
    ParticleDataset.Source source =
        SmallTraining.poisoned(folder.resolve(name + ".mrcs"), particle, value);
    return new SmallTraining(folder.resolve(name), source, 3);
  }

  private List<String> names(String run, String prefix) {
    try (Stream<Path> files = Files.list(folder.resolve(run))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
