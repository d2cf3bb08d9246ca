package org.cryodrgn.cli.run;

import org.cryodrgn.core.train.TrainingListener;

/** Shows how far the loading of images and each epoch are. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

  private Progress progress;

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
      progress = Progress.of(what, total);
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
