package org.cryodrgn.io.mrc;

import java.nio.ByteBuffer;
import org.cryodrgn.io.numpy.HalfFloat;

/** How an MRC2014 file holds one value. */
public enum MrcMode {
  /** Signed 8-bit integers. */
  INT8(0, 1, -128, 127),
  /** Signed 16-bit integers. */
  INT16(1, 2, -32768, 32767),
  /** 32-bit floating point. */
  FLOAT32(2, 4, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  /** Complex numbers of two 32-bit floats, real part first. */
  COMPLEX64(4, 8, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  /** Unsigned 16-bit integers. */
  UINT16(6, 2, 0, 65535),
  /** 16-bit floating point. */
  FLOAT16(12, 2, -65504, 65504),
  /** Unsigned 8-bit integers: mode 0, too, where IMOD's flags say so. */
  UINT8(0, 1, 0, 255);

  private final int code;
  private final int bytes;
  private final double smallest;
  private final double largest;

  MrcMode(int code, int bytes, double smallest, double largest) {
    this.code = code;
    this.bytes = bytes;
    this.smallest = smallest;
    this.largest = largest;
  }

  /** The number in the header's word 4. */
  public int code() {
    return code;
  }

  /** The bytes of one pixel. */
  public int bytes() {
    return bytes;
  }

  /** The float values of one pixel: 2 for complex numbers, otherwise 1. */
  public int valuesPerPixel() {
    return this == COMPLEX64 ? 2 : 1;
  }

  /** The mode of a header's number by MRC2014, or null if this program does not read it. */
  static MrcMode of(int code) {
    for (MrcMode mode : values()) {
      if (mode.code == code) {
        return mode;
      }
    }
    return null;
  }

  /** Whether a value can be held without changing it by more than its rounding. */
  boolean holds(float value) {
    if (this == FLOAT32 || this == COMPLEX64) {
      return true;
    }
    if (this == FLOAT16) {
      return !(Math.abs(value) > largest) || Float.isInfinite(value);
    }
    double rounded = Math.rint(value);
    return rounded >= smallest && rounded <= largest;
  }

  /** What a value that can be held is when it is read back. */
  float held(float value) {
    return switch (this) {
      case FLOAT32, COMPLEX64 -> value;
      case FLOAT16 -> HalfFloat.toFloat(HalfFloat.fromFloat(value));
      default -> (float) Math.rint(value);
    };
  }

  /** Decodes values from the buffer's position on, in the buffer's byte order. */
  void decode(ByteBuffer source, float[] target, int offset, int count) {
    int position = source.position();
    switch (this) {
      case FLOAT32, COMPLEX64 -> source.asFloatBuffer().get(target, offset, count);
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = source.get(position + i);
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = source.getShort(position + 2 * i);
        }
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = source.get(position + i) & 0xFF;
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = source.getShort(position + 2 * i) & 0xFFFF;
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = HalfFloat.toFloat(source.getShort(position + 2 * i));
        }
      }
    }
  }

  /** Encodes values at the buffer's position, in the buffer's byte order, and moves past them. */
  void encode(float[] source, int offset, int count, ByteBuffer target) {
    if (this == FLOAT32 || this == COMPLEX64) {
      target.asFloatBuffer().put(source, offset, count);
      target.position(target.position() + 4 * count);
      return;
    }
    for (int i = offset; i < offset + count; i++) {
      switch (this) {
        case INT8, UINT8 -> target.put((byte) (int) Math.rint(source[i]));
        case FLOAT16 -> target.putShort(HalfFloat.fromFloat(source[i]));
        default -> target.putShort((short) (int) Math.rint(source[i]));
      }
    }
  }
}
