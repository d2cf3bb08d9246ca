package org.cryodrgn.analysis.selection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Named columns of numbers, one row for each particle. A column is made when it is first asked for,
 * so that what nobody asks for is not read. Names do not tell upper from lower case.
 */
public final class ParticleColumns {

  private final int size;
  private final Map<String, Supplier<float[]>> makers = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final Map<String, float[]> made = new LinkedHashMap<>();

  /**
   * @param size the number of particles
   */
  public ParticleColumns(int size) {
    this.size = size;
  }

  /** The number of particles. */
  public int size() {
    return size;
  }

  /**
   * Adds a column.
   *
   * @param maker gives one value for each particle
   */
  public ParticleColumns add(String name, Supplier<float[]> maker) {
    makers.put(name.toLowerCase(Locale.ROOT), maker);
    return this;
  }

  /** Lets a column be asked for by a second name, which {@link #names} does not list. */
  public ParticleColumns alias(String second, String name) {
    aliases.put(second.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    return this;
  }

  /** The names of the columns, in the order they were added. */
  public List<String> names() {
    return List.copyOf(makers.keySet());
  }

  /**
   * One column, a value for each particle; not to be changed.
   *
   * @throws UnknownColumnException if there is none of this name
   * @throws org.cryodrgn.io.DataException if its file cannot be read, or is of other particles
   */
  public float[] column(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    key = aliases.getOrDefault(key, key);
    Supplier<float[]> maker = makers.get(key);
    if (maker == null) {
      throw new UnknownColumnException(name, names());
    }
    float[] column = made.computeIfAbsent(key, k -> maker.get());
    if (column.length != size) {
      throw new IllegalStateException(
          "column " + name + " has " + column.length + " values for " + size + " particles");
    }
    return column;
  }
}
