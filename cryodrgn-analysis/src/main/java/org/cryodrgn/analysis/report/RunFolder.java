package org.cryodrgn.analysis.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.config.RunConfig;

/**
 * One epoch of a run's folder: where its files lie, by cryoDRGN's names.
 *
 * @param folder the folder that training wrote
 * @param epoch from 1; -1 for the files of the end, which carry no number
 */
public record RunFolder(Path folder, int epoch) {

  private static final Pattern LATENTS = Pattern.compile("z\\.(\\d{1,9})\\.pkl");

  /**
   * Checks that the folder is a run's.
   *
   * @throws DataException if it is not there, or holds no config.yaml
   */
  public RunFolder {
    if (!Files.isDirectory(folder)) {
      throw DataException.at(folder, "", "no such folder", "Name the folder that training wrote");
    }
    if (!Files.exists(folder.resolve("config.yaml"))) {
      Path before = folder.resolve("config.pkl");
      if (Files.exists(before)) {
        throw RunConfig.pickled(before);
      }
      throw DataException.at(
          folder, "", "holds no config.yaml", "Name the folder that training wrote");
    }
  }

  /**
   * The last epoch whose latents are in the folder.
   *
   * @throws DataException if there is none
   */
  public static RunFolder lastEpoch(Path folder) {
    List<Integer> epochs = new RunFolder(folder, -1).epochs();
    if (epochs.isEmpty()) {
      throw withoutLatents(folder);
    }
    return new RunFolder(folder, epochs.get(epochs.size() - 1));
  }

  private static DataException withoutLatents(Path folder) {
    return DataException.at(
        folder,
        "",
        "holds no z.N.pkl",
        "Only runs with latent variables (train_vae, train_dec) can be asked this");
  }

  /** The epochs whose latents are in the folder, rising. */
  public List<Integer> epochs() {
    return InputFiles.list(folder).stream()
        .map(file -> LATENTS.matcher(file.getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .sorted()
        .toList();
  }

  /** config.yaml. */
  public Path config() {
    return folder.resolve("config.yaml");
  }

  /**
   * z.N.pkl, or z.pkl.
   *
   * @throws DataException if it is not there
   */
  public Path latents() {
    String name = numbered("z");
    if (Stream.of(name, "z.pkl").map(folder::resolve).noneMatch(Files::exists)
        && epochs().isEmpty()) {
      throw withoutLatents(folder);
    }
    return existing(name);
  }

  /**
   * weights.N.pkl, or weights.pkl.
   *
   * @throws DataException if it is not there
   */
  public Path weights() {
    return existing(numbered("weights"));
  }

  /** pose.N.pkl, or pose.pkl, of the run's own particles; empty unless they were refined. */
  public Optional<Path> refinedPoses() {
    return Optional.of(folder.resolve(numbered("pose"))).filter(Files::exists);
  }

  /** analyze.N, or analyze; need not exist. */
  public Path analysis() {
    return folder.resolve(epoch == -1 ? "analyze" : "analyze." + epoch);
  }

  private String numbered(String stem) {
    return epoch == -1 ? stem + ".pkl" : stem + "." + epoch + ".pkl";
  }

  private Path existing(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw DataException.at(
          file, "", "no such file", "Choose an epoch that was written (-1 for the last)");
    }
    return file;
  }
}
