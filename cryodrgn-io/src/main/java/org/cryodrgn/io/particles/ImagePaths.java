package org.cryodrgn.io.particles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.cryodrgn.io.DataException;

/**
 * Finds the files that a .star, .cs or .txt file names. Tried in order: the path as it is given;
 * below the data folder; its last name in the data folder; below the folder of the naming file and
 * below each folder above that one, since RELION and cryoSPARC write paths relative to their
 * project; the same where the naming file is a symbolic link, from the file that it leads to.
 * Without a data folder the naming file's folder takes its place. Symbolic links are followed.
 */
final class ImagePaths {

  private final Path source;
  private final Path folder;
  private final Path folderOfLinked;
  private final Path dataDir;
  private final boolean asGiven;
  private final Map<Path, Path> nameOfFlat = new HashMap<>();

  private ImagePaths(Path source, Path dataDir, boolean asGiven) {
    requireFolder(dataDir);
    this.source = source;
    this.folder = source.toAbsolutePath().normalize().getParent();
    this.folderOfLinked = folderOfLinked(source);
    this.dataDir = dataDir == null ? folder : dataDir;
    this.asGiven = asGiven;
  }

  /** For a .star or .cs file, whose paths may be relative to the current folder. */
  static ImagePaths of(Path source, Path dataDir) {
    return new ImagePaths(source, dataDir, true);
  }

  /** For a .txt list, whose paths are relative to the list. */
  static ImagePaths ofList(Path source, Path dataDir) {
    return new ImagePaths(source, dataDir, false);
  }

  /**
   * Refuses a data folder that is not there: the images of another place would be taken.
   *
   * @param dataDir null for none
   */
  static void requireFolder(Path dataDir) {
    if (dataDir != null && !Files.isDirectory(dataDir)) {
      throw DataException.at(dataDir, "", "there is no such folder", "Check --datadir");
    }
  }

  /**
   * The file of a name.
   *
   * @param place the row that names it
   * @throws DataException if there is none, with every path that was tried; or if only the last
   *     name leads to it, as that of another path did
   */
  Path find(String name, String place) {
    Path path;
    Set<Path> candidates;
    try {
      path = Path.of(name);
      candidates = candidates(path);
    } catch (InvalidPathException e) {
      throw DataException.at(source, place, "the image's path is malformed", "Correct it", e);
    }
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) {
        if (candidate.equals(dataDir.resolve(path.getFileName()))) {
          requireOneName(candidate, path, place);
        }
        return candidate;
      }
    }
    StringBuilder tried = new StringBuilder();
    for (Path candidate : candidates) {
      tried.append(tried.isEmpty() ? "" : ", ").append(candidate).append(brokenLink(candidate));
    }
    throw DataException.at(
        source,
        place,
        "no file '" + name + "'; tried " + tried,
        "Give the folder that it lies in, or that its path begins in, with --datadir");
  }

  /** Stacks of one name in several folders are different ones. */
  private void requireOneName(Path file, Path path, String place) {
    Path other = nameOfFlat.putIfAbsent(file, path);
    if (other != null && !other.endsWith(path) && !path.endsWith(other)) {
      throw DataException.at(
          source,
          place,
          "'" + path + "' and '" + other + "' both lead to " + file,
          "Give the folder that these paths begin in with --datadir");
    }
  }

  private Set<Path> candidates(Path name) {
    Set<Path> candidates = new LinkedHashSet<>();
    if (asGiven || name.isAbsolute()) {
      candidates.add(name);
    } else {
      candidates.add(folder.resolve(name));
    }
    if (name.getNameCount() == 0) {
      return candidates;
    }
    Path relative = name.isAbsolute() ? name.getRoot().relativize(name) : name;
    candidates.add(dataDir.resolve(relative));
    candidates.add(dataDir.resolve(name.getFileName()));
    if (!name.isAbsolute()) {
      addAbove(folder, name, candidates);
      addAbove(folderOfLinked, name, candidates);
    }
    return candidates;
  }

  private static void addAbove(Path folder, Path name, Set<Path> candidates) {
    for (Path above = folder; above != null; above = above.getParent()) {
      candidates.add(above.resolve(name));
    }
  }

  private static Path folderOfLinked(Path source) {
    try {
      return source.toRealPath().getParent();
    } catch (IOException e) {
      return null;
    }
  }

  private static String brokenLink(Path candidate) {
    if (!Files.isSymbolicLink(candidate)) {
      return "";
    }
    try {
      return " (a symbolic link to " + Files.readSymbolicLink(candidate) + ", which is not there)";
    } catch (IOException e) {
      return " (a symbolic link that cannot be read)";
    }
  }
}
