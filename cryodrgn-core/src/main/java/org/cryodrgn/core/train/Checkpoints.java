package org.cryodrgn.core.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.WriteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that a training writes: after epochs, inside them, and at the end. A full disk
 * costs a checkpoint, but not the training, unless it is the last one.
 */
final class Checkpoints {

  /**
   * When they are written.
   *
   * @param epochs the last epoch
   * @param every epochs between two checkpoints; 0 for none but the last
   * @param inside time between two checkpoints inside an epoch; zero for none
   */
  record Plan(int epochs, int every, Duration inside) {}

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final RunFiles files;
  private final CheckpointFolder folder;
  private final Path givenPoses;
  private final Plan plan;
  private final Deque<Path> written = new ArrayDeque<>();
  private long lastAttempt;

  /**
   * @param files of the output folder
   * @param givenPoses the input's pose file
   * @param plan when they are written
   */
  Checkpoints(RunFiles files, Path givenPoses, Plan plan) {
    this.files = files;
    this.folder = files.checkpoints();
    this.givenPoses = givenPoses;
    this.plan = plan;
  }

  /**
   * Makes the folder ready.
   *
   * @param load the checkpoint that the training goes on from; null to begin
   */
  void open(Path load) {
    folder.removeUnfinished();
    if (load != null) {
      written.push(load);
    }
  }

  /** Begins the time to the next checkpoint inside an epoch. */
  void startClock() {
    lastAttempt = System.nanoTime();
  }

  /** Whether there is any to go back to. */
  boolean any() {
    return !written.isEmpty();
  }

  /** The newer of the last two that is whole. */
  Optional<Path> newestWhole() {
    return written.stream().filter(folder::isWhole).findFirst();
  }

  /**
   * Writes one inside the epoch, if it is due.
   *
   * @param mark where the epoch began
   */
  void afterStep(Trainer trainer, TrainingMark mark) {
    if (insideDue()) {
      tolerant(() -> saveInside(trainer, mark));
    }
  }

  /**
   * Writes what is due at the end of an epoch.
   *
   * @param mark the epoch is done
   * @throws DataException if the last one cannot be written
   */
  void afterEpoch(Trainer trainer, TrainingMark mark) {
    if (mark.epoch() == plan.epochs()) {
      LOG.info("Training complete");
      saveFinal(trainer, mark);
    } else if (isDue(mark.epoch())) {
      tolerant(() -> save(trainer, mark, List.of(files.checkpoint(mark.epoch()))));
    }
  }

  /**
   * Writes the last one.
   *
   * @param mark all epochs are done
   * @throws DataException if it cannot be written
   */
  void saveFinal(Trainer trainer, TrainingMark mark) {
    List<RunFiles.Checkpoint> places = new ArrayList<>();
    if (isDue(mark.epoch())) {
      places.add(files.checkpoint(mark.epoch()));
    }
    places.add(files.finalCheckpoint());
    requireFolder();
    save(trainer, mark, places);
  }

  /**
   * Writes one where the training is stopped.
   *
   * @param mark where the epoch began
   * @throws DataException if it cannot be written
   */
  void saveStopped(Trainer trainer, TrainingMark mark) {
    requireFolder();
    saveInside(trainer, mark);
  }

  /**
   * Writes one where the training has failed, if that can be and a step was done.
   *
   * @param mark where the epoch began
   * @param failure is told why, where it cannot
   */
  void saveFailed(Trainer trainer, TrainingMark mark, DataException failure) {
    if (mark.epoch() == 0 && !trainer.progress().any()) {
      return;
    }
    try {
      saveStopped(trainer, mark);
    } catch (DataException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes those inside epochs, when the training has come to its end. */
  void finish() {
    folder.finished();
  }

  private void save(Trainer trainer, TrainingMark mark, List<RunFiles.Checkpoint> places) {
    List<Path> paths = new ArrayList<>();
    places.forEach(place -> paths.addAll(place.all()));
    List<Path> fresh = paths.stream().filter(Files::notExists).toList();
    folder.willWrite(paths);
    try {
      trainer.save(mark, places);
    } catch (WriteException e) {
      places.forEach(place -> removeWithoutWeights(place, fresh));
      throw e;
    }
    if (!trainer.posesRefined(mark.epoch())) {
      places.forEach(place -> removeStale(place.poses()));
    }
    wrote(places.get(0).weights(), paths.stream().filter(Files::exists).toList());
  }

  /** Weights come last: what is there without them is of no use, and takes the space they lack. */
  private void removeWithoutWeights(RunFiles.Checkpoint place, List<Path> fresh) {
    if (!Files.isRegularFile(place.weights())) {
      Stream.of(place.latents(), place.map(), place.poses())
          .filter(fresh::contains)
          .forEach(folder::delete);
    }
  }

  /** Poses that a run before this refined would pass for those of the new weights. */
  private void removeStale(Path poses) {
    if (Files.exists(poses) && !InputFiles.same(poses, givenPoses)) {
      LOG.warn("{} is of a training that these weights replace: removed", poses);
      folder.delete(poses);
    }
  }

  private void saveInside(Trainer trainer, TrainingMark mark) {
    TrainingMark now = mark.with(trainer.progress());
    Path file = folder.inside(mark.epoch() + 1, now.progress().position());
    folder.willWrite(List.of(file));
    trainer.saveInside(now, file);
    wrote(file, List.of(file));
    LOG.info("Saved inside the epoch: {}", file);
  }

  private void wrote(Path checkpoint, List<Path> paths) {
    // One after the last step may be written again where the training is stopped.
    written.remove(checkpoint);
    written.push(checkpoint);
    while (written.size() > 2) {
      written.removeLast();
    }
    folder.written(written, paths);
  }

  /** Writes a checkpoint that the training can do without. */
  private void tolerant(Runnable writing) {
    startClock();
    requireFolder();
    try {
      writing.run();
    } catch (WriteException e) {
      requireFolder();
      LOG.warn(
          "No checkpoint this time, the one before stays and the next is tried: {}",
          e.getMessage());
    }
    startClock();
  }

  /** Missing folders are made when a file is written: this one would begin empty. */
  private void requireFolder() {
    if (!Files.isDirectory(files.folder())) {
      throw new DataException(
          files.folder()
              + ": the output folder is gone, there is nowhere to save to."
              + " Check the disk, and begin again.");
    }
  }

  private boolean isDue(int epoch) {
    return plan.every() > 0 && epoch % plan.every() == 0;
  }

  private boolean insideDue() {
    return !plan.inside().isZero() && System.nanoTime() - lastAttempt >= plan.inside().toNanos();
  }
}
