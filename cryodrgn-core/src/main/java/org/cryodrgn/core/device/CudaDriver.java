package org.cryodrgn.core.device;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What NVIDIA's driver tells of the GPUs that {@code CUDA_VISIBLE_DEVICES} leaves. DJL asks a
 * library of the CUDA toolkit instead, which machines without the toolkit lack, and so would find
 * no GPU there.
 */
final class CudaDriver {

  /** The calls of libcuda that are needed; each returns 0 if it went well. */
  interface Calls extends Library {
    int cuInit(int flags);

    int cuDeviceGetCount(int[] count);

    int cuDeviceGet(int[] device, int ordinal);

    int cuDeviceGetAttribute(int[] value, int attribute, int device);

    int cuDeviceGetName(byte[] name, int length, int device);

    int cuGetErrorString(int error, PointerByReference text);
  }

  private static final int CAPABILITY_MAJOR = 75;
  private static final int NAME_BYTES = 100;

  /** Where it has no GPU, or {@code CUDA_VISIBLE_DEVICES} leaves none. */
  private static final int NO_DEVICE = 100;

  private final Calls calls;
  private final int gpus;
  private final int error;

  /**
   * @param calls null without a driver
   */
  CudaDriver(Calls calls) {
    this.calls = calls;
    int[] count = new int[1];
    int start = calls == null ? NO_DEVICE : calls.cuInit(0);
    error = start == 0 ? calls.cuDeviceGetCount(count) : start;
    gpus = error == 0 ? count[0] : 0;
  }

  /** The driver of this machine; one without GPUs if there is none. */
  static CudaDriver load() {
    try {
      return new CudaDriver(Native.load("libcuda.so.1", Calls.class));
    } catch (UnsatisfiedLinkError e) {
      return new CudaDriver(null);
    }
  }

  /** The number of GPUs. */
  int gpus() {
    return gpus;
  }

  /** Why it tells of no GPU, in its words, if it is there but does not start. */
  Optional<String> failure() {
    if (error == 0 || error == NO_DEVICE) {
      return Optional.empty();
    }
    PointerByReference text = new PointerByReference();
    boolean told = calls.cuGetErrorString(error, text) == 0;
    return Optional.of("error " + error + (told ? ", " + text.getValue().getString(0) : ""));
  }

  /** The first number of a GPU's compute capability, for instance 8 of 8.6; 0 if not known. */
  int capability(int gpu) {
    int[] major = new int[1];
    int[] device = new int[1];
    boolean told =
        calls.cuDeviceGet(device, gpu) == 0
            && calls.cuDeviceGetAttribute(major, CAPABILITY_MAJOR, device[0]) == 0;
    return told ? major[0] : 0;
  }

  /** What a GPU is called. */
  String name(int gpu) {
    byte[] name = new byte[NAME_BYTES];
    int[] device = new int[1];
    boolean told =
        calls.cuDeviceGet(device, gpu) == 0
            && calls.cuDeviceGetName(name, name.length, device[0]) == 0;
    return told ? new String(name, StandardCharsets.US_ASCII).split("\0", 2)[0] : "GPU " + gpu;
  }
}
