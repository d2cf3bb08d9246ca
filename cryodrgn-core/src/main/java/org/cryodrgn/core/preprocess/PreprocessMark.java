package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done to the images of a stack before, as a label of its MRC header tells: "cryodrgn
 * preprocess: window inverted phase-flipped". Whoever reads the stack leaves these steps out.
 *
 * @param windowed the corners were taken off by the soft circular window
 * @param inverted the sign was changed
 * @param phaseFlipped the transform was multiplied by the sign of the CTF
 */
public record PreprocessMark(boolean windowed, boolean inverted, boolean phaseFlipped) {

  /** Of images to which nothing was done. */
  public static final PreprocessMark NONE = new PreprocessMark(false, false, false);

  private static final Logger LOG = LoggerFactory.getLogger(PreprocessMark.class);
  private static final String PREFIX = "cryodrgn preprocess:";
  private static final String WINDOWED = "window";
  private static final String INVERTED = "inverted";
  private static final String PHASE_FLIPPED = "phase-flipped";

  /** The mark in a header; the last one if there are several, {@link #NONE} if there is none. */
  public static PreprocessMark of(MrcHeader header) {
    PreprocessMark mark = NONE;
    for (String label : header.labels()) {
      if (label.startsWith(PREFIX)) {
        List<String> steps = List.of(label.substring(PREFIX.length()).strip().split(" "));
        mark =
            new PreprocessMark(
                steps.contains(WINDOWED), steps.contains(INVERTED), steps.contains(PHASE_FLIPPED));
      }
    }
    return mark;
  }

  /**
   * The mark of all images of a stack.
   *
   * @throws DataException if its files differ in it
   */
  public static PreprocessMark of(ParticleStack stack) {
    Path first = stack.files().get(0);
    PreprocessMark mark = of(MrcFile.open(first).header());
    for (Path file : stack.files()) {
      if (!of(MrcFile.open(file).header()).equals(mark)) {
        throw DataException.at(
            file,
            "labels",
            "cryodrgn preprocess did other steps to it than to " + first,
            "Preprocess all stacks with the same options");
      }
    }
    return mark;
  }

  /** Whether a wanted window is still to be applied; logs where it is left out. */
  public boolean leavesWindow(boolean wanted) {
    if (wanted && windowed) {
      LOG.info("The stack is windowed already: no window is applied");
    }
    return wanted && !windowed;
  }

  /** Whether a wanted inversion is still to be done; logs where the stack was inverted before. */
  public boolean leavesInversion(boolean wanted) {
    if (wanted && inverted) {
      LOG.info("The stack is inverted already: the sign is left as it is");
    } else if (inverted) {
      LOG.warn(
          "The stack was inverted by cryodrgn preprocess, which --uninvert-data here does not undo:"
              + " if the maps are dark, preprocess with --uninvert-data");
    }
    return wanted && !inverted;
  }

  /** Whether a wanted phase flip is still to be done; logs where it is left out. */
  boolean leavesPhaseFlip(boolean wanted) {
    if (wanted && phaseFlipped) {
      LOG.info("The stack is phase-flipped already: its phases are left as they are");
    }
    return wanted && !phaseFlipped;
  }

  /** Whether the images' CTF is the magnitude of the one that is known; logs where it is. */
  public boolean leavesMagnitude(boolean known) {
    if (known && phaseFlipped) {
      LOG.info("The stack is phase-flipped already: the magnitude of the CTF is taken");
    }
    return known && phaseFlipped;
  }

  /** The label that says this, at most 80 characters. */
  public String label() {
    StringBuilder label = new StringBuilder(PREFIX);
    label.append(windowed ? " " + WINDOWED : "");
    label.append(inverted ? " " + INVERTED : "");
    label.append(phaseFlipped ? " " + PHASE_FLIPPED : "");
    return label.toString();
  }
}
