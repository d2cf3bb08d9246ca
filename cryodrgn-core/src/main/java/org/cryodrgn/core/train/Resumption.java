package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Optional;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that a training goes on from, held against the epochs and particles that are
 * asked for. What the config.yaml beside them tells is held against by {@link ResumeCheck}.
 *
 * @param files of the output folder
 * @param load the checkpoint that was named; null to begin
 * @param epochs the last epoch
 * @param spec the networks
 */
record Resumption(RunFiles files, Path load, int epochs, ModelSpec spec) {

  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  /**
   * Reads a checkpoint; empty for null.
   *
   * @throws DataException if it is damaged or of another model
   */
  Optional<ModelCheckpoint> read(Path file) {
    return Optional.ofNullable(file).map(path -> ModelCheckpoint.read(path, spec));
  }

  /**
   * Reads the checkpoint that was named; empty if none was. Warns where it was trained on other
   * particles, which a file of the same name may hold.
   *
   * @throws DataException if {@link #read} does, all epochs are done, or the rest of an epoch is of
   *     other particles
   */
  Optional<ModelCheckpoint> readFor(ParticleSelection particles) {
    Optional<ModelCheckpoint> checkpoint = read(load);
    checkpoint.ifPresent(this::requireEpochs);
    checkpoint.ifPresent(before -> requireSameEpoch(before, particles));
    checkpoint
        .filter(before -> !before.isOf(particles))
        .flatMap(ModelCheckpoint::particles)
        .ifPresent(
            those -> LOG.warn("{} was trained on {}; now it is {}", load, those, particles.mark()));
    return checkpoint;
  }

  /** There is something to do: a step, or what a training that was killed had yet to write. */
  private void requireEpochs(ModelCheckpoint before) {
    int done = before.epoch();
    int inside = before.progress().position();
    if (done == epochs && inside > 0) {
      throw new DataException(
          "%s: %d epochs and %d particles of the next are done already, %d epochs are asked for. Raise"
                  .formatted(load, done, inside, epochs)
              + " --num-epochs, or remove this file.");
    }
    if (done > epochs || done == epochs && files.complete(epochs)) {
      throw new DataException(
          "%s: %d epochs are done already, %d are asked for. Raise --num-epochs."
              .formatted(load, done, epochs));
    }
  }

  /**
   * The rest of an epoch of this folder's run is not trained on as many other particles. Of another
   * folder's the networks alone are taken, {@link TrainingMark#of}.
   */
  private void requireSameEpoch(ModelCheckpoint before, ParticleSelection particles) {
    boolean asMany =
        before.particles().filter(those -> those.selected() == particles.size()).isPresent();
    Path folder = load.toAbsolutePath().getParent();
    if (asMany && before.progress().any() && InputFiles.same(folder, files.folder())) {
      String what =
          before.progress().position() > 0 ? "a part of an epoch" : "a list of those left out";
      before.requireOf(load, particles, what);
    }
  }
}
