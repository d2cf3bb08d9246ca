package org.cryodrgn.cli.option;

import org.cryodrgn.core.parallel.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How many images a command works on together, and with how many threads. */
@Heading("Resources")
public final class BatchOptions {

  @Option(
      names = {"-b", "--batch-size"},
      defaultValue = "5000",
      paramLabel = "N",
      description = "Images worked on together at most; fewer where they would fill the memory")
  private int batchSize;

  @Option(
      names = "--max-threads",
      defaultValue = "16",
      paramLabel = "N",
      description = "Threads at most; never more than there are processors")
  private int maxThreads;

  /** Images worked on together at most. */
  public int batchSize() {
    return batchSize;
  }

  /** The threads to use on this machine. */
  public int threads() {
    return Math.min(maxThreads, Workers.available());
  }

  /** Refuses numbers below one. */
  public void validate(CommandSpec spec) {
    Require.atLeastOne(spec, "--batch-size", batchSize);
    Require.atLeastOne(spec, "--max-threads", maxThreads);
  }
}
