package org.cryodrgn.core.device;

import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a training computes on.
 *
 * @param engines one for each device, at least one; a batch is divided among them
 * @param precision of large products
 */
public record Devices(List<Engine> engines, Precision precision) {

  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  /** The one device of an engine, in float32. */
  public static Devices one(Engine engine) {
    return new Devices(List.of(engine), Precision.FLOAT32);
  }

  /**
   * Chooses among what the machine has, and tells the log.
   *
   * @param engine as it was started
   * @param all whether all GPUs are used, not one ({@code --multigpu})
   * @param mixed whether products on GPUs may take lower precision
   */
  public static Devices of(Engine engine, boolean all, boolean mixed) {
    List<Engine> engines = all ? engine.onAllGpus() : List.of(engine);
    if (all && engines.size() == 1) {
      LOG.warn(
          "--multigpu, but {}",
          engine.onGpu()
              ? "there is only one GPU: the training goes on with it"
              : "no GPU is usable: the training goes on with the CPU");
    }
    Precision precision = mixed ? lowest(engines) : Precision.FLOAT32;
    if (precision != Precision.FLOAT32) {
      LOG.info(
          "Large products are computed in {} (--no-amp: in float32)",
          precision.name().toLowerCase(Locale.ROOT));
    }
    return new Devices(engines, precision);
  }

  /** What all of them have products of. */
  private static Precision lowest(List<Engine> engines) {
    List<Precision> each = engines.stream().map(Engine::mixedPrecision).distinct().toList();
    return each.size() == 1 ? each.get(0) : Precision.FLOAT16;
  }
}
