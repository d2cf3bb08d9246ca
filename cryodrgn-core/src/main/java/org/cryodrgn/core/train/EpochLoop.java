package org.cryodrgn.core.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.WriteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epochs of a training and its checkpoints, the same for every kind of model. What is not
 * finite costs the particles that are to blame, and the way back to the last checkpoint; a full
 * disk costs a checkpoint; a request to stop costs nothing.
 */
final class EpochLoop {

  /** Makes a learner as a checkpoint left it. */
  @FunctionalInterface
  interface Starts {
    /**
     * @param checkpoint null to begin
     */
    Start from(Path checkpoint);
  }

  /**
   * Where a training begins.
   *
   * @param learner is closed when the training leaves it
   * @param mark how far it is
   */
  record Start(Learner learner, TrainingMark mark) {}

  /**
   * When checkpoints are written.
   *
   * @param epochs the last epoch
   * @param every epochs between two checkpoints; 0 for none but the last
   * @param inside time between two checkpoints inside an epoch; zero for none
   */
  record Plan(int epochs, int every, Duration inside) {}

  private static final Logger LOG = LoggerFactory.getLogger(EpochLoop.class);

  /** How many times a training goes back before it gives up. */
  private static final int MOST_INCIDENTS = 3;

  private final RunFiles files;
  private final CheckpointFolder folder;
  private final Path givenPoses;
  private final TrainingData data;
  private final TrainingSettings settings;
  private final Plan plan;
  private final List<TrainingListener> listeners;
  private final BooleanSupplier stop;
  private final BitSet leftOut = new BitSet();
  private final Deque<Path> written = new ArrayDeque<>();
  private long lastAttempt;

  /**
   * @param files of the output folder
   * @param givenPoses the input's pose file
   * @param data what is learned
   * @param settings how
   * @param plan of the checkpoints
   * @param listeners told on the way
   * @param stop asked between batches whether to save and end
   */
  EpochLoop(
      RunFiles files,
      Path givenPoses,
      TrainingData data,
      TrainingSettings settings,
      Plan plan,
      List<TrainingListener> listeners,
      BooleanSupplier stop) {
    this.files = files;
    this.folder = files.checkpoints();
    this.givenPoses = givenPoses;
    this.data = data;
    this.settings = settings;
    this.plan = plan;
    this.listeners = listeners;
    this.stop = stop;
  }

  /**
   * Trains to the last epoch.
   *
   * @param starts makes learners
   * @param load the checkpoint to go on from; null to begin
   * @return whether it came to its end; false if it was stopped before
   * @throws DataException if losses stay infinite, or the output folder is gone
   */
  boolean run(Starts starts, Path load) {
    folder.removeUnfinished();
    if (load != null) {
      written.push(load);
    }
    Path from = load;
    for (int incidents = 0; ; incidents++) {
      Start start = starts.from(from);
      TrainingMark mark = checked(start.mark());
      for (int particle : mark.progress().leftOut()) {
        leftOut.set(particle);
      }
      try (Learner learner = start.learner();
          Trainer trainer =
              new Trainer(data, learner, settings, listeners, leftOut, this::checkStop)) {
        return train(learner, trainer, mark);
      } catch (NotFiniteException e) {
        leaveOut(e, incidents);
        from = written.stream().filter(folder::isWhole).findFirst().orElse(load);
      }
    }
  }

  private boolean train(Learner learner, Trainer trainer, TrainingMark from) {
    TrainingMark mark = from;
    lastAttempt = System.nanoTime();
    try {
      while (mark.epoch() < plan.epochs()) {
        TrainingMark now = mark;
        trainer.trainEpoch(
            mark.epoch() + 1,
            mark.progress(),
            () -> {
              if (insideDue()) {
                tolerant(() -> saveInside(learner, now, trainer.progress()));
              }
            });
        TrainingMark done = epochDone(mark);
        endOfEpoch(trainer, done);
        mark = done;
      }
      if (mark == from) {
        LOG.info("All {} epochs were done before", plan.epochs());
        save(trainer, mark, List.of(files.finalCheckpoint()));
      }
    } catch (StoppedException e) {
      requireFolder();
      saveInside(learner, mark, trainer.progress());
      LOG.info("Stopped; go on with --load latest");
      return false;
    }
    folder.finished();
    return true;
  }

