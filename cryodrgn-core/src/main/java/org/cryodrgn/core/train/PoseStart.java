package org.cryodrgn.core.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poses that a training begins with: those of its input, or, where they are refined and it goes
 * on from a checkpoint, those that the checkpoint had come to.
 */
final class PoseStart {

  private static final Logger LOG = LoggerFactory.getLogger(PoseStart.class);

  private final Optional<PoseSettings> settings;
  private final int epochs;
  private final Path load;
  private Poses beside;

  /**
   * @param settings of the refinement; empty if poses stay as they are
   * @param epochs the last epoch
   * @param load the checkpoint that the training goes on from; null to begin
   */
  PoseStart(Optional<PoseSettings> settings, int epochs, Path load) {
    this.settings = settings;
    this.epochs = epochs;
    this.load = load;
  }

  /**
   * Reads and checks what there is, before images are loaded.
   *
   * @param particles of the run
   * @param checkpoint that it goes on from; empty to begin
   */
  void read(ParticleSelection particles, Optional<ModelCheckpoint> checkpoint) {
    boolean learned = checkpoint.filter(PoseStart::hasPoses).isPresent();
    if (settings.isEmpty()) {
      if (learned) {
        LOG.warn(
            "The poses that {} has come to are left: --do-pose-sgd is not asked for any more",
            load);
      }
      return;
    }
    int first = settings.get().firstEpoch();
    LOG.info("Poses are refined from epoch {} on", first);
    if (first > epochs) {
      LOG.warn("Poses will not move: epoch {} is the last", epochs);
    }
    if (learned) {
      check(particles.size(), checkpoint.get().tables());
      checkpoint.get().requireOf(load, particles, "moved poses");
    } else if (checkpoint.isPresent()) {
      readBeside(particles.size());
    }
  }

  private static boolean hasPoses(ModelCheckpoint checkpoint) {
    return checkpoint.tables().containsKey(RefinedPoses.ROTATIONS)
        && checkpoint.tables().containsKey(RefinedPoses.SHIFTS);
  }

  private void check(int particles, Map<String, ParticleTable.State> tables) {
    int columns = tables.get(RefinedPoses.ROTATIONS).columns();
    if (columns != settings.get().embedding().size()) {
      throw DataException.at(
          load,
          "",
          "holds rotations as %d numbers each, --emb-type wants %d"
              .formatted(columns, settings.get().embedding().size()),
          "Go on with the --emb-type that the run was begun with");
    }
    requireSame(load, tables.get(RefinedPoses.ROTATIONS).values().length / columns, particles);
    requireSame(load, tables.get(RefinedPoses.SHIFTS).values().length / 2, particles);
  }

  /** The pose.E.pkl beside a weights.E.pkl, which Python's cryoDRGN goes on from. */
  private void readBeside(int particles) {
    RunFiles.beside(load, "pose")
        .ifPresent(
            file -> {
              LOG.info("Loading poses from {}", file);
              beside = PoseFile.read(file);
              requireSame(file, beside.size(), particles);
            });
  }

  private static void requireSame(Path file, int poses, int particles) {
    if (poses != particles) {
      throw DataException.at(
          file,
          "",
          "holds poses of " + poses + " particles, not " + particles,
          "Go on with the particles that the run was begun with");
    }
  }

  /**
   * The particles in the poses that a learner begins with.
   *
   * @param data in the poses of the input
   * @param checkpoint that it goes on from; empty to begin
   */
  TrainingData begin(TrainingData data, Optional<ModelCheckpoint> checkpoint) {
    if (settings.isEmpty()) {
      return data;
    }
    Map<String, ParticleTable.State> tables =
        checkpoint
            .filter(PoseStart::hasPoses)
            .map(ModelCheckpoint::tables)
            .orElseGet(() -> embedded(data, checkpoint.isPresent() && beside != null));
    return data.withPoses(new RefinedPoses(settings.get(), tables, data.pixels()));
  }

  private Map<String, ParticleTable.State> embedded(TrainingData data, boolean fromBeside) {
    ParticlePoses from =
        fromBeside ? ParticlePoses.known(beside, data.pixels().box()) : data.poses();
    return RefinedPoses.begin(from, data.size(), settings.get().embedding());
  }
}
