package org.cryodrgn.analysis.movie;

/**
 * What a movie looks like.
 *
 * @param name of its file, without the extension
 * @param camera null to look along z at the first map's surface
 * @param level of the surface; null for each map's own that one voxel of a hundred lies above, as
 *     ChimeraX chooses it
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 * @param framesPerSecond one frame a map
 */
public record MovieSettings(
    String name, Camera camera, Double level, int width, int height, int framesPerSecond) {

  /**
   * Reads what tells a camera.
   *
   * @param camera 12 numbers with commas between, or "auto"
   * @throws IllegalArgumentException if it is neither
   */
  public static MovieSettings of(
      String name, String camera, Double level, int width, int height, int framesPerSecond) {
    return new MovieSettings(
        name,
        camera.equals("auto") ? null : Camera.parse(camera),
        level,
        width,
        height,
        framesPerSecond);
  }
}
