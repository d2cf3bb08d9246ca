package org.cryodrgn.analysis.movie;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** A movie that frames are added to; whole or not at all. */
interface MovieFile extends AutoCloseable {

  /** Adds a frame; all have one size. */
  void add(BufferedImage frame) throws IOException;

  /** Ends the movie and gives the file its name. */
  void finish() throws IOException;

  /** Removes what was written unless it was finished. */
  @Override
  void close() throws IOException;
}
