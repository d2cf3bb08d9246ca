package org.cryodrgn.cli.run;

import java.util.Collection;
import java.util.Comparator;

/** Finds what a mistyped name may have meant. */
final class NearestName {

  private NearestName() {}

  /** {@code ", did you mean 'x'?"}, or nothing if no name is near. */
  static String question(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> name.length() > 2)
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= Math.max(2, typed.length() / 3))
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }

  /** Edit distance (insert, delete, replace), Levenshtein 1966. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
