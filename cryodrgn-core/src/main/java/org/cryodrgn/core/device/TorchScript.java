package org.cryodrgn.core.device;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function of one array in PyTorch's own language, for what DJL has no call for. It runs where
 * its array is; safe for use by several threads.
 */
final class TorchScript {

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
        def forward(self: __torch__.Function,
          x: Tensor) -> Tensor:
          return %s
      """;

  private final PtSymbolBlock block;

  /**
   * @param expression of a tensor x, as PyTorch writes functions into its archives
   */
  TorchScript(String expression) {
    PtNDManager manager =
        (PtNDManager)
            ai.djl.engine.Engine.getEngine(PtEngine.ENGINE_NAME).newBaseManager(Device.cpu());
    try {
      byte[] archive = archive(SOURCE.formatted(expression));
      block = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The function of an array, owned by the array's owner. */
  NDArray apply(NDArray array) {
    return IValueUtils.forward(block, new NDList(array), false).singletonOrThrow();
  }

  private static byte[] archive(String source) throws IOException {
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
