package org.cryodrgn.io.numpy;

/**
 * Where the elements of a strided array lie, one after the other in C order (last axis fastest).
 */
public final class StridedPlaces {

  private final int[] shape;
  private final int[] strides;
  private final int[] index;
  private int place;

  /**
   * @param first where the first element lies
   * @param shape the length of each axis
   * @param strides from one element to the next along each axis
   */
  public StridedPlaces(int first, int[] shape, int[] strides) {
    this.place = first;
    this.shape = shape;
    this.strides = strides;
    this.index = new int[shape.length];
  }

  /** The place of the next element; there are no more than the shape has. */
  public int next() {
    int here = place;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis];
      if (++index[axis] < shape[axis]) {
        break;
      }
      place -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
    return here;
  }
}
