package org.cryodrgn.core.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cryodrgn.io.ChecksumFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.WriteException;
import org.cryodrgn.io.torch.Checkpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of an output folder: those after epochs, weights.E.pkl, which stay, and those
 * inside epochs, resume.E.P.pkl after P particles of epoch E, of which one is kept besides the
 * newest checkpoint. checkpoints.sha256 holds the sums of all of them.
 */
public final class CheckpointFolder {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private static final Pattern WEIGHTS = Pattern.compile("weights\\.(\\d{1,9})\\.pkl");
  private static final Pattern INSIDE = Pattern.compile("resume\\.(\\d{1,9})\\.(\\d{1,10})\\.pkl");
  private static final Pattern UNFINISHED =
      Pattern.compile(
          "\\.(?:weights|z|poses?|ctf|ind|reconstruct|resume|checkpoints|config)\\..*\\.(\\d+)\\.partial");

  private final Path folder;

  /**
   * @param folder the output folder; need not be there
   */
  public CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /** A checkpoint's file and how far the training was. */
  private record Found(Path file, boolean insideEpoch, long finishedEpochs, long particles) {
    private static final Comparator<Found> OLDEST_FIRST =
        Comparator.comparingLong(Found::finishedEpochs).thenComparingLong(Found::particles);

    /** As the file itself tells it, whatever its name. */
    static Found read(Path file) {
      Checkpoint checkpoint = Checkpoint.read(file);
      int particles = ModelCheckpoint.progress(file, checkpoint).position();
      return new Found(file, particles > 0, checkpoint.epoch(), particles);
    }
  }

  /** Whether there is any checkpoint, whole or not. */
  public boolean isEmpty() {
    return found().isEmpty();
  }

  /**
   * The newest checkpoint that is whole: it has its sum in checkpoints.sha256, or, where that tells
   * none, every part of it can be read. Those that are not are named in the log. weights.pkl is
   * one, and stands in for that of its epoch.
   *
   * @throws DataException if the folder cannot be listed
   */
  public Optional<Path> latest() {
    List<Found> found = found();
    OptionalInt last = lastEpoch();
    if (last.isPresent()) {
      found.add(0, new Found(atTheEnd(), false, last.getAsInt(), 0));
      found.sort(Found.OLDEST_FIRST);
    }
    ChecksumFile sums = ChecksumFile.open(sums());
    for (int i = found.size() - 1; i >= 0; i--) {
      Path file = found.get(i).file();
      Optional<String> damage = damage(file, sums);
      if (damage.isEmpty()) {
        return Optional.of(file);
      }
      LOG.warn("{} is passed over: {}", file, damage.get());
    }
    return Optional.empty();
  }

  /**
   * Checks that a training may go on here from a checkpoint: a later one, of a training before,
   * would pass for one of its own, and {@link #latest()} would be that.
   *
   * @param from the checkpoint, of this folder or another
   * @return the same
   * @throws DataException if there is a later one that is whole, or the checkpoint cannot be read
   */
  public Path requireLatest(Path from) {
    Optional<Path> newest = latest();
    if (newest.isPresent()
        && Found.OLDEST_FIRST.compare(Found.read(newest.get()), Found.read(from)) > 0) {
      throw new DataException(
          newest.get()
              + ": is later than "
              + from
              + ", and would pass for one of this training. Go on by --load latest, choose another"
              + " --outdir, or remove the later weights.");
    }
    return from;
  }

