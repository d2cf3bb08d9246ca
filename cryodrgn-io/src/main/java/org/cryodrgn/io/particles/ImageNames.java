package org.cryodrgn.io.particles;

/** The paths in what the rows of tables call their images. */
public final class ImageNames {

  private ImageNames() {}

  /**
   * The path in RELION's {@code 000012@path}, or in that of a single image, which is a path alone.
   * A path may end in its format, as RELION takes it and Xmipp and Scipion write it: {@code
   * particles.stk:mrcs}.
   */
  public static String relionPath(String imageName) {
    String path = imageName.substring(imageName.indexOf('@') + 1);
    return path.endsWith(":mrcs") || path.endsWith(":mrc")
        ? path.substring(0, path.lastIndexOf(':'))
        : path;
  }

  /** The path in cryoSPARC's {@code blob/path}, which may begin with {@code >}. */
  public static String cryosparcPath(String blobPath) {
    return blobPath.startsWith(">") ? blobPath.substring(1) : blobPath;
  }
}
