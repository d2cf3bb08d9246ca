package org.cryodrgn.core.device;

/** Loads PyTorch's libraries for DJL, which calls {@link #load} with each of them in turn. */
public final class NativeLibraries {

  /** PyTorch's way to CUDA's compiler and driver, which PyTorch opens by itself for a GPU. */
  private static final String OF_DRIVER = "/libcaffe2_nvrtc.so";

  private NativeLibraries() {}

  /**
   * Loads a library.
   *
   * @param path absolute
   * @throws UnsatisfiedLinkError if it cannot be loaded, unless it is the one that cannot be where
   *     NVIDIA's driver is not: the build for CUDA computes on the CPU there
   */
  public static void load(String path) {
    try {
      System.load(path);
    } catch (UnsatisfiedLinkError e) {
      if (!path.endsWith(OF_DRIVER)) {
        throw e;
      }
    }
  }
}
