package org.cryodrgn.cli.run;

import org.cryodrgn.core.train.TrainingListener;

/** Shows how far the loading of images and each epoch are. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

  private Progress progress;

  /** Told how many images are loaded. */
  public void loaded(int images) {}

  @Override
  public void batch(int seen, int particles) {
    if (progress == null) {
      progress = Progress.of("particles", particles);
    }
    progress.advanceTo(seen);
    if (seen == particles) {
      close();
    }
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
