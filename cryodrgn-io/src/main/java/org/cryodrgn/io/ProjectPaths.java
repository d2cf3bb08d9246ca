package org.cryodrgn.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that another file names by a path within a project, without telling where that lies. */
public final class ProjectPaths {

  private ProjectPaths() {}

  /**
   * The file of a path: as it is named, from the current folder; or else below the folder of the
   * file that names it, or below the nearest folder above that.
   *
   * @param name the path
   * @param naming the file that names it
   * @return empty if it is in none of them
   */
  public static Optional<Path> find(Path name, Path naming) {
    if (Files.exists(name)) {
      return Optional.of(name);
    }
    Path above = naming.toAbsolutePath().normalize().getParent();
    while (above != null && Files.notExists(above.resolve(name))) {
      above = above.getParent();
    }
    return Optional.ofNullable(above).map(folder -> folder.resolve(name));
  }

  /**
   * The file of an absolute path in a project that was moved as a whole, or is mounted elsewhere:
   * of the path's ends the longest that {@link #find} finds. A name alone, which many files share,
   * counts beside the file that names it only.
   *
   * @param name the path
   * @param naming the file that names it
   * @return empty if there is none
   */
  public static Optional<Path> findMoved(Path name, Path naming) {
    for (int from = 1; from < name.getNameCount() - 1; from++) {
      Optional<Path> found = find(name.subpath(from, name.getNameCount()), naming);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.of(naming.resolveSibling(name.getFileName())).filter(Files::exists);
  }
}
