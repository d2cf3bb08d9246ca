package org.cryodrgn.cli.option;

import java.util.Iterator;
import java.util.List;

/**
 * The values that a text option takes. A command declares {@code completionCandidates} with a
 * subclass; the launcher refuses any other value.
 */
public abstract class Choices implements Iterable<String> {

  private final List<String> values;

  /** The values in the order of the help. */
  protected Choices(String... values) {
    this.values = List.of(values);
  }

  @Override
  public Iterator<String> iterator() {
    return values.iterator();
  }
}
