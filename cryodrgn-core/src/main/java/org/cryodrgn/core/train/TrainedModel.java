package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Optional;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ModelWeights;
import org.cryodrgn.core.model.VolumeModel;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;

/** A model as a run left it: its config.yaml and a weights.pkl, of ours or of Python's cryoDRGN. */
public final class TrainedModel implements AutoCloseable {

  private final RunConfig config;
  private final VolumeModel model;

  private TrainedModel(RunConfig config, VolumeModel model) {
    this.config = config;
    this.model = model;
  }

  /**
   * Loads a model. Of a run on tilt series it is the decoder alone, which is like any other's:
   * their encoder is not there.
   *
   * @param engine where it will run
   * @param weights weights.E.pkl
   * @param configFile config.yaml
   * @throws DataException if either is damaged, or they are of different models
   */
  public static TrainedModel open(Engine engine, Path weights, Path configFile) {
    RunConfig config = RunConfig.read(configFile);
    boolean decodes = config.model().ofTiltSeries();
    ModelSpec spec;
    try {
      spec =
          ModelConfig.spec(
              decodes ? config.model().withEncoder(Optional.empty()) : config.model(),
              config.lattice());
    } catch (DataException e) {
      throw new DataException(configFile + ": " + e.getMessage(), e);
    }
    ModelWeights values =
        decodes
            ? ModelCheckpoint.decoder(weights, spec)
            : ModelCheckpoint.read(weights, spec).weights();
    return new TrainedModel(config, VolumeModel.of(engine, spec, values));
  }

  /** What the run was configured with. */
  public RunConfig config() {
    return config;
  }

  /** The network. */
  public VolumeModel model() {
    return model;
  }

  @Override
  public void close() {
    model.close();
  }
}
