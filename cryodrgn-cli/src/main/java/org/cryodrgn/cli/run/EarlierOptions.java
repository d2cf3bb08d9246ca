package org.cryodrgn.cli.run;

import java.util.Map;
import java.util.Optional;

/**
 * Options that scripts for earlier versions of cryoDRGN give and 4.3 refuses, and what to do about
 * each. Without it, the nearest name of {@code --invert-data} would be its opposite.
 */
final class EarlierOptions {

  private static final Map<String, String> ADVICE =
      Map.of(
          "--invert-data",
          "images are inverted now unless --uninvert-data is given; leave it out",
          "--relion31",
          "tables of RELION 3.0 to 5 are told apart without it; leave it out",
          "--amp",
          "mixed precision is now used unless --no-amp is given; leave it out",
          "--preprocessed",
          "a stack of preprocess is known by its mark; leave it out, and prepare stacks of"
              + " cryoDRGN's own preprocess again, from their images",
          "--out-z",
          "give the file of coordinates with -o and that of particles with --outind");

  private EarlierOptions() {}

  /** What to do about an option, as typed; empty if no earlier version had it. */
  static Optional<String> advice(String option) {
    int end = option.indexOf('=');
    return Optional.ofNullable(ADVICE.get(end < 0 ? option : option.substring(0, end)));
  }
}
