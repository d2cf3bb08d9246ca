package org.cryodrgn.io.config;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;

/**
 * The config.yaml of a training, of any cryoDRGN from 1.0 on. Keys that this record does not know
 * are kept and written back.
 *
 * @param dataset what was trained on
 * @param lattice the grid of a slice
 * @param model the networks
 * @param seed the random seed, where one was given
 * @param command the command line
 * @param time when it was started, where known
 * @param version the cryoDRGN that ran
 * @param others all other keys of the file
 */
public record RunConfig(
    DatasetArgs dataset,
    LatticeArgs lattice,
    ModelArgs model,
    OptionalLong seed,
    List<String> command,
    Optional<LocalDateTime> time,
    String version,
    Map<String, Object> others) {

  /**
   * What was trained on ({@code dataset_args}).
   *
   * @param particles the stack
   * @param normMean subtracted from the Hartley transforms
   * @param normDeviation divides them
   * @param invertData whether the images' sign is inverted
   * @param indices the selection's file
   * @param keepReal whether the encoder sees real images
   * @param window whether the images are windowed
   * @param windowRadius where the window begins to fall, as a fraction of D/2
   * @param dataFolder where the stacks lie
   * @param ctf the file of CTF parameters
   * @param poses the file of poses
   * @param refinesPoses whether poses are refined ({@code do_pose_sgd})
   * @param others all other keys
   */
  public record DatasetArgs(
      String particles,
      double normMean,
      double normDeviation,
      boolean invertData,
      Optional<String> indices,
      boolean keepReal,
      boolean window,
      double windowRadius,
      Optional<String> dataFolder,
      Optional<String> ctf,
      Optional<String> poses,
      boolean refinesPoses,
      Map<String, Object> others) {}

  /**
   * The grid of a slice ({@code lattice_args}).
   *
   * @param points along a side: box + 1
   * @param extent the coordinate at its end
   * @param ignoreOrigin whether the origin is masked
   * @param others all other keys
   */
  public record LatticeArgs(
      int points, double extent, boolean ignoreOrigin, Map<String, Object> others) {

    /** The box size D, pixels. */
    public int box() {
      return points - 1;
    }
  }

  /**
   * The networks ({@code model_args}).
   *
   * @param encoder none for train_nn and train_dec
   * @param decoderLayers hidden layers of the decoder
   * @param decoderWidth units of each
   * @param latentDimension the length of z; 0 for one map for all images
   * @param encoding kind of positional encoding ({@code pe_type})
   * @param featureSigma of the gaussian encoding; none for the others
   * @param encodingDimension frequencies of the encoding; none: D/2
   * @param domain fourier or hartley
   * @param activation relu or leaky_relu
   * @param others all other keys
   */
  public record ModelArgs(
      Optional<EncoderArgs> encoder,
      int decoderLayers,
      int decoderWidth,
      int latentDimension,
      String encoding,
      OptionalDouble featureSigma,
      OptionalInt encodingDimension,
      String domain,
      String activation,
      Map<String, Object> others) {

    /** Whether the encoder sees tilt series, several images for each particle. */
    public boolean ofTiltSeries() {
      return encoder.filter(args -> args.mode().equals("tilt")).isPresent();
    }

    /** The same with another encoder, or none. */
    public ModelArgs withEncoder(Optional<EncoderArgs> other) {
      return new ModelArgs(
          other,
          decoderLayers,
          decoderWidth,
          latentDimension,
          encoding,
          featureSigma,
          encodingDimension,
          domain,
          activation,
          others);
    }

    /** The same with another sigma of the gaussian encoding. */
    public ModelArgs withFeatureSigma(OptionalDouble other) {
      return new ModelArgs(
          encoder,
          decoderLayers,
          decoderWidth,
          latentDimension,
          encoding,
          other,
          encodingDimension,
          domain,
          activation,
          others);
    }
  }

  /**
   * The encoder of a train_vae run.
   *
   * @param layers hidden layers
   * @param width units of each
   * @param mode resid, mlp, conv or tilt
   * @param mask radius of the pixels that it sees; none: D/2; -1: all
   * @param tiltParameters of the tilt encoder; empty before cryoDRGN 3
   */
  public record EncoderArgs(
      int layers, int width, String mode, OptionalInt mask, Map<String, Object> tiltParameters) {

    /** The same with a mask that is told. */
    public EncoderArgs withMask(int radius) {
      return new EncoderArgs(layers, width, mode, OptionalInt.of(radius), tiltParameters);
    }
  }

  /**
   * Reads a file. What older versions did not write gets their behaviour: ReLU, no feat_sigma for
   * encodings other than gaussian, no tilt parameters.
   *
   * @throws DataException if the file is no YAML, a key that every version wrote is missing, or a
   *     value is of another kind; names the key
   */
  public static RunConfig read(Path file) {
    if (file.endsWith("config.pkl")) {
      throw pickled(file);
    }
    if (file.toString().endsWith(".pkl")) {
      throw DataException.at(file, "", "is a .pkl file, no config.yaml", Yaml.REMEDY);
    }
    return ConfigKeys.config(new ConfigSection(file, "", Yaml.read(file)));
  }

  /** The error for the config.pkl that cryoDRGN wrote before 2.3. */
  public static DataException pickled(Path file) {
    return DataException.at(
        file,
        "",
        "is a config.pkl of cryoDRGN before 2.3, which is not read",
        "Save it as YAML with Python: c = pickle.load(open('config.pkl', 'rb'));"
            + " d = c['dataset_args']; d['norm'] = [float(x) for x in d['norm']];"
            + " yaml.dump(c, open('config.yaml', 'w'))");
  }

  /**
   * Writes the file as PyYAML writes it, keys sorted.
   *
   * @throws DataException if the file cannot be written
   */
  public void write(Path file) {
    AtomicFile.writeText(file, Yaml.text(ConfigKeys.entries(this)));
  }
}