  /** The epoch of weights.pkl, whose name tells none; empty if it is not there, or damaged. */
  OptionalInt lastEpoch() {
    if (Files.notExists(atTheEnd())) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Checkpoint.read(atTheEnd()).epoch());
    } catch (DataException e) {
      LOG.warn("{} is passed over: {}", atTheEnd(), e.getMessage());
      return OptionalInt.empty();
    }
  }

  /** The file of a checkpoint inside an epoch. */
  public Path inside(int epoch, int particles) {
    return folder.resolve("resume." + epoch + "." + particles + ".pkl");
  }

  /** Whether files are there, all that checkpoints.sha256 names, and have its sums. */
  boolean haveTheirSums(Collection<Path> files) {
    ChecksumFile sums = ChecksumFile.open(sums());
    return files.stream()
        .allMatch(file -> Files.exists(file) ? sums.matches(file).orElse(true) : !sums.names(file));
  }

  /** Whether a checkpoint is whole, as {@link #latest()} tells it. */
  public boolean isWhole(Path file) {
    return damage(file, ChecksumFile.open(sums())).isEmpty();
  }

  /**
   * Forgets the sums of files that are to be replaced: until {@link #written} the sums would be
   * wrong.
   *
   * @throws WriteException if the list of sums cannot be written
   */
  public void willWrite(List<Path> files) {
    ChecksumFile.open(sums()).forget(files);
  }

  /**
   * Takes the sums of files that were written, and removes all checkpoints inside epochs but those
   * to keep: older ones, and later ones of a training before, whose way this one has left.
   *
   * @param kept the checkpoints to keep
   * @param files what was written
   * @throws WriteException if the list of sums cannot be written
   */
  public void written(Collection<Path> kept, List<Path> files) {
    remove(
        found().stream()
            .filter(one -> kept.stream().noneMatch(it -> InputFiles.same(it, one.file())))
            .toList());
    ChecksumFile.open(sums()).record(files);
  }

  /** Removes the checkpoints inside epochs, when the training has come to its end. */
  public void finished() {
    remove(found());
    ChecksumFile.open(sums()).record(List.of());
  }

  /** Removes what a killed run of this folder left unfinished. */
  public void removeUnfinished() {
    for (Path file : list()) {
      Matcher matcher = UNFINISHED.matcher(file.getFileName().toString());
      if (matcher.matches() && !aliveAndOther(Long.parseLong(matcher.group(1)))) {
        delete(file);
      }
    }
  }

  private Path atTheEnd() {
    return new RunFiles(folder).finalWeights();
  }

  private Path sums() {
    return folder.resolve("checkpoints.sha256");
  }

  private Optional<String> damage(Path file, ChecksumFile sums) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      Optional<Boolean> matches =
          parent.equals(folder.toAbsolutePath()) ? sums.matches(file) : Optional.empty();
      if (matches.isPresent()) {
        return matches.get()
            ? Optional.empty()
            : Optional.of("its content has not the sum that checkpoints.sha256 tells");
      }
      Checkpoint.read(file);
      return Optional.empty();
    } catch (DataException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static boolean aliveAndOther(long process) {
    // A container may give us the number of the process that was killed.
    return process != ProcessHandle.current().pid() && ProcessHandle.of(process).isPresent();
  }

  private void remove(List<Found> files) {
    for (Found one : files) {
      if (one.insideEpoch()) {
        delete(one.file());
      }
    }
  }

  /** Removes a file of the folder, if it can be; the log tells of one that stays. */
  void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", file, e.getMessage());
    }
  }

  /** The oldest first. */
  private List<Found> found() {
    List<Found> found = new ArrayList<>();
    for (Path file : list()) {
      String name = file.getFileName().toString();
      Matcher weights = WEIGHTS.matcher(name);
      Matcher inside = INSIDE.matcher(name);
      if (weights.matches()) {
        found.add(new Found(file, false, Long.parseLong(weights.group(1)), 0));
      } else if (inside.matches()) {
        long epoch = Long.parseLong(inside.group(1));
        found.add(new Found(file, true, epoch - 1, Long.parseLong(inside.group(2))));
      }
    }
    found.sort(Found.OLDEST_FIRST);
    return found;
  }

  private List<Path> list() {
    return Files.isDirectory(folder) ? InputFiles.list(folder) : List.of();
  }
}
