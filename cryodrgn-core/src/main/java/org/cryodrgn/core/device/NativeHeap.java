package org.cryodrgn.core.device;

import com.sun.jna.Function;

/**
 * The heap of the C library, in which the engine's arrays on a CPU lie. What is freed stays there
 * for arrays to come, and between those of other sizes it stays in gaps.
 */
public final class NativeHeap {

  private static final Function TRIM = find();

  private NativeHeap() {}

  /**
   * Gives all free pages back to the system, if the C library is glibc: others have no such call.
   */
  public static void trim() {
    if (TRIM != null) {
      TRIM.invokeInt(new Object[] {0L});
    }
  }

  private static Function find() {
    try {
      return Function.getFunction("c", "malloc_trim");
    } catch (LinkageError e) {
      // Without JNA's library, which DJL may have tried to load before, a training does without.
      return null;
    }
  }
}
