package org.cryodrgn.core.ctf;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.io.star.RelionParticles;
import org.cryodrgn.io.star.StarTable;

/** What RELION 3.1 and later know of the optics beyond the CTF of the nine columns. */
public final class RelionAberrations {

  /** Says that the images were multiplied by their CTF when they were extracted. */
  public static final String PREMULTIPLIED = "_rlnCtfDataAreCtfPremultiplied";

  private static final String[] LABELS = {
    "_rlnBeamTiltX", "_rlnBeamTiltY", "_rlnOddZernike", "_rlnEvenZernike", PREMULTIPLIED
  };

  private RelionAberrations() {}

  /** The labels that hold anything but zero, for the optics groups in use or the first particle. */
  public static List<String> of(RelionParticles particles) {
    List<String> found = new ArrayList<>();
    for (String label : LABELS) {
      boolean optics = particles.optics().filter(table -> table.column(label) >= 0).isPresent();
      StarTable table = optics ? particles.usedOptics().orElseThrow() : particles.table();
      int column = table.column(label);
      int rows = column < 0 ? 0 : optics ? table.rows() : 1;
      if (IntStream.range(0, rows).anyMatch(row -> !isZero(table.text(row, column)))) {
        found.add(label);
      }
    }
    return found;
  }

  /** Whether a number, or a list of numbers in brackets, is all zeros. */
  private static boolean isZero(String text) {
    for (String part : text.replaceAll("[\\[\\]\\s]", "").split(",")) {
      try {
        if (!part.isEmpty() && Double.parseDouble(part) != 0) {
          return false;
        }
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return true;
  }
}
