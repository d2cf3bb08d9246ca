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
  void requireSame(RunConfig.ModelArgs now) {
    before
        .map(RunConfig::model)
        .ifPresent(
            model -> {
              requireSame("--activation", model.activation(), now.activation());
              requireSame("--pe-type", model.encoding(), now.encoding());
            });
  }

  private void requireSame(String option, String before, String now) {
    if (!before.equals(now)) {
      throw DataException.at(
          load,
          "",
          "was trained with " + option + " " + before + ", not " + now,
          "Go on with the options that the run was begun with");
    }
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
            });
  }

  private void tell(String what, Object before, Object now) {
    if (!before.equals(now)) {
      LOG.warn("{} was trained on images that were {}: {}; now it is {}", load, what, before, now);
    }
  }
}