  private TrainingMark epochDone(TrainingMark mark) {
    return new TrainingMark(
        mark.epoch() + 1,
        mark.seed(),
        mark.shuffleSeed(),
        EpochProgress.none(Trainer.orderOf(data), leftOut.stream().toArray()));
  }

  private void endOfEpoch(Trainer trainer, TrainingMark mark) {
    boolean last = mark.epoch() == plan.epochs();
    List<RunFiles.Checkpoint> places = new ArrayList<>();
    if (plan.every() > 0 && mark.epoch() % plan.every() == 0) {
      places.add(files.checkpoint(mark.epoch()));
    }
    if (last) {
      LOG.info("Training complete");
      places.add(files.finalCheckpoint());
      requireFolder();
      save(trainer, mark, places);
    } else if (!places.isEmpty()) {
      tolerant(() -> save(trainer, mark, places));
    }
  }

  private void save(Trainer trainer, TrainingMark mark, List<RunFiles.Checkpoint> places) {
    List<Path> paths = new ArrayList<>();
    places.forEach(
        place ->
            paths.addAll(List.of(place.latents(), place.map(), place.poses(), place.weights())));
    folder.willWrite(paths);
    trainer.save(mark, places);
    if (!trainer.posesRefined(mark.epoch())) {
      places.forEach(place -> removeStale(place.poses()));
    }
    wrote(places.get(0).weights(), paths.stream().filter(Files::exists).toList());
  }

  /** Poses that a run before this refined would pass for those of the new weights. */
  private void removeStale(Path poses) {
    if (Files.exists(poses) && !InputFiles.same(poses, givenPoses)) {
      LOG.warn("{} is of a training that these weights replace: removed", poses);
      folder.delete(poses);
    }
  }

  private void saveInside(Learner learner, TrainingMark mark, EpochProgress progress) {
    Path file = folder.inside(mark.epoch() + 1, progress.position());
    folder.willWrite(List.of(file));
    learner.saveInside(
        new TrainingMark(mark.epoch(), mark.seed(), mark.shuffleSeed(), progress), file);
    wrote(file, List.of(file));
    LOG.info("Saved inside the epoch: {}", file);
  }

  private void wrote(Path checkpoint, List<Path> paths) {
    written.push(checkpoint);
    while (written.size() > 2) {
      written.removeLast();
    }
    folder.written(checkpoint, paths);
  }

  /** Writes a checkpoint that the training can do without. */
  private void tolerant(Runnable writing) {
    lastAttempt = System.nanoTime();
    requireFolder();
    try {
      writing.run();
    } catch (WriteException e) {
      requireFolder();
      LOG.warn(
          "No checkpoint this time, the one before stays and the next is tried: {}",
          e.getMessage());
    }
    lastAttempt = System.nanoTime();
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

  private boolean insideDue() {
    return !plan.inside().isZero() && System.nanoTime() - lastAttempt >= plan.inside().toNanos();
  }

  private void checkStop() {
    if (stop.getAsBoolean()) {
      throw new StoppedException();
    }
  }

  private TrainingMark checked(TrainingMark mark) {
    EpochProgress progress = mark.progress();
    String order = Trainer.orderOf(data);
    if (progress.position() <= data.size()
        && (progress.order().isEmpty() || progress.order().equals(order))) {
      return mark;
    }
    LOG.warn(
        "Epoch {} begins again: the checkpoint is of another order of particles ({}; now {})",
        mark.epoch() + 1,
        progress.order(),
        order);
    return new TrainingMark(
        mark.epoch(), mark.seed(), mark.shuffleSeed(), EpochProgress.none(order, new int[0]));
  }

  private void leaveOut(NotFiniteException incident, int incidents) {
    if (incidents >= MOST_INCIDENTS
        || incident.particles().length + leftOut.cardinality() >= data.size()) {
      throw new DataException(
          incident.getMessage()
              + ". That was once too often"
              + (written.isEmpty()
                  ? ", before the first checkpoint. Begin again with a lower --lr,"
                  : ". The last checkpoint is whole: resume with --load latest and a lower --lr,")
              + " or leave these particles out with --ind.",
          incident);
    }
    for (int particle : incident.particles()) {
      leftOut.set(particle);
    }
    LOG.warn("{}", incident.getMessage());
    LOG.warn(
        "The training goes back to the last checkpoint and on without these particles ({} left"
            + " out by now; their z is 0)",
        leftOut.cardinality());
  }
}
