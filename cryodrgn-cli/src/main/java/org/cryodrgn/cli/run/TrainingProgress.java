package org.cryodrgn.cli.run;

import org.cryodrgn.core.train.TrainingListener;

/** Shows how far the loading of images and each epoch are. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

  private Progress progress;

  /** Nothing of what was shown of an epoch holds for a part of one that is done again. */
  @Override
  public void begins(int epochs, int seen) {
    close();
  }

  @Override
  public void loaded(int images, int particles) {
    advance("images loaded", images, particles);
  }

  @Override
  public void batch(int seen, int particles) {
    advance("particles", seen, particles);
  }

  private synchronized void advance(String what, int done, int total) {
    if (progress == null) {
      // The clock starts now: what the first step did, and a run before this, took another time.
      progress = Progress.goingOn(what, done, total);
    }
    progress.advanceTo(done);
    if (done == total) {
      close();
    }
  }

  @Override
  public synchronized void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
