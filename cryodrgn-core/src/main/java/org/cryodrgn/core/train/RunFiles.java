package org.cryodrgn.core.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.InputReplacedException;

/**
 * The files of a training in its output folder, under cryoDRGN's names; epochs count from 1.
 *
 * @param folder the output folder
 */
public record RunFiles(Path folder) {

  /**
   * The files of a checkpoint.
   *
   * @param weights of the networks
   * @param latents of the particles
   * @param map of a model without an encoder
   * @param poses where they are refined
   */
  public record Checkpoint(Path weights, Path latents, Path map, Path poses) {

    /** Every file that there may be. */
    List<Path> all() {
      return List.of(latents, map, poses, weights);
    }
  }

  private static final Pattern OF_CHECKPOINTS =
      Pattern.compile("(?:weights|z|reconstruct|pose)(?:\\.\\d+)?\\.(?:pkl|mrc)");

  /** The files of an epoch's checkpoint. */
  public Checkpoint checkpoint(int epoch) {
    return new Checkpoint(
        weights(epoch),
        latents(epoch),
        folder.resolve("reconstruct." + epoch + ".mrc"),
        folder.resolve("pose." + epoch + ".pkl"));
  }

  /** The files at the end. */
  Checkpoint finalCheckpoint() {
    return new Checkpoint(
        finalWeights(),
        finalLatents(),
        folder.resolve("reconstruct.mrc"),
        folder.resolve("pose.pkl"));
  }

  /**
   * Checks that an input has no name under which a training writes into this folder.
   *
   * @throws InputReplacedException if it has
   */
  void requireKept(Path input) {
    Path file = input.toAbsolutePath();
    if (InputFiles.same(file.getParent(), folder)
        && OF_CHECKPOINTS.matcher(file.getFileName().toString()).matches()) {
      throw new InputReplacedException(input);
    }
  }

  /**
   * Checks that what another command writes takes the place of no file of this training.
   *
   * @throws InputReplacedException if it would
   */
  public void requireNotReplaced(Path output) {
    if (Files.exists(output)) {
      requireKept(output);
    }
  }

  /** The weights after an epoch. */
  public Path weights(int epoch) {
    return folder.resolve("weights." + epoch + ".pkl");
  }

  /**
   * The file of another kind that was written with a weights.E.pkl.
   *
   * @param kind what its name begins with: z, pose
   * @return KIND.E.pkl; empty if it is not there, or the weights are named otherwise
   */
  static Optional<Path> beside(Path weights, String kind) {
    String name = weights.getFileName().toString();
    Path file = weights.resolveSibling(name.replaceFirst("^weights", kind));
    return Optional.of(file).filter(there -> !there.equals(weights) && Files.exists(there));
  }

  /** The latents after an epoch. */
  public Path latents(int epoch) {
    return folder.resolve("z." + epoch + ".pkl");
  }

  /** The weights at the end. */
  public Path finalWeights() {
    return folder.resolve("weights.pkl");
  }

  /** The latents at the end. */
  Path finalLatents() {
    return folder.resolve("z.pkl");
  }

  /** The run's configuration. */
  public Path config() {
    return folder.resolve("config.yaml");
  }

  /** The log, in cryoDRGN's lines. */
  public Path log() {
    return folder.resolve("run.log");
  }

  /** The metrics, JSON lines. */
  public Path metrics() {
    return folder.resolve("metrics.jsonl");
  }

  /** The checkpoints of the folder. */
  public CheckpointFolder checkpoints() {
    return new CheckpointFolder(folder);
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @throws DataException if there is none
   */
  public Path latestWeights() {
    return checkpoints()
        .latest()
        .orElseThrow(
            () ->
                new DataException(
                    folder
                        + (checkpoints().isEmpty()
                            ? ": holds no weights.N.pkl to go on from. Leave out --load, or name the"
                                + " folder of a training."
                            : ": holds no weights.N.pkl that is whole. If it is checkpoints.sha256"
                                + " that is wrong, remove that.")));
  }

  /**
   * Whether a training to this epoch has written all that it writes, and that is whole.
   *
   * @throws DataException if a file cannot be read
   */
  public boolean complete(int epochs) {
    Checkpoint last = checkpoint(epochs);
    boolean numbered = Files.exists(last.weights());
    if (Files.notExists(config())
        || Files.notExists(finalWeights())
        || !checkpoints().haveTheirSums(finalCheckpoint().all())
        || numbered && !checkpoints().haveTheirSums(last.all())) {
      return false;
    }
    try {
      return numbered
          ? Files.mismatch(last.weights(), finalWeights()) < 0
          : checkpoints().lastEpoch().equals(OptionalInt.of(epochs));
    } catch (IOException e) {
      throw DataException.cannotRead(finalWeights(), e);
    }
  }

  /**
   * Makes the folder. One whose training ended before its first checkpoint may be used again.
   *
   * @param resuming whether the run goes on from a checkpoint
   * @throws DataException if it holds another run, or cannot be made
   */
  public void prepare(boolean resuming) {
    if (!resuming && (Files.exists(finalWeights()) || !checkpoints().isEmpty())) {
      throw new DataException(
          folder
              + ": holds a training already. Go on with it by --load latest, or choose another"
              + " --outdir.");
    }
    AtomicFile.makeFolder(folder);
  }
}
