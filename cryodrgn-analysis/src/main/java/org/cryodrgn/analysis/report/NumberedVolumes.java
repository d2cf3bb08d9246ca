package org.cryodrgn.analysis.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.InputFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The volumes vol_NNN.mrc in a folder of an analysis (kmeansK, pcN), one a row of z_values.txt. */
public final class NumberedVolumes {

  private static final Logger LOG = LoggerFactory.getLogger(NumberedVolumes.class);

  /** What a {@link VolumeSource} writes: three digits, more only where they are needed. */
  private static final Pattern NAME = Pattern.compile("vol_(\\d{3}|[1-9]\\d{3,})\\.mrc");

  private NumberedVolumes() {}

  /** Whether a file is named as one. */
  public static boolean isOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /**
   * Removes those that an earlier analysis left, which had more points or another first number:
   * they would be taken for volumes of this one. Files of other names stay.
   *
   * @param written the volumes that stay
   */
  static void keepOnly(Path folder, List<Path> written) {
    Set<Path> kept = new HashSet<>(written.stream().map(Path::getFileName).toList());
    List<Path> surplus =
        InputFiles.list(folder).stream()
            .filter(file -> isOne(file) && !kept.contains(file.getFileName()))
            .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .toList();
    for (Path file : surplus) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw AtomicFile.cannotWrite(file, e);
      }
    }
    if (!surplus.isEmpty()) {
      LOG.info(
          "Removed from {} what an earlier analysis left: {}",
          folder,
          surplus.stream()
              .map(file -> file.getFileName().toString())
              .collect(Collectors.joining(" ")));
    }
  }
}
