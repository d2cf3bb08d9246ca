package org.cryodrgn.core.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what is done with weights, such as a training that goes on, against the config.yaml of the
 * run that they are of, for what their shapes do not tell. Without such a file nothing is held
 * against.
 */
final class ResumeCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ResumeCheck.class);

  /** Other particles of one data set differ in scale by less. */
  private static final double SAME_SCALE = 0.05;

  private final Path load;
  private final Optional<RunConfig> before;

  /**
   * @param load the checkpoint; null to begin
   */
  ResumeCheck(Path load) {
    this.load = load;
    before =
        Optional.ofNullable(load)
            .map(file -> file.resolveSibling("config.yaml"))
            .flatMap(ResumeCheck::read);
  }

  /**
   * @param weights that are used
   * @param run that they are of
   */
  ResumeCheck(Path weights, RunConfig run) {
    load = weights;
    before = Optional.of(run);
  }

  private static Optional<RunConfig> read(Path file) {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(RunConfig.read(file));
    } catch (DataException e) {
      LOG.warn("What the run was begun with is not known: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Checks the networks.
   *
   * @throws DataException if they would compute something else than the weights were trained to
   */
  void requireSame(TrainingConfig now) {
    before.ifPresent(
        run -> {
          RunConfig.ModelArgs networks = now.architecture();
          requireSame("--activation", run.model().activation(), networks.activation());
          requireSame("--pe-type", run.model().encoding(), networks.encoding());
          requireSame("--l-extent", run.lattice().extent(), now.extent());
        });
  }

  /**
   * The networks that are asked for, with the frequencies of the run: drawn once, they lie in its
   * weights. Warns where others are asked for.
   */
  RunConfig.ModelArgs withFrequencies(RunConfig.ModelArgs asked) {
    return before
        .map(RunConfig::model)
        .filter(run -> run.encoding().equals("gaussian") && asked.encoding().equals("gaussian"))
        .filter(run -> !run.featureSigma().equals(asked.featureSigma()))
        .map(
            run -> {
              LOG.warn(
                  "--feat-sigma {} has no effect: {} holds the frequencies that were drawn with {}",
                  asked.featureSigma().getAsDouble(),
                  load,
                  run.featureSigma().getAsDouble());
              return asked.withFeatureSigma(run.featureSigma());
            })
        .orElse(asked);
  }

  private void requireSame(String option, Object before, Object now) {
    if (!before.equals(now)) {
      throw DataException.at(
          load,
          "",
          "was trained with " + option + " " + before + ", not " + now,
          "Go on with the options that the run was begun with");
    }
  }

  /** Warns of a stack, list or table of particles of another name than before. */
  void tellOfFile(Path particles) {
    before
        .map(run -> Path.of(run.dataset().particles()).getFileName())
        .ifPresent(name -> tell("of the file", name, particles.getFileName()));
  }

  /** Warns of images that are used in another way than before. */
  void tell(ImagePreparation now) {
    before
        .map(RunConfig::dataset)
        .ifPresent(
            used -> {
              tell("inverted", used.invertData(), now.invert());
              tell("windowed", used.window(), now.window());
              if (used.window() && now.window()) {
                tell("windowed from a radius of", used.windowRadius(), now.windowRadius());
              }
              double deviation = now.standardDeviation();
              if (Math.abs(used.normDeviation() / deviation - 1) > SAME_SCALE
                  || Math.abs(used.normMean() - now.mean()) > SAME_SCALE * deviation) {
                tell(
                    "scaled by --norm",
                    used.normMean() + " " + used.normDeviation(),
                    now.mean() + " " + deviation);
              }
            });
  }

  private void tell(String what, Object before, Object now) {
    if (!before.equals(now)) {
      LOG.warn("{} was trained on images that were {}: {}; now it is {}", load, what, before, now);
    }
  }
}
