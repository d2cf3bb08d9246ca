package org.cryodrgn.core.train;

import java.nio.file.Path;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.ModelSpec;
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
      spec = ModelConfig.spec(config.model(), config.lattice());
    } catch (DataException e) {
      throw new DataException(configFile + ": " + e.getMessage(), e);
    }
    ModelCheckpoint checkpoint = ModelCheckpoint.read(weights, spec);
    return new TrainedModel(config, VolumeModel.of(engine, spec, checkpoint.weights()));
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
