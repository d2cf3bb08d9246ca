package org.cryodrgn.analysis.selection;

import java.util.List;

/** A column was asked for that the particles do not have. */
public final class UnknownColumnException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient List<String> known;

  UnknownColumnException(String name, List<String> known) {
    super("unknown column '" + name + "'");
    this.name = name;
    this.known = known;
  }

  /** The name that was asked for. */
  public String name() {
    return name;
  }

  /** The names that there are. */
  public List<String> known() {
    return known;
  }
}
