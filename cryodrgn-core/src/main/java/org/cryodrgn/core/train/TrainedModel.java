package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Locale;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.HetOnlyVae;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;

/** A model as a run left it: its config.yaml and a weights.pkl, of ours or of Python's cryoDRGN. */
public final class TrainedModel implements AutoCloseable {

  private final RunConfig config;
  private final HetOnlyVae model;

  private TrainedModel(RunConfig config, HetOnlyVae model) {
    this.config = config;
    this.model = model;
  }

  /**
   * Loads a model.
   *
   * @param engine where it will run
   * @param weights weights.E.pkl
   * @param configFile config.yaml
   * @throws DataException if either is damaged, or they are of different models
   */
  public static TrainedModel open(Engine engine, Path weights, Path configFile) {
    RunConfig config = RunConfig.read(configFile);
    ModelSpec spec;
    try {
      spec = spec(config.model(), config.lattice().box());
    } catch (DataException e) {
      throw new DataException(configFile + ": " + e.getMessage(), e);
    }
    VaeCheckpoint checkpoint = VaeCheckpoint.read(weights, spec);
    return new TrainedModel(config, new HetOnlyVae(engine, spec, checkpoint.weights()));
  }

  /** What the run was configured with. */
  public RunConfig config() {
    return config;
  }

  /** The network. */
  public HetOnlyVae model() {
    return model;
  }

  @Override
  public void close() {
    model.close();
  }

  /**
   * The model that a config.yaml describes.
   *
   * @param args {@code model_args}
   * @param box box size D
   * @throws DataException if it is of a kind that is not there yet or unknown
   */
  public static ModelSpec spec(RunConfig.ModelArgs args, int box) {
    if (!args.encodeMode().equals("resid") && !args.encodeMode().equals("mlp")) {
      throw new DataException(
          "encode_mode " + args.encodeMode() + " is not available yet. Use resid or mlp.");
    }
    int radius = args.encoderMask().orElse(box / 2);
    if (radius < -1 || radius == 0 || radius > box / 2) {
      throw new DataException(
          "--enc-mask %d does not fit a box of %d pixels. Choose a radius of 1 to %d, or -1 for all pixels."
              .formatted(radius, box, box / 2));
    }
    int perAxis = args.encodingDimension().orElse(box / 2);
    if (args.encoding().equals("linear_lowf") && perAxis != box / 2) {
      throw new DataException(
          "--pe-type linear_lowf has %d frequencies for a box of %d pixels, not %d. Leave out --pe-dim."
              .formatted(box / 2, box, perAxis));
    }
    return new ModelSpec(
        box,
        args.latentDimension(),
        new ImagePixels(box, radius).encoder().length,
        args.encodeMode().equals("resid"),
        args.encoderLayers(),
        args.encoderWidth(),
        args.decoderLayers(),
        args.decoderWidth(),
        constant(PositionalEncoding.Type.class, "pe_type", args.encoding()),
        perAxis,
        args.featureSigma().orElse(0),
        constant(Domain.class, "domain", args.domain()),
        constant(Activation.class, "activation", args.activation()));
  }

  private static <T extends Enum<T>> T constant(Class<T> type, String key, String name) {
    for (T value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
        return value;
      }
    }
    throw new DataException(key + " '" + name + "' is not known. Correct it, or update cryodrgn.");
  }
}
