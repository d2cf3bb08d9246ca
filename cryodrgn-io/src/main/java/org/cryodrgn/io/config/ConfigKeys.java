package org.cryodrgn.io.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What cryoDRGN calls the values of a {@link RunConfig} in a config.yaml, both ways. */
final class ConfigKeys {

  private ConfigKeys() {}

  /** The configuration that the mapping of a file holds; as {@link RunConfig#read}. */
  static RunConfig config(ConfigSection root) {
    return new RunConfig(
        dataset(root.section("dataset_args")),
        lattice(root.section("lattice_args")),
        model(root.section("model_args")),
        root.optionalLong("seed"),
        root.texts("cmd"),
        root.optionalTime("time"),
        root.optionalText("version").orElse(""),
        root.rest());
  }

  /** The mapping that {@link #config} reads back. */
  static Map<String, Object> entries(RunConfig config) {
    Map<String, Object> entries = new LinkedHashMap<>(config.others());
    entries.put("dataset_args", entries(config.dataset()));
    entries.put("lattice_args", entries(config.lattice()));
    entries.put("model_args", entries(config.model()));
    entries.put("seed", config.seed().isPresent() ? config.seed().getAsLong() : null);
    entries.put("cmd", config.command());
    config.time().ifPresent(value -> entries.put("time", value));
    entries.put("version", config.version());
    return entries;
  }

  private static RunConfig.DatasetArgs dataset(ConfigSection args) {
    double[] norm = args.pair("norm");
    return new RunConfig.DatasetArgs(
        args.text("particles"),
        norm[0],
        norm[1],
        args.flag("invert_data", true),
        args.optionalText("ind"),
        args.flag("keepreal", false),
        args.flag("window", true),
        args.number("window_r", 0.85),
        args.optionalText("datadir"),
        args.optionalText("ctf"),
        args.optionalText("poses"),
        args.flag("do_pose_sgd", false),
        args.rest());
  }

  private static Map<String, Object> entries(RunConfig.DatasetArgs args) {
    Map<String, Object> entries = new LinkedHashMap<>(args.others());
    entries.put("particles", args.particles());
    entries.put("norm", List.of(args.normMean(), args.normDeviation()));
    entries.put("invert_data", args.invertData());
    entries.put("ind", args.indices().orElse(null));
    entries.put("keepreal", args.keepReal());
    entries.put("window", args.window());
    entries.put("window_r", args.windowRadius());
    entries.put("datadir", args.dataFolder().orElse(null));
    entries.put("ctf", args.ctf().orElse(null));
    entries.put("poses", args.poses().orElse(null));
    entries.put("do_pose_sgd", args.refinesPoses());
    return entries;
  }

  private static RunConfig.LatticeArgs lattice(ConfigSection args) {
    int points = args.integer("D");
    if (points < 3 || points % 2 == 0) {
      throw args.wrong("D", "an odd number of points, the box size plus one");
    }
    return new RunConfig.LatticeArgs(
        points, args.number("extent", 0.5), args.flag("ignore_DC", true), args.rest());
  }

  private static Map<String, Object> entries(RunConfig.LatticeArgs args) {
    Map<String, Object> entries = new LinkedHashMap<>(args.others());
    entries.put("D", args.points());
    entries.put("extent", args.extent());
    entries.put("ignore_DC", args.ignoreOrigin());
    return entries;
  }

  private static RunConfig.ModelArgs model(ConfigSection args) {
    String encoding = args.text("pe_type");
    OptionalDouble featureSigma = args.optionalNumber("feat_sigma");
    if (featureSigma.isEmpty() && encoding.equals("gaussian")) {
      throw args.wrong("feat_sigma", "a number, as pe_type is gaussian");
    }
    Optional<RunConfig.EncoderArgs> encoder =
        args.has("qlayers") ? Optional.of(encoder(args)) : Optional.empty();
    return new RunConfig.ModelArgs(
        encoder,
        args.positive(encoder.isPresent() ? "players" : "layers"),
        args.positive(encoder.isPresent() ? "pdim" : "dim"),
        encoder.isPresent() ? args.positive("zdim") : args.optionalInt("zdim").orElse(0),
        encoding,
        featureSigma,
        args.optionalInt("pe_dim"),
        args.text("domain"),
        args.optionalText("activation").orElse("relu"),
        args.rest());
  }

  private static RunConfig.EncoderArgs encoder(ConfigSection args) {
    return new RunConfig.EncoderArgs(
        args.positive("qlayers"),
        args.positive("qdim"),
        args.text("encode_mode"),
        args.optionalInt("enc_mask"),
        args.optionalMap("tilt_params"));
  }

  private static Map<String, Object> entries(RunConfig.ModelArgs args) {
    Map<String, Object> entries = new LinkedHashMap<>(args.others());
    args.encoder()
        .ifPresent(
            encoder -> {
              entries.put("qlayers", encoder.layers());
              entries.put("qdim", encoder.width());
              entries.put("encode_mode", encoder.mode());
              entries.put("enc_mask", nullable(encoder.mask()));
              entries.put("tilt_params", encoder.tiltParameters());
            });
    entries.put(args.encoder().isPresent() ? "players" : "layers", args.decoderLayers());
    entries.put(args.encoder().isPresent() ? "pdim" : "dim", args.decoderWidth());
    entries.put("zdim", args.latentDimension());
    entries.put("pe_type", args.encoding());
    entries.put(
        "feat_sigma", args.featureSigma().isPresent() ? args.featureSigma().getAsDouble() : null);
    entries.put("pe_dim", nullable(args.encodingDimension()));
    entries.put("domain", args.domain());
    entries.put("activation", args.activation());
    return entries;
  }

  private static Integer nullable(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
