package org.cryodrgn.core.model;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.device.TorchScript;

/**
 * As oneDNN's convolutions with a kernel of one pixel, in float32 on a CPU: rows are pixels, inputs
 * and outputs are channels. The weights are laid out for its kernels once for a step, which pays
 * for many rows.
 *
 * <p>MKL keeps its kernels of AVX-512 to Intel's processors. oneDNN's run on all that have it,
 * there at up to twice MKL's rate.
 */
final class PackedProducts extends DenseProducts {

  /** In narrower networks the calls themselves cost more than the kernels save. */
  private static final int LEAST_WIDTH = 128;

  /** Of fewer inputs PyTorch would not ask oneDNN for the gradient of W. */
  private static final long LEAST_INPUTS = 20_480;

  /**
   * Rows of a chunk times its width: more than others take, for these calls have work to do beside
   * the products. At width 256 a whole slice of box 64 is one chunk. With yet more they gain
   * nothing, and the arrays take more memory.
   */
  static final int CHUNK_VALUES = 2048 * 256;

  /**
   * Laid out as products of as many rows as x has like it best, by way of the layout for any
   * number: oneDNN 3.5.3 loses outputs where it goes straight to a layout that it has to pad.
   */
  private static final TorchScript PACKED =
      new TorchScript(
          "weight: Tensor, x: Tensor",
          """
          kernel = torch.to_mkldnn(torch.unsqueeze(torch.unsqueeze(weight, -1), -1))
          any = %s
          size = [1, torch.size(x, 1), 1, torch.size(x, 0)]
          """
              .formatted(reordered("kernel", "None")),
          reordered("any", "size"));

  private static final TorchScript PRODUCT =
      new TorchScript("x: Tensor, weight: Tensor", "y = " + product("None"), rows("y"));

  private static final Map<Activation, TorchScript> ONE_BIAS =
      forEach(
          activation ->
              new TorchScript(
                  "x: Tensor, weight: Tensor, biases: Tensor",
                  "y = " + product("torch.select(biases, 0, 0)"),
                  activation.inPlace(rows("y"))));

  private static final Map<Activation, TorchScript> EACH_BIAS =
      forEach(
          activation ->
              new TorchScript(
                  "x: Tensor, weight: Tensor, biases: Tensor",
                  """
                  pixels = %s
                  y = %s
                  groups = torch.view(y, [torch.size(biases, 0), -1, torch.size(y, 1)])
                  _0 = torch.add_(groups, torch.unsqueeze(biases, 1))
                  """
                      .formatted(product("None"), rows("pixels")),
                  activation.inPlace("y")));

  /** Adds dy^T x. PyTorch asks oneDNN for it if the convolution is a dilated one. */
  private static final TorchScript ADD_WEIGHT_GRADIENT =
      new TorchScript(
          "sum: Tensor, x: Tensor, gradient: Tensor",
          """
          kernel = torch.unsqueeze(torch.unsqueeze(sum, -1), -1)
          _0, of_kernel, _1 = torch.convolution_backward(%s, %s, kernel, None, [1, 1], [0, 0], \
          [2, 2], False, [0, 0], 1, [False, True, False])
          """
              .formatted(pixels("gradient"), pixels("x")),
          "torch.add_(sum, torch.view_as(of_kernel, sum))");

  private final Scope step;
  private final NDArray weight;
  private final NDArray identity;
  private NDArray packed;
  private NDArray packedTransposed;

  /**
   * @param step owner of the weights as they are laid out
   * @param weight outputs x inputs
   * @param identity added to it; null for nothing
   * @param bias outputs
   */
  PackedProducts(Scope step, NDArray weight, NDArray identity, NDArray bias) {
    super(bias);
    this.step = step;
    this.weight = weight;
    this.identity = identity;
  }

  /** Whether they make a decoder of a width faster. */
  static boolean pay(Engine engine, int width) {
    return engine.onForeignAvx512() && width >= LEAST_WIDTH;
  }

  @Override
  NDArray activated(NDArray x, NDArray biases, Activation activation) {
    if (packed == null) {
      packed = laidOut(false, x);
    }
    boolean one = biases.getShape().get(0) == 1;
    return (one ? ONE_BIAS : EACH_BIAS).get(activation).apply(x, packed, biases);
  }

  @Override
  NDArray inputGradient(NDArray outputGradient) {
    if (packedTransposed == null) {
      packedTransposed = laidOut(true, outputGradient);
    }
    return PRODUCT.apply(outputGradient, packedTransposed);
  }

  @Override
  void addWeightGradient(NDArray sum, NDArray input, NDArray outputGradient) {
    if (input.size() > LEAST_INPUTS) {
      ADD_WEIGHT_GRADIENT.apply(sum, input, outputGradient).close();
    } else {
      super.addWeightGradient(sum, input, outputGradient);
    }
  }

  private NDArray laidOut(boolean transposed, NDArray rows) {
    try (Scope making = step.child()) {
      NDArray whole = identity == null ? weight : making.own(weight.add(identity));
      NDArray side = transposed ? making.own(whole.transpose()) : whole;
      return step.own(PACKED.apply(side, rows));
    }
  }

  /**
   * The expression for x times packed weights, as pixels. It is not activated while oneDNN
   * multiplies: its ReLU makes 0 of what is not a number, and nothing would stop the training.
   */
  private static String product(String bias) {
    return ("ops.mkldnn._convolution_pointwise(%s, weight, %s, [0, 0], [1, 1], [1, 1], 1, "
            + "\"none\", annotate(List[Optional[number]], []), \"\")")
        .formatted(pixels("x"), bias);
  }

  private static String reordered(String kernel, String size) {
    return "torch.mkldnn_reorder_conv2d_weight(%s, [0, 0], [1, 1], [1, 1], 1, %s)"
        .formatted(kernel, size);
  }

  /** Rows x channels as one image of 1 x rows pixels, channel by channel at each pixel. */
  private static String pixels(String rows) {
    return "torch.permute(torch.unsqueeze(torch.unsqueeze(%s, 0), 0), [0, 3, 1, 2])"
        .formatted(rows);
  }

  /** The inverse of {@link #pixels}. */
  private static String rows(String pixels) {
    return "torch.t(torch.select(torch.select(%s, 0, 0), 1, 0))".formatted(pixels);
  }

  private static Map<Activation, TorchScript> forEach(Function<Activation, TorchScript> script) {
    return Stream.of(Activation.values()).collect(Collectors.toMap(Function.identity(), script));
  }
}
