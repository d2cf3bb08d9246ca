package org.cryodrgn.core.train;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a training tells of its batches and epochs. */
final class TrainingRecord implements TrainingListener {

  /** How many particles of the epoch each batch ended at. */
  final List<Integer> seen = new ArrayList<>();

  final List<Epoch> epochs = new ArrayList<>();

  @Override
  public void batch(int particles, int of) {
    seen.add(particles);
  }

  @Override
  public void epoch(Epoch epoch) {
    epochs.add(epoch);
  }

  /** The total loss of each epoch. */
  List<Double> losses() {
    return epochs.stream().map(epoch -> epoch.losses().total()).toList();
  }
}
