package org.cryodrgn.io.pickle;

import java.util.Optional;

/**
 * What a pickle may name besides NumPy and Python's own containers: the seam for formats that are
 * built on pickles. Everything that is found nowhere is refused by its name.
 */
public interface Callables {

  /** No more names, no persistent objects. */
  Callables NONE = name -> Optional.empty();

  /** A whitelisted function or class. */
  @FunctionalInterface
  interface Callable {
    /**
     * Makes the value that Python would make.
     *
     * @param arguments what the pickle passes; of any number and type
     * @throws org.cryodrgn.io.DataException if they do not fit
     */
    Object call(Object[] arguments);
  }

  /**
   * What a pickle gets for a name: may be called, and may be passed on as an argument.
   *
   * @param name module and name, joined by a dot
   * @param callable what stands behind it
   */
  record Named(String name, Callable callable) {}

  /**
   * The function or class of a name.
   *
   * @param name module and name, joined by a dot
   */
  Optional<Callable> find(String name);

  /**
   * The object that the pickle keeps outside of itself.
   *
   * @param id what the pickle says of it
   * @return the object, or empty where such are not known
   */
  default Optional<Object> persistent(Object id) {
    return Optional.empty();
  }
}
