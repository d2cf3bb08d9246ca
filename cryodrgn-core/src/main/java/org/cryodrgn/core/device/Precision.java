package org.cryodrgn.core.device;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * The numbers that large products take. Whatever they are, the engine adds products up in float32
 * (cuBLAS may cut a long sum into parts, and add these in 16 bits where the factors have 16, as
 * PyTorch lets it by default); parameters, their gradients and moments stay float32 too.
 */
public enum Precision {
  /** 24 significant bits, up to 3e38. */
  FLOAT32 {
    @Override
    public NDArray of(NDArray array) {
      return array;
    }
  },
  /** 8 significant bits, up to 3e38; a GPU has products of it from compute capability 8 on. */
  BFLOAT16 {
    @Override
    public NDArray of(NDArray array) {
      return TO_BFLOAT16.apply(array);
    }
  },
  /** 11 significant bits, up to 65504 and down to 6e-8: gradients need a scaled loss. */
  FLOAT16 {
    @Override
    public NDArray of(NDArray array) {
      return array.toType(DataType.FLOAT16, false);
    }
  };

  /**
   * DJL's own conversions know no bfloat16, PyTorch's type 15; all else takes such arrays as any.
   */
  private static final TorchScript TO_BFLOAT16 = new TorchScript("x: Tensor", "torch.to(x, 15)");

  /**
   * A float32 array in these numbers: itself if they are float32, else a new one of the same owner.
   */
  public abstract NDArray of(NDArray array);
}
