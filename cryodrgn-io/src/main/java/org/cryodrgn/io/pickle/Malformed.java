package org.cryodrgn.io.pickle;

/** What a pickle holds that is not read; the machine adds the file and the byte. */
final class Malformed extends RuntimeException {

  static final String DAMAGED = "The file is damaged or no pickle: make or copy it again";

  private final String remedy;

  Malformed(String problem) {
    this(problem, DAMAGED);
  }

  Malformed(String problem, String remedy) {
    super(problem, null, false, false);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
