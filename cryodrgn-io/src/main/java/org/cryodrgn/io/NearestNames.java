package org.cryodrgn.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names that a user may have meant. */
public final class NearestNames {

  private static final int AT_MOST = 4;

  private NearestNames() {}

  /**
   * The end of an error about a name that a file lacks: the nearest of those that it has, or all of
   * them if they are few.
   *
   * @param present those that it has; one that it has twice is told once
   * @return a sentence without its stop, such as {@code "It has _rlnDefocusU and 24 others"}
   */
  public static String sentence(String wanted, Collection<String> present) {
    if (present.isEmpty()) {
      return "It has none";
    }
    List<String> names = present.stream().distinct().toList();
    List<String> near =
        names.stream()
            .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
            .limit(AT_MOST)
            .toList();
    int others = names.size() - near.size();
    String rest = others == 0 ? "" : " and " + CountText.of(others, "other");
    return "It has " + String.join(", ", near) + rest;
  }

  /**
   * The end of an error about a name that is mistyped.
   *
   * @return such as {@code " (did you mean '--zdim'?)"}; empty if no name is near
   */
  public static String question(String typed, Collection<String> names) {
    // What is a name, but stands where none may, is not mistyped.
    if (names.contains(typed)) {
      return "";
    }
    return names.stream()
        .filter(name -> name.length() > 2)
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= Math.max(2, typed.length() / 3))
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }

  /** Levenshtein's edit distance, letter case ignored. */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substitution = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
