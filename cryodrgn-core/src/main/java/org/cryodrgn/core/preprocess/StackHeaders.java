package org.cryodrgn.core.preprocess;

import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Headers of stacks that are made from other stacks. */
final class StackHeaders {

  private static final Logger LOG = LoggerFactory.getLogger(StackHeaders.class);

  private StackHeaders() {}

  /**
   * The header of a stack of the same field of view at another box, with the labels of the first
   * file of the stack that it is made from. Of several pixel sizes the first image's is written, as
   * by cryoDRGN; the log tells of it.
   */
  static MrcHeader resized(ParticleStack stack, int newBox) {
    return MrcHeader.forStack(newBox, pixelSize(stack) * stack.box() / newBox)
        .withLabels(MrcFile.open(stack.files().get(0)).header().labels());
  }

  private static double pixelSize(ParticleStack stack) {
    if (stack.pixelSize().isPresent()) {
      return stack.pixelSize().getAsDouble();
    }
    double first = stack.pixelSizeOf(0);
    if (first > 0) {
      LOG.warn(
          "The particles have several pixel sizes; the header is written by that of the first, {} Å"
              + " before: what each has is in the table that they were read from",
          first);
      return first;
    }
    LOG.warn(
        "The particles tell no pixel size; the header is written as if it were 1 Å before: set it"
            + " with add_psize, or take it from the .star file");
    return 1;
  }
}
