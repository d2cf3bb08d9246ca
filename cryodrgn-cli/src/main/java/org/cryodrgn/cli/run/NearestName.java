package org.cryodrgn.cli.run;

import java.util.Collection;
import java.util.Comparator;
import org.cryodrgn.io.NearestNames;

/** Finds what a mistyped name may have meant. */
public final class NearestName {

  private NearestName() {}

  /** {@code ", did you mean 'x'?"}, or nothing if no name is near. */
  public static String question(String typed, Collection<String> names) {
    // What is a name, but stands where none may, is not mistyped.
    if (names.contains(typed)) {
      return "";
    }
    return names.stream()
        .filter(name -> name.length() > 2)
        .min(Comparator.comparingInt(name -> NearestNames.distance(typed, name)))
        .filter(name -> NearestNames.distance(typed, name) <= Math.max(2, typed.length() / 3))
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }
}
