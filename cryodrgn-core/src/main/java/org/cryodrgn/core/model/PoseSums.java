package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.cryodrgn.core.device.Scope;

/** The sums over the points of each image that the gradients for its pose are made of. */
final class PoseSums {

  private static final int COLUMNS = 4;

  private final TrainingBatch batch;
  private final NDArray sums;

  PoseSums(Scope step, TrainingBatch batch) {
    this.batch = batch;
    sums = step.zeros(batch.size(), 3, COLUMNS);
  }

  /**
   * The gradient for the phases of the points of a chunk.
   *
   * @param errorGradient rows x channels, that for the decoder's output times the CTF
   * @return rows x 1
   */
  NDArray phaseGradient(Scope chunk, long firstRow, NDArray errorGradient) {
    long channels = errorGradient.getShape().get(1);
    long rows = errorGradient.getShape().get(0);
    NDArray turned = chunk.over(batch.turnedTargetBytes(), firstRow * channels, rows, channels);
    return errorGradient.muli(turned).sum(new int[] {1}, true).negi();
  }

  /**
   * Adds the points of a chunk.
   *
   * @param coordinates rows x 3; rows are the points of image after image
   * @param coordinateGradient rows x 3
   * @param phaseGradient rows x 1
   */
  void add(
      Scope chunk,
      NDArray coordinates,
      NDArray coordinateGradient,
      NDArray phaseGradient,
      int firstImage,
      int images) {
    NDArray gradients = NDArrays.concat(new NDList(coordinateGradient, phaseGradient), 1);
    NDArray part = sums.get(new NDIndex(firstImage + ":" + (firstImage + images)));
    NDArray transposed = byImage(coordinates, images).transpose(0, 2, 1);
    chunk.own(part).addi(transposed.matMul(byImage(gradients, images)));
  }

  /** B x 3 x 4. */
  float[] values() {
    return sums.toFloatArray();
  }

  private static NDArray byImage(NDArray rows, int images) {
    Shape shape = rows.getShape();
    return rows.reshape(new Shape(images, shape.get(0) / images, shape.get(1)));
  }
}
