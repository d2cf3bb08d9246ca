package org.cryodrgn.core.train;

import java.util.Arrays;
import java.util.List;
import org.cryodrgn.core.model.DivergenceWeight;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.io.DataException;

/** The training loop. Owns the threads that prepare batches; the learner is lent. */
final class Trainer implements AutoCloseable {

  private final TrainingData data;
  private final Learner learner;
  private final TrainingSettings settings;
  private final List<TrainingListener> listeners;
  private final BatchPipeline batches;

  /**
   * @param data what is learned
   * @param learner what learns
   * @param settings how
   * @param listeners told on the way
   */
  public Trainer(
      TrainingData data,
      Learner learner,
      TrainingSettings settings,
      List<TrainingListener> listeners) {
    this.data = data;
    this.learner = learner;
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
    batches = new BatchPipeline(data, learner.spec(), settings.batchSize(), settings.workers());
  }

  /**
   * Trains one epoch: every particle once, in an order and with noise that depend on the seeds and
   * the epoch alone.
   *
   * @param epoch counted from 1
   * @throws DataException at the first loss that is not finite, before it reaches the weights
   */
  public void trainEpoch(int epoch) {
    ParticleOrder order =
        ParticleOrder.of(settings.shuffleSeed(), epoch, data.size(), data.images().shuffle());
    Running running = new Running(epoch);
    learner.beginEpoch(epoch);
    batches.forEach(order, 0, true, running::step);
    running.finish();
  }

  /** Writes a checkpoint, the same to each of these places. */
  public void save(TrainingMark mark, List<RunFiles.Checkpoint> places) {
    learner.save(mark, batches, places);
  }

  @Override
  public void close() {
    batches.close();
  }

  /** The sums and the clock of an epoch. */
  private final class Running {
    private final int epoch;
    private final long started = System.nanoTime();
    private int steps;
    private int seen;
    private double total;
    private double reconstruction;
    private double divergence;

    Running(int epoch) {
      this.epoch = epoch;
    }

    void step(TrainingBatch batch, int[] particles) {
      int images = particles.length;
      int zdim = learner.spec().latentDimension();
      Draws.noise(settings.seed(), epoch, steps, batch.noise(), images * zdim);
      steps++;
      seen += images;
      double beta = settings.beta().at((long) data.size() * (epoch - 1) + seen);
      DivergenceWeight weight = new DivergenceWeight(beta, settings.betaControl());
      Losses losses = learner.computeGradients(batch, particles, weight);
      if (!losses.finite()) {
        throw notFinite(losses, particles);
      }
      learner.update();
      total += losses.total() * images;
      reconstruction += losses.reconstruction() * images;
      divergence += losses.divergence() * images;
      listeners.forEach(listener -> listener.batch(seen, data.size()));
      if (seen % settings.logInterval() < settings.batchSize()) {
        TrainingListener.Interval interval =
            new TrainingListener.Interval(epoch, seen, data.size(), beta, losses, seen / seconds());
        listeners.forEach(listener -> listener.interval(interval));
      }
    }

    void finish() {
      double seconds = seconds();
      TrainingListener.Epoch summary =
          new TrainingListener.Epoch(
              epoch,
              new Losses(total / seen, reconstruction / seen, divergence / seen),
              seconds,
              seen / seconds,
              learner.learningRate());
      listeners.forEach(listener -> listener.epoch(summary));
    }

    private double seconds() {
      return Math.max(1e-9, (System.nanoTime() - started) * 1e-9);
    }

    private DataException notFinite(Losses losses, int[] particles) {
      return new DataException(
          "epoch %d, step %d: the loss is no longer finite (reconstruction %s, KLD %s); the batch held particles %s. The last checkpoint is whole: resume with --load latest and a lower --lr, or leave these particles out with --ind."
              .formatted(
                  epoch,
                  steps,
                  losses.reconstruction(),
                  losses.divergence(),
                  Arrays.toString(particles)));
    }
  }
}
