package org.cryodrgn.core.model;

import java.nio.FloatBuffer;
import java.util.function.Consumer;

/**
 * A value for each trained parameter, in the order of {@link ParameterLayout}: in a vector that is
 * there, or made only when there is a vector to put them into, so that nobody holds them twice.
 */
public final class ParameterValues {

  private final int size;
  private final FloatBuffer vector;
  private final Consumer<FloatBuffer> source;

  private ParameterValues(int size, FloatBuffer vector, Consumer<FloatBuffer> source) {
    this.size = size;
    this.vector = vector;
    this.source = source;
  }

  /** The values of a vector, from its position to its limit; kept, not copied. */
  public static ParameterValues of(FloatBuffer vector) {
    FloatBuffer values = vector.slice();
    return new ParameterValues(
        values.remaining(), values, target -> target.put(0, values, 0, values.remaining()));
  }

  /** All values of an array, which is kept, not copied. */
  public static ParameterValues of(float[] values) {
    return of(FloatBuffer.wrap(values));
  }

  /** Only zeros. */
  public static ParameterValues zeros(int size) {
    return of(size, target -> {});
  }

  /**
   * Values that are made when they are needed.
   *
   * @param size how many
   * @param source puts them into a vector of so many zeros; the same each time
   */
  public static ParameterValues of(int size, Consumer<FloatBuffer> source) {
    return new ParameterValues(size, null, source);
  }

  /** How many. */
  public int size() {
    return size;
  }

  /** Puts them into a vector of as many zeros. */
  public void putInto(FloatBuffer target) {
    if (target.remaining() != size) {
      throw new IllegalArgumentException(size + " values for a vector of " + target.remaining());
    }
    source.accept(target);
  }

  /** The vector that they are in, or a new one if they were in none. */
  public FloatBuffer vector() {
    return vector == null ? FloatBuffer.wrap(toArray()) : vector.duplicate();
  }

  /** A copy. */
  public float[] toArray() {
    float[] values = new float[size];
    putInto(FloatBuffer.wrap(values));
    return values;
  }
}
