package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import org.cryodrgn.core.device.Precision;
import org.cryodrgn.core.device.Scope;

/**
 * The decoder: a multilayer perceptron on the features of a spatial frequency and z. The share of z
 * in the first layer is computed once for an image and is the bias of all of its points, so that no
 * array of points x (features + zdim) is built.
 */
final class Decoder {

  private final DenseLayer featureLayer;
  private final DenseLayer latentLayer;
  private final HiddenLayers rest;
  private final NDArray vectors;
  private final NDArray phases;
  private final Activation activation;
  private final boolean packed;
  private final int width;
  private final float coordinateScale;

  /**
   * @param owner of the constants
   * @param encoding null if the features are the frequency itself
   * @param packed whether products of float32 are {@link PackedProducts}
   */
  Decoder(
      Scope owner,
      ModelSpec spec,
      DenseLayer first,
      HiddenLayers rest,
      PositionalEncoding encoding,
      boolean packed) {
    int features = spec.features();
    featureLayer = first.columns(0, features);
    latentLayer =
        spec.latentDimension() == 0
            ? null
            : first.columns(features, features + spec.latentDimension());
    this.rest = rest;
    this.packed = packed;
    activation = spec.activation();
    width = spec.decoderWidth();
    coordinateScale = (float) (2 * spec.extent());
    vectors =
        encoding == null ? null : owner.of(encoding.vectors(), features, 3).muli(coordinateScale);
    phases = encoding == null ? null : owner.of(encoding.phases(), features);
  }

  /**
   * @param z B x zdim; null for a decoder without z
   * @param precision of the products over points; angles and the share of z are float32
   */
  Pass pass(Scope step, NDArray z, Precision precision) {
    return new Pass(step, z, precision);
  }

  /** Forward and backward with the weights and the latents of one step. */
  final class Pass {
    private final NDArray z;
    private final Precision precision;
    private final DenseProducts ofFeatures;
    private final PlainProducts ofLatent;
    private final HiddenLayers.Pass hidden;
    private final NDArray biases;
    private final NDArray latentShareGradient;
    private NDArray features;
    private HiddenLayers.Kept kept;

    private Pass(Scope step, NDArray z, Precision precision) {
      this.z = z;
      this.precision = precision;
      Function<DenseLayer, DenseProducts> products =
          packed && precision == Precision.FLOAT32
              ? layer -> layer.packedProducts(step)
              : layer -> layer.products(step, precision);
      ofFeatures = products.apply(featureLayer);
      hidden = rest.pass(step, precision, products);
      if (z == null) {
        ofLatent = null;
        biases = step.own(ofFeatures.bias().expandDims(0));
        latentShareGradient = null;
      } else {
        ofLatent = latentLayer.products(step, Precision.FLOAT32);
        biases = precision.of(ofLatent.apply(z));
        latentShareGradient = step.zeros(z.getShape().get(0), width);
      }
    }

    /**
     * @param chunk owner of what is made
     * @param coordinates rows x 3; rows are the points of image after image
     * @param firstImage image of the first row
     * @param images number of images that the rows belong to, equally many each
     * @return rows x channels, in the precision of the pass
     */
    NDArray forward(Scope chunk, NDArray coordinates, int firstImage, int images) {
      NDArray exact = vectors == null ? scaled(coordinates) : features(coordinates);
      features = precision.of(exact);
      NDArray its = z == null ? biases : chunk.own(biases.get(range(firstImage, images)));
      kept = hidden.forward(ofFeatures.activated(features, its, activation));
      return kept.output();
    }

    /**
     * Adds to the gradients, given that of the last forward pass's output, float32.
     *
     * @return the gradient for the first layer before its activation, rows x width, in the
     *     precision of the pass
     */
    NDArray backward(Scope chunk, NDArray outputGradient, int firstImage, int images) {
      NDArray first = hidden.backward(kept, outputGradient);
      if (z == null) {
        featureLayer.accumulate(ofFeatures, features, first);
        return first;
      }
      featureLayer.accumulateWeight(ofFeatures, features, first);
      Shape byImage = new Shape(images, first.getShape().get(0) / images, width);
      NDArray sums = first.reshape(byImage).sum(new int[] {1});
      chunk.own(latentShareGradient.get(range(firstImage, images))).addi(sums);
      return first;
    }

    /**
     * The gradient for the coordinates of a pass.
     *
     * @param first what {@link #backward} gave
     * @return rows x 3, float32
     */
    NDArray coordinateGradient(NDArray coordinates, NDArray first) {
      NDArray forFeatures = ofFeatures.inputGradient(first);
      if (vectors == null) {
        return coordinates.zerosLike().addi(forFeatures).muli(coordinateScale);
      }
      NDArray slopes = angles(coordinates).cos();
      return slopes.muli(forFeatures).matMul(vectors);
    }

    /** Multiplies the gradient for what all points of an image share. */
    void scaleGradient(double factor) {
      if (z != null) {
        latentShareGradient.muli(factor);
      }
    }

    /**
     * Ends the backward pass: the shares of z and of the first bias, gathered over all chunks.
     *
     * @return the gradient for z, B x zdim
     */
    float[] finish() {
      if (z == null) {
        return new float[0];
      }
      latentLayer.accumulate(ofLatent, z, latentShareGradient);
      return ofLatent.inputGradient(latentShareGradient).toFloatArray();
    }

    private NDArray scaled(NDArray coordinates) {
      return coordinateScale == 1 ? coordinates : coordinates.mul(coordinateScale);
    }

    private NDArray features(NDArray coordinates) {
      NDArray angles = angles(coordinates);
      NDArray sines = angles.sin();
      angles.close();
      return sines;
    }

    private NDArray angles(NDArray coordinates) {
      return coordinates
          .getNDArrayInternal()
          .linear(coordinates, vectors, phases)
          .singletonOrThrow();
    }

    private static NDIndex range(int firstImage, int images) {
      return new NDIndex(firstImage + ":" + (firstImage + images));
    }
  }
}
