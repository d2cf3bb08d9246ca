package org.cryodrgn.core.train;

/** Leaves a pass over the particles, or the loading of their images, when a stop was asked for. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
