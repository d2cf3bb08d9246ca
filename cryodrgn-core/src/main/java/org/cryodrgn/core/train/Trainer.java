package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.TrainingBatch;

/** The steps of an epoch. Owns the threads that prepare batches; the learner is lent. */
final class Trainer implements AutoCloseable {

  private final TrainingData data;
  private final Learner learner;
  private final TrainingSettings settings;
  private final List<TrainingListener> listeners;
  private final int[] leftOut;
  private final BatchPipeline batches;
  private final String order;
  private EpochProgress progress;

  /**
   * @param data what is learned
   * @param learner what learns
   * @param settings how
   * @param listeners told on the way
   * @param leftOut particles that no pass takes
   * @param betweenBatches called before each batch of every pass; may throw to leave it
   */
  Trainer(
      TrainingData data,
      Learner learner,
      TrainingSettings settings,
      List<TrainingListener> listeners,
      BitSet leftOut,
      Runnable betweenBatches) {
    this.data = data.withPoses(learner.poses());
    this.learner = learner;
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
    this.leftOut = leftOut.stream().toArray();
    order = orderOf(data);
    progress = EpochProgress.none(order, this.leftOut);
    batches =
        new BatchPipeline(
            this.data,
            learner.networks().model(),
            settings.batchSize(),
            settings.workers(),
            leftOut,
            betweenBatches);
  }

  /**
   * Trains an epoch, or the rest of one: every particle once, in an order and with noise that
   * depend on the seeds and the epoch alone.
   *
   * @param epoch counted from 1
   * @param from where it goes on
   * @param afterStep called when a step is done and {@link #progress()} tells of it
   * @throws NotFiniteException at the first loss or gradient that is not finite, before it reaches
   *     the weights
   */
  void trainEpoch(int epoch, EpochProgress from, Runnable afterStep) {
    progress =
        new EpochProgress(
            order, from.steps(), from.position(), from.images(), from.sums(), leftOut);
    ParticleOrder particles =
        ParticleOrder.of(settings.shuffleSeed(), epoch, data.size(), data.images().shuffle());
    learner.beginEpoch(epoch);
    RunningEpoch running = new RunningEpoch(epoch, from.position());
    batches.forEach(
        particles,
        from.position(),
        (first, points) -> pointsOf(epoch, first, points),
        (batch, which, end) -> {
          running.step(batch, which, end);
          afterStep.run();
        });
    running.finish();
  }

  private SlicePoints.Draw pointsOf(int epoch, int first, SlicePoints points) {
    Recipe recipe = settings.recipe();
    return points.some(
        recipe.radius(shareDone(epoch, first)),
        recipe.pointShare(),
        Draws.points(settings.seed(), epoch, first));
  }

  /** The share of all epochs that is done when so many particles of an epoch are. */
  private double shareDone(int epoch, int seen) {
    return (epoch - 1 + (double) seen / data.size()) / settings.epochs();
  }

  /**
   * What the order of particles depends on besides the seed: a position means nothing in another.
   */
  static String orderOf(TrainingData data) {
    return data.size() + " particles, " + data.images().shuffle();
  }

  /** How far the epoch is that is trained, or was trained last. */
  EpochProgress progress() {
    return progress;
  }

  /** Writes a checkpoint, the same to each of these places. */
  void save(TrainingMark mark, List<RunFiles.Checkpoint> places) {
    learner.save(mark, batches, places);
  }

  /** Writes a checkpoint inside an epoch. */
  void saveInside(TrainingMark mark, Path file) {
    learner.saveInside(mark, file);
  }

  /** Whether the poses at the end of an epoch may be others than those of the input. */
  boolean posesRefined(int epoch) {
    return learner.poses().refined(epoch);
  }

  @Override
  public void close() {
    batches.close();
  }

  /** An epoch on its way: its steps, and its clock. */
  private final class RunningEpoch {
    private final int epoch;
    private final int first;
    private final long started = System.nanoTime();

    RunningEpoch(int epoch, int first) {
      this.epoch = epoch;
      this.first = first;
    }

    void step(TrainingBatch batch, int[] particles, int end) {
      int values = particles.length * learner.spec().latentDimension();
      Draws.noise(settings.seed(), epoch, progress.steps(), batch.noise(), values);
      double beta = settings.beta().at((long) data.size() * (epoch - 1) + end);
      DivergenceWeight weight = new DivergenceWeight(beta, settings.betaControl());
      Losses losses;
      boolean finite;
      do {
        losses = learner.computeGradients(batch, particles, weight);
        finite = losses.finite() && learner.gradientsFinite();
      } while (!finite && learner.retreat(losses.finite()));
      if (!finite) {
        throw notFinite(losses, particles);
      }
      learner.update(settings.recipe().rateFactor(shareDone(epoch, progress.position())));
      int before = progress.position();
      progress = progress.after(losses, particles.length, end);
      listeners.forEach(listener -> listener.batch(end, data.size()));
      if (end / settings.logInterval() > before / settings.logInterval()) {
        TrainingListener.Interval interval =
            new TrainingListener.Interval(
                epoch, end, data.size(), beta, losses, (end - first) / seconds());
        listeners.forEach(listener -> listener.interval(interval));
      }
    }

    void finish() {
      double seconds = seconds();
      TrainingListener.Epoch summary =
          new TrainingListener.Epoch(
              epoch,
              progress.average(),
              seconds,
              (data.size() - first) / seconds,
              learner.learningRate());
      listeners.forEach(listener -> listener.epoch(summary));
    }

    private double seconds() {
      return Math.max(1e-9, (System.nanoTime() - started) * 1e-9);
    }

    private NotFiniteException notFinite(Losses losses, int[] particles) {
      String what =
          losses.finite()
              ? "the gradient is not finite"
              : "the loss is not finite (reconstruction %s, KLD %s)"
                  .formatted(losses.reconstruction(), losses.divergence());
      return new NotFiniteException(
          "epoch %d, step %d: %s".formatted(epoch, progress.steps() + 1, what),
          SuspectImages.among(data, particles),
          data.selection());
    }
  }
}
