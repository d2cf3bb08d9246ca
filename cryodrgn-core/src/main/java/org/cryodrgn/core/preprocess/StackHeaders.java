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
   * file of the stack that it is made from.
   */
  static MrcHeader resized(ParticleStack stack, int newBox) {
    if (stack.pixelSize().isEmpty()) {
      LOG.warn(
          "The particles tell no pixel size, or several; the header is written as if it were 1 Å"
              + " before: set it with add_psize, or take it from the .star file");
    }
    double pixelSize = stack.pixelSize().orElse(1) * stack.box() / newBox;
    return MrcHeader.forStack(newBox, pixelSize)
        .withLabels(MrcFile.open(stack.files().get(0)).header().labels());
  }
}
