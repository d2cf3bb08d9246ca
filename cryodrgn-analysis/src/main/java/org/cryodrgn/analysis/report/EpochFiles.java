package org.cryodrgn.analysis.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;

/** The files that training leaves of each epoch, and which of them can go. */
public final class EpochFiles {

  private static final Pattern OF_EPOCH =
      Pattern.compile("(?:weights|z|pose|reconstruct)\\.(\\d{1,9})(?:\\..*)?");
  private static final Pattern ANALYSIS = Pattern.compile("analyze\\.(\\d{1,9})(?:\\..*)?");
  private static final List<String> CONFIGS =
      List.of("config.yaml", "config.yml", "configs.yaml", "configs.yml", "config.pkl");

  private EpochFiles() {}

  /** Whether a folder holds the configuration of a run. */
  public static boolean isRun(Path folder) {
    return CONFIGS.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  /**
   * The files of all epochs but every n-th, those with an analysis, and the last.
   *
   * @param every n, 1 or more
   * @return sorted by name
   * @throws DataException if the folder cannot be read
   */
  public static List<Path> surplus(Path folder, int every) {
    List<Path> files = InputFiles.list(folder);
    Set<Integer> kept = new HashSet<>();
    int last = -1;
    for (Path file : files) {
      if (Files.isDirectory(file) && epoch(ANALYSIS, file) >= 0) {
        kept.add(epoch(ANALYSIS, file));
      }
      last = Math.max(last, epoch(OF_EPOCH, file));
    }
    kept.add(last);
    List<Path> surplus = new ArrayList<>();
    for (Path file : files) {
      int epoch = epoch(OF_EPOCH, file);
      if (epoch % every > 0 && !kept.contains(epoch) && Files.isRegularFile(file)) {
        surplus.add(file);
      }
    }
    return surplus;
  }

  /** The number in a file's name; -1 if it has none. */
  private static int epoch(Pattern pattern, Path file) {
    Matcher matcher = pattern.matcher(file.getFileName().toString());
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}
