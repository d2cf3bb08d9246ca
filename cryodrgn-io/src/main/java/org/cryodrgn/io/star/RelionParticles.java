package org.cryodrgn.io.star;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.NearestNames;

/**
 * The particles of a RELION file: the particle table with, from RELION 3.1 on, the values of each
 * particle's optics group beside it. Where a label is in both tables the optics table counts, as in
 * RELION. Immutable; safe for use by several threads.
 */
public final class RelionParticles {

  private final StarFile file;
  private final StarTable table;
  private final StarTable optics;

  /**
   * The optics row of each particle; null if there is no optics table or it has one row for all.
   */
  private final int[] opticsRows;

  private RelionParticles(StarFile file, StarTable table, StarTable optics, int[] opticsRows) {
    this.file = file;
    this.table = table;
    this.optics = optics;
    this.opticsRows = opticsRows;
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it holds no particle table, or a particle names an optics group that
   *     is not there
   */
  public static RelionParticles read(Path path) {
    return of(StarFile.read(path));
  }

  /** The particles of a file that was read. */
  public static RelionParticles of(StarFile file) {
    StarTable table = particleTable(file);
    StarTable optics = file.table("optics").filter(found -> found != table).orElse(null);
    int[] rows = optics == null ? null : opticsRows(file, table, optics);
    return new RelionParticles(file, table, optics, rows);
  }

  private static StarTable particleTable(StarFile file) {
    for (String name : new String[] {"particles", "images", ""}) {
      Optional<StarTable> found = file.table(name).filter(RelionParticles::describesParticles);
      if (found.isPresent()) {
        return found.get();
      }
    }
    List<StarTable> others =
        file.tables().stream()
            .filter(table -> !table.name().equals("optics") && describesParticles(table))
            .toList();
    if (others.size() == 1) {
      return others.get(0);
    }
    for (StarTable table : file.tables()) {
      refuseOtherTables(file, table);
    }
    String blocks =
        String.join(", ", file.blocks().stream().map(block -> "data_" + block.name()).toList());
    throw DataException.at(
        file.path(),
        "",
        (others.isEmpty() ? "no particle table" : "several tables may be the particles")
            + " among the blocks "
            + blocks,
        "Name a particles STAR file, with a table data_particles or data_ of images, poses or CTF");
  }

  /** Tables that are nearly what is asked for, and what to do about each. */
  private static void refuseOtherTables(StarFile file, StarTable table) {
    String place = "data_" + table.name();
    if (hasParticleColumns(table) && table.rows() == 0) {
      throw DataException.at(
          file.path(), place, "has no rows", "Make it again, with at least one particle");
    }
    if (table.labels().stream().anyMatch(label -> label.startsWith("_cisTEM"))) {
      throw DataException.at(
          file.path(),
          place,
          "is cisTEM's own table",
          "Export the refinement package from cisTEM to RELION");
    }
    if (table.column("_image") >= 0) {
      throw DataException.at(
          file.path(), place, "is Xmipp's own table", "Export the particles to RELION in Scipion");
    }
  }

  private static boolean describesParticles(StarTable table) {
    return table.rows() > 0 && hasParticleColumns(table);
  }

  private static boolean hasParticleColumns(StarTable table) {
    return table.column(RelionLabels.IMAGE_NAME) >= 0
        || table.column(RelionLabels.ANGLE_ROT) >= 0
        || table.column(RelionLabels.DEFOCUS_U) >= 0;
  }

  private static int[] opticsRows(StarFile file, StarTable table, StarTable optics) {
    int group = table.column(RelionLabels.OPTICS_GROUP);
    if (group < 0) {
      if (optics.rows() == 1) {
        return null;
      }
      throw DataException.at(
          file.path(),
          "data_" + table.name(),
          "no column " + RelionLabels.OPTICS_GROUP + ", with " + optics.rows() + " optics groups",
          "Add the column, or keep one optics group");
    }
    Map<Long, Integer> rowOfGroup = new HashMap<>();
    double[] groups = optics.numbers(optics.requiredColumn(RelionLabels.OPTICS_GROUP));
    for (int row = 0; row < groups.length; row++) {
      if (rowOfGroup.put((long) groups[row], row) != null) {
        throw DataException.at(
            file.path(),
            "data_optics, " + optics.describeRow(row),
            "the optics group " + (long) groups[row] + " is there twice",
            "Number the groups apart");
      }
    }
    int[] rows = new int[table.rows()];
    long[] last = {Long.MIN_VALUE};
    int[] lastRow = {-1};
    table.numbers(
        new int[] {group},
        (row, which, value) -> {
          if ((long) value != last[0]) {
            Integer found = rowOfGroup.get((long) value);
            if (found == null) {
              throw DataException.at(
                  file.path(),
                  table.describeRow(row),
                  "the optics group " + table.text(row, group) + " is not in data_optics",
                  "Add it there, or correct the particle");
            }
            last[0] = (long) value;
            lastRow[0] = found;
          }
          rows[row] = lastRow[0];
        });
    return rows;
  }

  /** The number of particles. */
  public int size() {
    return table.rows();
  }

  /** The file that holds them. */
  public StarFile file() {
    return file;
  }

  /** The particle table. */
  public StarTable table() {
    return table;
  }

  /** The optics table, from RELION 3.1 on. */
  public Optional<StarTable> optics() {
    return Optional.ofNullable(optics);
  }

  /** Whether either table has the label. */
  public boolean has(String label) {
    return inOptics(label) || table.column(label) >= 0;
  }

  /** A particle's value as text. */
  public String text(int particle, String label) {
    return inOptics(label)
        ? optics.text(opticsRow(particle), optics.column(label))
        : table.text(particle, required(label));
  }

  /** A particle's value as a number. */
  public double number(int particle, String label) {
    return inOptics(label)
        ? optics.number(opticsRow(particle), optics.column(label))
        : table.number(particle, required(label));
  }

  /** The values of all particles as numbers. */
  public double[] numbers(String label) {
    double[] values = new double[size()];
    numbers(new String[] {label}, (row, which, value) -> values[row] = value);
    return values;
  }

  /**
   * Several labels of all particles as numbers, in one pass over the file.
   *
   * @throws DataException if a label is in neither table, or a value is no number
   */
  public void numbers(String[] labels, NumberSink sink) {
    int[] columns = new int[labels.length];
    int[] places = new int[labels.length];
    int own = 0;
    for (int k = 0; k < labels.length; k++) {
      if (inOptics(labels[k])) {
        double[] ofGroup = optics.numbers(optics.column(labels[k]));
        for (int row = 0; row < size(); row++) {
          sink.accept(row, k, ofGroup[opticsRow(row)]);
        }
      } else {
        columns[own] = required(labels[k]);
        places[own++] = k;
      }
    }
    table.numbers(
        Arrays.copyOf(columns, own), (row, which, value) -> sink.accept(row, places[which], value));
  }

  /** A particle's image as the file names it: {@code 000001@stack.mrcs}. */
  public String imageName(int particle) {
    return table.text(particle, table.requiredColumn(RelionLabels.IMAGE_NAME));
  }

  /** The particles of a selection, in its order; the optics table stays whole. */
  public RelionParticles select(int[] indices) {
    int[] rows = null;
    if (opticsRows != null) {
      rows = new int[indices.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = opticsRows[indices[i]];
      }
    }
    StarTable selected = table.select(indices);
    return new RelionParticles(file.with(selected), selected, optics, rows);
  }

  /** The particles with a column of the particle table changed, or added at its end. */
  public RelionParticles withColumn(String label, IntFunction<String> text) {
    StarTable changed = table.withColumn(label, text);
    return new RelionParticles(file.with(changed), changed, optics, opticsRows);
  }

  /** The optics table cut down to the groups that a particle still has. */
  public Optional<StarTable> usedOptics() {
    if (optics == null || opticsRows == null) {
      return optics();
    }
    boolean[] used = new boolean[optics.rows()];
    for (int row : opticsRows) {
      used[row] = true;
    }
    int[] kept = IntStream.range(0, used.length).filter(row -> used[row]).toArray();
    return Optional.of(kept.length == used.length ? optics : optics.select(kept));
  }

  private boolean inOptics(String label) {
    return optics != null && optics.column(label) >= 0;
  }

  private int opticsRow(int particle) {
    return opticsRows == null ? 0 : opticsRows[particle];
  }

  private int required(String label) {
    if (table.column(label) < 0 && optics != null) {
      List<String> all = new ArrayList<>(table.labels());
      all.addAll(optics.labels());
      throw DataException.at(
          file.path(),
          "",
          "no column " + label + " in the particle or the optics table",
          NearestNames.sentence(label, all));
    }
    return table.requiredColumn(label);
  }
}
