package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cryodrgn.core.device.NativeHeap;
import org.cryodrgn.io.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epochs of a training, the same for every kind of model. What is not finite costs the
 * particles that are to blame, and the way back to the last checkpoint; a request to stop costs
 * nothing.
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

  private static final Logger LOG = LoggerFactory.getLogger(EpochLoop.class);

  /** How many times a training goes back before it gives up. */
  private static final int MOST_INCIDENTS = 3;

  private final Checkpoints checkpoints;
  private final TrainingData data;
  private final TrainingSettings settings;
  private final List<TrainingListener> listeners;
  private final BooleanSupplier stop;
  private final BitSet leftOut = new BitSet();

  /**
   * @param checkpoints that are written on the way
   * @param data what is learned
   * @param settings how
   * @param listeners told on the way
   * @param stop asked between batches whether to save and end
   */
  EpochLoop(
      Checkpoints checkpoints,
      TrainingData data,
      TrainingSettings settings,
      List<TrainingListener> listeners,
      BooleanSupplier stop) {
    this.checkpoints = checkpoints;
    this.data = data;
    this.settings = settings;
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
    checkpoints.open(load);
    Path from = load;
    for (int incidents = 0; ; incidents++) {
      Start start = starts.from(from);
      TrainingMark mark = checked(start.mark());
      listeners.forEach(listener -> listener.begins(mark.epoch(), mark.progress().position()));
      int[] before = mark.progress().leftOut();
      for (int particle : before) {
        leftOut.set(particle);
      }
      if (incidents == 0 && before.length > 0) {
        LOG.info(
            "Left out as before: {} of {} particles, {}",
            before.length,
            data.size(),
            Arrays.toString(data.selection().inStack(before)));
      }
      try (Learner learner = start.learner();
          Trainer trainer =
              new Trainer(data, learner, settings, listeners, leftOut, this::checkStop)) {
        return train(trainer, mark);
      } catch (NotFiniteException e) {
        leaveOut(e, incidents);
        from = checkpoints.newestWhole().orElse(load);
      }
    }
  }

  private boolean train(Trainer trainer, TrainingMark from) {
    TrainingMark mark = from;
    checkpoints.startClock();
    try {
      while (mark.epoch() < settings.epochs()) {
        // A radius that grows has left gaps between arrays of the sizes before.
        NativeHeap.trim();
        TrainingMark begun = mark;
        trainer.trainEpoch(
            mark.epoch() + 1, mark.progress(), () -> checkpoints.afterStep(trainer, begun));
        TrainingMark done = mark.afterEpoch(progress(leftOut.stream().toArray()));
        checkpoints.afterEpoch(trainer, done);
        mark = done;
      }
      if (mark == from) {
        LOG.info("All {} epochs were done before", settings.epochs());
        checkpoints.saveFinal(trainer, mark);
      }
    } catch (StoppedException e) {
      checkpoints.saveStopped(trainer, mark);
      LOG.info("Stopped; go on with --load latest");
      return false;
    } catch (DataException e) {
      // An input that can no longer be read, for instance: the steps until then are as good as any.
      checkpoints.saveFailed(trainer, mark, e);
      throw e;
    }
    checkpoints.finish();
    return true;
  }

  /** Before the first step of an epoch. */
  private EpochProgress progress(int[] particlesLeftOut) {
    return EpochProgress.none(Trainer.orderOf(data), particlesLeftOut);
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
    // Of others none are told any more: these are left out in every order.
    int[] out = progress.leftOut();
    if (progress.position() > 0 || out.length == 0) {
      LOG.warn(
          "Epoch {} begins again: the checkpoint is of another order of particles ({}; now {})",
          mark.epoch() + 1,
          progress.order(),
          order);
    }
    return mark.with(progress(out));
  }

  private void leaveOut(NotFiniteException incident, int incidents) {
    if (incidents >= MOST_INCIDENTS
        || incident.particles().length + leftOut.cardinality() >= data.size()) {
      throw new DataException(
          incident.getMessage()
              + ". That was once too often"
              + (checkpoints.any()
                  ? ". The last checkpoint is whole: resume with --load latest and a lower --lr,"
                  : ", before the first checkpoint. Begin again with a lower --lr,")
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
