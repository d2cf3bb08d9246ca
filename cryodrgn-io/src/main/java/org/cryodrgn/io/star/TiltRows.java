package org.cryodrgn.io.star;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.cryodrgn.io.DataException;

/**
 * The particles of a table with a row for each tilt image, as cryoDRGN counts them: the rows of one
 * group are of one particle, and particles are numbered from 0 in the order of their first rows.
 */
public final class TiltRows {

  /** The rows of particle p are those from starts[p] to starts[p + 1]. */
  private final int[] starts;

  private final int[] rows;

  private TiltRows(int[] starts, int[] rows) {
    this.starts = starts;
    this.rows = rows;
  }

  /**
   * The particles of a table.
   *
   * @throws DataException if it has neither {@code _rlnGroupName} nor {@code _rlnGroupNumber}
   */
  public static TiltRows of(RelionParticles images) {
    StarTable table = images.table();
    int column = table.column(RelionLabels.GROUP_NUMBER);
    if (column < 0 || table.column(RelionLabels.GROUP_NAME) >= 0) {
      column = table.requiredColumn(RelionLabels.GROUP_NAME);
    }
    int[] particleOf = new int[table.rows()];
    Map<String, Integer> particles = new HashMap<>();
    for (int row = 0; row < particleOf.length; row++) {
      String group = table.text(row, column);
      particles.putIfAbsent(group, particles.size());
      particleOf[row] = particles.get(group);
    }
    int[] starts = new int[particles.size() + 1];
    for (int particle : particleOf) {
      starts[particle + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] rows = new int[particleOf.length];
    for (int row = 0; row < rows.length; row++) {
      rows[next[particleOf[row]]++] = row;
    }
    return new TiltRows(starts, rows);
  }

  /** The number of particles. */
  public int particles() {
    return starts.length - 1;
  }

  /** The rows of particles one after the other, those of each in the order of the table. */
  public int[] of(int[] particles) {
    return Arrays.stream(particles)
        .flatMap(particle -> Arrays.stream(rows, starts[particle], starts[particle + 1]))
        .toArray();
  }
}
