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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cryodrgn.core.Golden;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From which checkpoint a training goes on, and when there is nothing to go on for. */
class GoingOnTest {

  @TempDir Path folder;

  /** The steps of the second epoch would pass for some of the first. */
  @Test
  void aPartOfAnEpochMoreThanAskedForIsRefused() {
    SmallTraining training = golden("more", 3);
    Path inside = stoppedInTheSecondEpoch(training, 5);
    SmallTraining less = golden("more", 1).resumed();
    DataException error = assertThrows(DataException.class, less::runToTheEnd);
    assertEquals(
        inside
            + ": 1 epochs and 40 particles of the next are done already, 1 epochs are asked for."
            + " Raise --num-epochs, or remove this file.",
        error.getMessage());
    assertTrue(Files.exists(inside));
    assertFalse(Files.exists(less.files.finalWeights()));
  }

  @Test
  void noTrainingGoesBackBehindStepsOfTheNextEpoch() {
    SmallTraining training = golden("back", 3);
    Path inside = stoppedInTheSecondEpoch(training, 5);
    CheckpointFolder checkpoints = training.files.checkpoints();
    Path first = training.files.weights(1);
    DataException error = assertThrows(DataException.class, () -> checkpoints.requireLatest(first));
    assertTrue(error.getMessage().startsWith(inside + ": is later than " + first), "" + error);
    assertEquals(inside, checkpoints.requireLatest(inside));
  }

  /** Begun again in another order, an epoch is behind what is left of it in the first. */
  @Test
  void latestIsOfTheWayThatIsTaken() throws IOException {
    SmallTraining training = golden("way", 3);
    Path left = stoppedInTheSecondEpoch(training, 7);
    training.memory = new MemorySettings(0, true, null, 40);
    training.stopAfter(2);
    assertFalse(Files.exists(left));
    assertEquals(List.of("resume.2.16.pkl", "resume.2.8.pkl"), names("way", "resume"));
    assertEquals(
        Optional.of(training.files.checkpoints().inside(2, 16)),
        training.files.checkpoints().latest());
  }

  @Test
  void weightsAtTheEndStandInForThoseOfTheirEpoch() throws IOException {
    SmallTraining training = golden("end", 2);
    training.runToTheEnd();
    CheckpointFolder checkpoints = training.files.checkpoints();
    assertEquals(Optional.of(training.files.weights(2)), checkpoints.latest());
    Files.write(training.files.weights(2), new byte[100]);
    assertEquals(Optional.of(training.files.finalWeights()), checkpoints.latest());
  }

  /** Whatever of the end was lost or damaged is made again as it was. */
  @ParameterizedTest
  @ValueSource(strings = {"z.2.pkl", "z.pkl", "weights.2.pkl", "weights.pkl", "config.yaml"})
  void aDoneTrainingWithDamageIsNotDone(String name) throws IOException {
    SmallTraining training = golden("done", 2);
    training.runToTheEnd();
    assertTrue(training.files.complete(2));
    Path file = training.files.folder().resolve(name);
    byte[] before = Files.readAllBytes(file);
    Files.delete(file);
    // Without its number the end is that of a training with fewer checkpoints.
    assertEquals(name.equals("weights.2.pkl"), training.files.complete(2));
    if (!name.equals("config.yaml")) {
      Files.write(file, new byte[100]);
      assertFalse(training.files.complete(2));
    }
    training.resumed().runToTheEnd();
    assertTrue(training.files.complete(2));
    if (!name.equals("config.yaml")) {
      assertArrayEquals(before, Files.readAllBytes(file));
    }
  }

  @Test
  void sumsThatFitNoCheckpointAreNamed() throws IOException {
    SmallTraining training = golden("sums", 1);
    RunFiles files = training.files;
    DataException none = assertThrows(DataException.class, files::latestWeights);
    assertTrue(none.getMessage().contains("holds no weights.N.pkl to go on from"), "" + none);
    training.runToTheEnd();
    Path sums = files.folder().resolve("checkpoints.sha256");
    Files.writeString(sums, Files.readString(sums).replaceAll("(?m)^.{8}", "00000000"));
    DataException wrong = assertThrows(DataException.class, files::latestWeights);
    assertEquals(
        files.folder()
            + ": holds no weights.N.pkl that is whole. If it is checkpoints.sha256 that is wrong,"
            + " remove that.",
        wrong.getMessage());
    Files.delete(sums);
    assertEquals(files.weights(1), files.latestWeights());
  }

  /** At any time {@code sha256sum --check} finds what the list names. */
  @Test
  void sumsAreOfFilesThatAreThere() throws IOException {
    SmallTraining training = golden("there", 3);
    stoppedInTheSecondEpoch(training, 7);
    for (String line : Files.readAllLines(folder.resolve("there/checkpoints.sha256"))) {
      assertTrue(Files.exists(folder.resolve("there").resolve(line.split("  ")[1])), line);
    }
  }

  /** A disk that goes away comes back. */
  @Test
  void stepsBeforeAnInputIsGoneAreKept() throws IOException {
    SmallTraining whole = golden("whole", 2);
    whole.memory = new MemorySettings(0, true, null, 0);
    whole.runToTheEnd();
    Path stack = Files.copy(Golden.file("particles.mrcs"), folder.resolve("stack.mrcs"));
    Path away = folder.resolve("away.mrcs");
    SmallTraining parts =
        new SmallTraining(folder.resolve("parts"), SmallTraining.source(stack), 2);
    parts.memory = whole.memory;
    parts.inside = Duration.ZERO;
    TrainingListener taker =
        new TrainingListener() {
          @Override
          public void batch(int seen, int particles) {
            if (seen == 32) {
              move(stack, away);
            }
          }
        };
    DataException error = assertThrows(DataException.class, () -> parts.runToTheEnd(taker));
    assertTrue(error.getMessage().startsWith(stack + ": there is no such file"), "" + error);
    Path saved = parts.files.checkpoints().latest().orElseThrow();
    assertTrue(parts.checkpoint(saved).progress().position() >= 32, "" + saved);
    move(away, stack);
    parts.resumed().runToTheEnd();
    SmallTraining.assertSameEnd(whole, parts);
  }

  /** What was never trained on is begun again without a word of another run. */
  @Test
  void aTrainingWithoutAStepLeavesNoCheckpoint() throws IOException {
    Path stack = Files.copy(Golden.file("particles.mrcs"), folder.resolve("stack.mrcs"));
    SmallTraining training =
        new SmallTraining(folder.resolve("none"), SmallTraining.source(stack), 2);
    training.memory = new MemorySettings(0, true, null, 0);
    TrainingListener taker =
        new TrainingListener() {
          @Override
          public void begins(int epochs, int seen) {
            move(stack, folder.resolve("away.mrcs"));
          }
        };
    assertThrows(DataException.class, () -> training.runToTheEnd(taker));
    assertTrue(training.files.checkpoints().isEmpty());
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private SmallTraining golden(String name, int epochs) {
    return new SmallTraining(folder.resolve(name), SmallTraining.GOLDEN, epochs);
  }

  /** Its checkpoint. */
  private static Path stoppedInTheSecondEpoch(SmallTraining training, int steps) {
    // The pass at the end of an epoch has as many batches as the epoch; the end of the loading is
    // one more occasion to stop.
    training.stopAfter(2 * SmallTraining.STEPS + steps + 1);
    Path latest = training.files.checkpoints().latest().orElseThrow();
    assertEquals(training.files.checkpoints().inside(2, 8 * steps), latest);
    return latest;
  }

  private List<String> names(String run, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(run))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList();
    }
  }
}
