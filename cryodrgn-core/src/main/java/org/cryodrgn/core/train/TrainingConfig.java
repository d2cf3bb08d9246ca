package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.io.config.RunConfig;

/**
 * The networks of a training at the box of its images, and the config.yaml that tells of them.
 *
 * @param architecture as asked for
 * @param extent what the decoder takes the coordinate at the edge of the box for
 * @param box side of the images, pixels
 */
record TrainingConfig(RunConfig.ModelArgs architecture, double extent, int box) {

  /** The networks. */
  ModelSpec spec() {
    return ModelConfig.spec(architecture, lattice());
  }

  /** The pixels that a step looks at. */
  ImagePixels pixels() {
    return new ImagePixels(box, encoderRadius());
  }

  /**
   * What config.yaml says.
   *
   * @param inputs where the particles came from
   * @param preparation how their images were scaled
   * @param posesMove whether poses are refined
   * @param seed of the run
   * @param output whose command line and version are told
   */
  RunConfig of(
      ParticleDataset.Source inputs,
      ImagePreparation preparation,
      boolean posesMove,
      long seed,
      TrainingRequest.Output output) {
    boolean seesReal =
        architecture.encoder().stream().anyMatch(encoder -> encoder.mode().equals("conv"));
    return new RunConfig(
        new RunConfig.DatasetArgs(
            absolute(inputs.particles()),
            preparation.mean(),
            preparation.standardDeviation(),
            preparation.invert(),
            path(inputs.indices()),
            seesReal,
            preparation.window(),
            preparation.windowRadius(),
            path(inputs.dataDir()),
            path(inputs.ctf()),
            path(inputs.poses()),
            posesMove,
            Map.of()),
        lattice(),
        withEncoderMask(),
        OptionalLong.of(seed),
        output.command(),
        Optional.of(LocalDateTime.now()),
        output.version(),
        Map.of());
  }

  private RunConfig.LatticeArgs lattice() {
    return new RunConfig.LatticeArgs(box + 1, extent, true, Map.of());
  }

  private int encoderRadius() {
    return ModelConfig.encoderRadius(architecture, box);
  }

  /** cryoDRGN reads the radius, and does not know a default, in config.yaml. */
  private RunConfig.ModelArgs withEncoderMask() {
    return architecture.withEncoder(
        architecture.encoder().map(encoder -> encoder.withMask(encoderRadius())));
  }

  private static Optional<String> path(Path path) {
    return Optional.ofNullable(path).map(TrainingConfig::absolute);
  }

  /** As cryoDRGN writes it, so that both programs find the file from any folder. */
  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
