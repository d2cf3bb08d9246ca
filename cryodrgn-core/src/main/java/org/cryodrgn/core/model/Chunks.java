package org.cryodrgn.core.model;

/**
 * Cuts B images of P points into chunks of rows: several whole images, or a part of one, so that
 * all layers of a chunk stay in cache (on a GPU: in memory).
 */
final class Chunks {

  /** Takes one chunk. */
  @FunctionalInterface
  interface Consumer {
    /**
     * @param firstRow counted through all images
     * @param rows number of rows
     * @param firstImage image of the first row
     * @param images number of images, each with {@code rows / images} rows
     */
    void accept(long firstRow, int rows, int firstImage, int images);
  }

  private Chunks() {}

  /** Calls the consumer for each chunk in order. */
  static void forEach(int images, int points, int largest, Consumer consumer) {
    if (points <= largest) {
      int together = largest / points;
      for (int image = 0; image < images; image += together) {
        int count = Math.min(together, images - image);
        consumer.accept((long) image * points, count * points, image, count);
      }
      return;
    }
    int parts = (points + largest - 1) / largest;
    for (int image = 0; image < images; image++) {
      for (int part = 0; part < parts; part++) {
        int from = (int) ((long) points * part / parts);
        int to = (int) ((long) points * (part + 1) / parts);
        consumer.accept((long) image * points + from, to - from, image, 1);
      }
    }
  }
}
