package org.cryodrgn.core.train;

import java.time.Duration;
import java.util.Locale;
import org.cryodrgn.core.model.Losses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a training in the lines that cryoDRGN's users and their scripts read from run.log. */
public final class RunLog implements TrainingListener {

  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  private final int lastEpoch;
  private final boolean divergence;

  /**
   * The log of a train_vae run.
   *
   * @param lastEpoch the number of epochs of the run
   */
  public RunLog(int lastEpoch) {
    this(lastEpoch, true);
  }

  /**
   * @param lastEpoch the number of epochs of the run
   * @param divergence whether the objective has a divergence, as that of train_vae
   */
  public RunLog(int lastEpoch, boolean divergence) {
    this.lastEpoch = lastEpoch;
    this.divergence = divergence;
  }

  @Override
  public void interval(Interval interval) {
    Losses losses = interval.losses();
    if (!divergence) {
      LOG.info(
          String.format(
              Locale.US,
              "# [Train Epoch: %d/%d] [%d/%d images] loss=%.6f",
              interval.epoch(),
              lastEpoch,
              interval.seen(),
              interval.particles(),
              losses.total()));
      return;
    }
    LOG.info(
        String.format(
            Locale.US,
            "# [Train Epoch: %d/%d] [%d/%d particles] gen loss=%.6f, kld=%.6f, beta=%.6f, loss=%.6f",
            interval.epoch(),
            lastEpoch,
            interval.seen(),
            interval.particles(),
            losses.reconstruction(),
            losses.divergence(),
            interval.beta(),
            losses.total()));
  }

  @Override
  public void epoch(Epoch epoch) {
    Losses losses = epoch.losses();
    if (!divergence) {
      LOG.info(
          String.format(
              Locale.US,
              "# =====> Epoch: %d Average loss = %.6f; Finished in %s",
              epoch.epoch(),
              losses.total(),
              clock(epoch.seconds())));
      return;
    }
    LOG.info(
        String.format(
            Locale.US,
            "# =====> Epoch: %d Average gen loss = %.6f, KLD = %.6f, total loss = %.6f; Finished in %s",
            epoch.epoch(),
            losses.reconstruction(),
            losses.divergence(),
            losses.total(),
            clock(epoch.seconds())));
  }

  /** As Python prints a timedelta: 0:01:02.345678. */
  public static String clock(double seconds) {
    Duration time = Duration.ofNanos(Math.round(seconds * 1e6) * 1000);
    return String.format(
        Locale.US,
        "%d:%02d:%02d.%06d",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart(),
        time.toNanosPart() / 1000);
  }
}
