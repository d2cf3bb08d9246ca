package org.cryodrgn.cli.run;

import org.cryodrgn.core.train.RunLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long a work takes; tells its end in the words that scripts wait for. */
public final class Stopwatch {

  private static final Logger LOG = LoggerFactory.getLogger(Stopwatch.class);

  private final long start = System.nanoTime();

  /** {@code Finished in 0:01:02.345678}. */
  public void tell() {
    LOG.info("Finished in {}", RunLog.clock(seconds()));
  }

  /** The time since it was made. */
  public double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }
}
