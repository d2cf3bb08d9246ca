package org.cryodrgn.cli.option;

import java.util.function.Function;
import org.cryodrgn.core.device.Devices;
import org.cryodrgn.core.device.Engine;
import picocli.CommandLine.Option;

/** What a training computes on. */
@Heading("Resources")
public final class DeviceOptions {

  @Option(
      names = "--multigpu",
      description =
          "Train on all GPUs of the machine, not on the first; each has a batch of --batch-size")
  private boolean all;

  @Option(
      names = "--no-amp",
      description =
          "No mixed precision: large products in float32, as always on a CPU, not in bfloat16"
              + " (float16 on GPUs older than Ampere)")
  private boolean notMixed;

  /** Chooses among the devices of the machine. */
  public Function<Engine, Devices> choice() {
    return engine -> Devices.of(engine, all, !notMixed);
  }
}
