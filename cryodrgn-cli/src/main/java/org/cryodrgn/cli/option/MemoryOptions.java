package org.cryodrgn.cli.option;

import java.util.Locale;
import java.util.OptionalInt;
import org.cryodrgn.core.memory.MemorySize;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.train.ImagePrecision;
import org.cryodrgn.core.train.MemorySettings;
import org.cryodrgn.core.train.TrainingRequest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much memory a training takes, and how its images are held. */
@Heading("Resources")
public final class MemoryOptions {

  static final class Types extends Choices {
    Types() {
      super("float32", "float16");
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      description =
          "Memory at most, such as 8G (default: 80 %% of what the machine, its scheduler or its"
              + " container gives)")
  private String limit;

  @Option(
      names = "--cache-dtype",
      paramLabel = "TYPE",
      completionCandidates = Types.class,
      description =
          "How images in memory are held, float32 or float16 (default: float32, or float16 where"
              + " only that fits)")
  private String precision;

  @Option(
      names = "--shuffler-size",
      paramLabel = "N",
      description =
          "Particles that are shuffled together where images are read again in every epoch; 0: all,"
              + " each image read by itself (default: as many as fit, 32768 at most)")
  private Integer window;

  @Heading("Particles")
  @Option(names = "--lazy", description = "Read images when they are needed, not all at the start")
  private boolean lazy;

  /**
   * What a training has of the machine where its user names no threads.
   *
   * @param devices what it computes on
   * @throws ParameterException if a value is out of range
   */
  public TrainingRequest.Machine machine(DeviceOptions devices) {
    return machine(Workers.available(), null, devices);
  }

  /**
   * What a training has of the machine.
   *
   * @param threads of the engine and of the preparation of images
   * @param workers threads that prepare batches; null for as many as the device asks for
   * @param devices what it computes on
   * @throws ParameterException if a value is out of range
   */
  public TrainingRequest.Machine machine(int threads, Integer workers, DeviceOptions devices) {
    return new TrainingRequest.Machine(
        threads,
        workers == null ? OptionalInt.empty() : OptionalInt.of(Math.max(1, workers)),
        settings(),
        devices.choice());
  }

  private MemorySettings settings() {
    Require.notNegative(spec, "--shuffler-size", window);
    return new MemorySettings(limit(), lazy, precision(), window);
  }

  private long limit() {
    try {
      return limit == null ? 0 : MemorySize.parse(limit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--max-memory: " + e.getMessage());
    }
  }

  private ImagePrecision precision() {
    return precision == null ? null : ImagePrecision.valueOf(precision.toUpperCase(Locale.ROOT));
  }
}
