package org.cryodrgn.core.device;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function in PyTorch's own language, for what DJL has no call for. It is compiled when it is
 * first called, so the engine must be there by then, and runs where its arrays are; safe for use by
 * several threads.
 */
public final class TorchScript {

  /** A pickled module: an object of the class below, without parameters. */
  private static final String MODULE =
      "\u0080\u0002c__torch__\nFunction\n)\u0081}(X\b\0\0\0training\u0089ub.";

  /** A pickled empty tuple: no constants. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private static final String SOURCE =
      """
      class Function(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Function, %s):
      %s
          return %s
      """;

  private final String source;
  private PtSymbolBlock block;

  /**
   * @param arguments as Python declares them
   * @param expression of the arguments, as PyTorch writes expressions into its archives
   */
  public TorchScript(String arguments, String expression) {
    this(arguments, "", expression);
  }

  /**
   * As the other, with lines before the expression.
   *
   * @param statements each on a line of its own, indented by two blanks a level
   */
  public TorchScript(String arguments, String statements, String expression) {
    source = SOURCE.formatted(arguments, statements.indent(4), expression);
  }

  /** The function of arrays, owned by the first one's owner. A new array cannot be changed. */
  public NDArray apply(NDArray... arrays) {
    try (IValue result = call(Stream.of(arrays).map(array -> IValue.from((PtNDArray) array)))) {
      return result.toTensor((PtNDManager) arrays[0].getManager());
    }
  }

  /**
   * Calls a function that changes arrays in place and gives nothing.
   *
   * @param arrays its first arguments, each a list of one: of a list that it makes itself PyTorch
   *     would think that nobody sees the change, and leave it out
   * @param numbers its last arguments
   */
  public void change(List<NDArray> arrays, double... numbers) {
    Stream<IValue> lists = arrays.stream().map(array -> IValue.listFrom((PtNDArray) array));
    call(Stream.concat(lists, DoubleStream.of(numbers).mapToObj(IValue::from))).close();
  }

  private IValue call(Stream<IValue> given) {
    IValue[] arguments = given.toArray(IValue[]::new);
    try {
      return IValueUtils.forward(compiled(), arguments);
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  private synchronized PtSymbolBlock compiled() {
    if (block == null) {
      PtNDManager manager =
          (PtNDManager)
              ai.djl.engine.Engine.getEngine(PtEngine.ENGINE_NAME).newBaseManager(Device.cpu());
      try {
        InputStream archive = new ByteArrayInputStream(archive());
        block = JniUtils.loadModule(manager, archive, false, false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return block;
  }

  private byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", MODULE);
      put(zip, "constants.pkl", NO_CONSTANTS);
      put(zip, "code/__torch__.py", source);
      put(zip, "version", "3\n");
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry("function/" + name));
    zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
    zip.closeEntry();
  }
}
