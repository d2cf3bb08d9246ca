package org.cryodrgn.cli.run;

import java.util.function.DoubleConsumer;
import java.util.function.Function;

/** {@link Progress} of works that follow one another, each with a rate and time left of its own. */
public final class ProgressOfWorks implements Function<String, DoubleConsumer>, AutoCloseable {

  private Progress current;

  /**
   * Begins a work; the one before is over.
   *
   * @param what the work, for instance {@code "the UMAP"}
   * @return what is told the share of it that is done, from 0 to 1
   */
  @Override
  public DoubleConsumer apply(String what) {
    close();
    current = Progress.ofShareOf(what);
    return current::advanceToShare;
  }

  /** Clears the line on a terminal. */
  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
  }
}
