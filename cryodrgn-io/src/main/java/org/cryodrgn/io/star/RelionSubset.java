package org.cryodrgn.io.star;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryodrgn.io.DataException;

/**
 * Files of some of the particles of a RELION file: every block, column and value as it stood, the
 * particle rows selected.
 */
public final class RelionSubset {

  private RelionSubset() {}

  /** The particles with the optics groups that they still use. */
  public static StarFile withUsedOptics(RelionParticles particles) {
    return file(particles, particles.table(), particles.usedOptics());
  }

  /** The particles with the optics table as it is. */
  public static StarFile withAllOptics(RelionParticles particles) {
    return file(particles, particles.table(), particles.optics());
  }

  /** The particles in RELION 3.0's form: the values of the optics groups in their own columns. */
  public static StarFile withoutOptics(RelionParticles particles) {
    StarTable table = particles.table().named("");
    for (String label : particles.optics().map(StarTable::labels).orElse(List.of())) {
      if (!label.contains("OpticsGroup") && table.column(label) < 0) {
        table = table.withColumn(label, row -> particles.text(row, label));
      }
    }
    return file(particles, table, Optional.empty());
  }

  /**
   * A file for each micrograph, under its name with the extension {@code .star}; a folder in the
   * name stays, without a leading slash.
   *
   * @throws DataException if the particles name no micrographs, or two of them would share a file
   */
  public static Map<Path, StarFile> byMicrograph(RelionParticles particles) {
    int column = particles.table().requiredColumn(RelionLabels.MICROGRAPH_NAME);
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < particles.size(); row++) {
      rows.computeIfAbsent(particles.table().text(row, column), name -> new ArrayList<>()).add(row);
    }
    Map<Path, StarFile> files = new LinkedHashMap<>();
    rows.forEach(
        (name, ofMicrograph) -> {
          int[] indices = ofMicrograph.stream().mapToInt(Integer::intValue).toArray();
          StarFile before =
              files.put(path(particles, name), withUsedOptics(particles.select(indices)));
          if (before != null) {
            throw DataException.at(
                particles.file().path(),
                "column " + RelionLabels.MICROGRAPH_NAME,
                "the micrograph " + name + " would share its file with another",
                "Rename the micrographs so that they differ in more than their extension");
          }
        });
    return files;
  }

  private static Path path(RelionParticles particles, String micrograph) {
    String relative = micrograph.replaceFirst("^/+", "").replaceFirst("\\.[^./]*$", "");
    Path path = Path.of(relative + ".star").normalize();
    if (path.startsWith("..")) {
      throw DataException.at(
          particles.file().path(),
          "column " + RelionLabels.MICROGRAPH_NAME,
          "the micrograph " + micrograph + " lies outside the output folder",
          "Rename it without ..");
    }
    return path;
  }

  private static StarFile file(
      RelionParticles particles, StarTable table, Optional<StarTable> optics) {
    StarFile source = particles.file();
    List<StarTable> tables = new ArrayList<>();
    for (StarTable each : source.tables()) {
      if (each.region() == table.region()) {
        tables.add(table);
      } else if (particles.optics().filter(old -> old.region() == each.region()).isPresent()) {
        optics.ifPresent(tables::add);
      } else {
        tables.add(each);
      }
    }
    Optional<String> version = optics.flatMap(table31 -> source.version());
    String comment = version.map(v -> "version " + v).orElse("Created by cryodrgn");
    return StarFile.create(comment, tables);
  }
}
