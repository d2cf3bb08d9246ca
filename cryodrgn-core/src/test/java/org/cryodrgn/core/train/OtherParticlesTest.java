package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.selection.IndexFile;
import org.cryodrgn.io.torch.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on some particles of a stack, and checkpoints that are of others. */
class OtherParticlesTest {

  @TempDir Path folder;

  @Test
  void positionInOtherParticlesIsNotTaken() {
    SmallTraining training = new SmallTraining(folder.resolve("other"), SmallTraining.GOLDEN, 3);
    training.stopAfter(2 * SmallTraining.STEPS + 5);
    SmallTraining fewer =
        new SmallTraining(training.files.folder(), SmallTraining.first(50), 2).resumed();
    TrainingRecord record = new TrainingRecord();
    fewer.runToTheEnd(record);
    assertEquals(List.of(8, 16, 24, 32, 40, 48, 50), record.seen);
  }

  /** In the folder of the run; a run elsewhere takes the networks, and begins the epoch. */
  @Test
  void positionInAsManyOthersIsRefused() {
    Path some = indices("some.pkl", 0);
    Path others = indices("others.pkl", 40);
    SmallTraining run = selected("run", SmallTraining.GOLDEN, some);
    run.stopAfter(3);
    SmallTraining changed = selected("run", SmallTraining.GOLDEN, others).resumed();
    assertOfOthers(changed, "holds a part of an epoch of 48 of 96 particles");

    SmallTraining elsewhere = selected("elsewhere", SmallTraining.GOLDEN, others);
    TrainingRecord record = new TrainingRecord();
    elsewhere.from(changed.load).runToTheEnd(record);
    assertEquals(List.of(8, 16, 24, 32, 40, 48), record.seen.subList(0, 6));
  }

  @Test
  void particlesLeftOutAreNotThoseOfOthers() throws IOException {
    ParticleDataset.Source poisoned =
        SmallTraining.poisoned(folder.resolve("stack.mrcs"), 41, 1e30f);
    SmallTraining run = selected("run", poisoned, indices("some.pkl", 30));
    run.norm = new double[] {0, 33.5};
    run.runToTheEnd();
    ModelCheckpoint end = run.checkpoint(run.files.finalWeights());
    assertArrayEquals(new int[] {11}, end.progress().leftOut());
    Path others = indices("others.pkl", 40);
    SmallTraining changed = selected("run", SmallTraining.GOLDEN, others);
    changed.from(run.files.weights(2));
    assertOfOthers(changed, "holds a list of those left out of 48 of 96 particles");
  }

  /** An older file does not tell of which particles it is; those of a run may be as many. */
  @Test
  void particlesLeftOutOfAFileThatDoesNotTellItsOwnAreNotTaken() throws IOException {
    SmallTraining run =
        new SmallTraining(
            folder.resolve("run"),
            SmallTraining.poisoned(folder.resolve("stack.mrcs"), 41, 1e30f),
            3);
    run.norm = new double[] {0, 33.5};
    run.runToTheEnd();
    Checkpoint told = Checkpoint.read(run.files.weights(2));
    Map<String, Object> extra = new LinkedHashMap<>(told.extra());
    extra.remove("particles");
    Path older = folder.resolve("weights.2.pkl");
    new Checkpoint(told.epoch(), told.model(), told.optimizer(), extra).write(older);
    assertArrayEquals(new int[] {41}, run.checkpoint(older).progress().leftOut());
    SmallTraining others =
        new SmallTraining(folder.resolve("others"), SmallTraining.GOLDEN, 3).from(older);
    others.runToTheEnd();
    ModelCheckpoint end = others.checkpoint(others.files.finalWeights());
    assertArrayEquals(new int[0], end.progress().leftOut());
  }

  /** As --ind counts them, which is the remedy. */
  @Test
  void particlesToBlameAreNamedAsInTheStack() {
    SmallTraining training = selected("overflow", SmallTraining.GOLDEN, indices("some.pkl", 48));
    training.learningRate = 1e30;
    DataException error = assertThrows(DataException.class, training::runToTheEnd);
    String message = error.getMessage();
    String named = message.replaceAll("(?s).*particles \\[(.*)\\].*", "$1");
    for (String particle : named.split(", ")) {
      assertTrue(Integer.parseInt(particle) >= 48, message);
    }
  }

  /** Networks alone know nothing of particles. */
  @Test
  void networksGoOnWithAsManyOthers() {
    selected("run", SmallTraining.GOLDEN, indices("some.pkl", 0)).runToTheEnd();
    SmallTraining others = selected("other", SmallTraining.GOLDEN, indices("others.pkl", 40));
    others.from(folder.resolve("run/weights.2.pkl")).runToTheEnd();
  }

  /** 48 particles from a first one on. */
  private Path indices(String name, int first) {
    Path file = folder.resolve(name);
    IndexFile.write(file, IntStream.range(first, first + 48).toArray());
    return file;
  }

  private SmallTraining selected(String name, ParticleDataset.Source all, Path indices) {
    return new SmallTraining(folder.resolve(name), SmallTraining.selected(all, indices), 3);
  }

  private static void assertOfOthers(SmallTraining run, String what) {
    DataException error = assertThrows(DataException.class, run::runToTheEnd);
    assertTrue(error.getMessage().contains(what), error.getMessage());
    assertTrue(error.getMessage().contains("Give the particles and the --ind"), error.getMessage());
  }
}
