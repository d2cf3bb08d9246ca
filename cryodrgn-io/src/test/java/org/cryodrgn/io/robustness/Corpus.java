package org.cryodrgn.io.robustness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small sound files for the fuzzer to damage. */
final class Corpus {

  static final Path DATA = Path.of(System.getProperty("cryodrgn.test-data"));

  private Corpus() {}

  static List<byte[]> files(String... names) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String name : names) {
      files.add(Files.readAllBytes(DATA.resolve(name)));
    }
    return files;
  }

  static String text(String name) throws IOException {
    return Files.readString(DATA.resolve(name));
  }

  static byte[] few(String star, int rows) {
    String[] lines = star.split("\n");
    int images = 0;
    StringBuilder kept = new StringBuilder();
    for (String line : lines) {
      images += line.contains("@") ? 1 : 0;
      kept.append(images <= rows || !line.contains("@") ? line + "\n" : "");
    }
    return kept.toString().getBytes(StandardCharsets.UTF_8);
  }

  static List<byte[]> particles() throws IOException {
    return List.of(
        few(text("golden/particles.star"), 12),
        few(text("golden/cli/written30.star"), 12),
        """
        # version 50001
        data_optics
        loop_
        _rlnOpticsGroup #1
        _rlnOpticsGroupName #2
        _rlnVoltage #3
        1 "group one" 300.0
        2 'two' 200

        data_particles
        loop_
        _rlnImageName #1
        _rlnOpticsGroup #2
        _rlnDefocusU #3
        000001@a.mrcs 1 1.2e4
        000002@a.mrcs 2 -11000.5
        """
            .getBytes(StandardCharsets.UTF_8));
  }

  static List<byte[]> star() throws IOException {
    byte[] pairs =
        "\uFEFFdata_general\r\n_rlnA 1 # note\r\n_rlnB 'two words'\r\n\r\ndata_\r\nloop_\r\n_x\r\n1\r\n2"
            .getBytes(StandardCharsets.UTF_8);
    return Mutator.join(particles(), List.of(pairs));
  }

  static byte[] mrc(int box, int sections, int mode, int extended, ByteOrder order) {
    int pixelBytes = mode == 4 ? 8 : mode == 2 ? 4 : mode == 0 ? 1 : 2;
    ByteBuffer words =
        ByteBuffer.allocate(1024 + extended + box * box * sections * pixelBytes).order(order);
    words.putInt(box).putInt(box).putInt(sections).putInt(mode);
    words.putInt(28, box).putInt(32, box).putInt(36, sections);
    words.putFloat(40, 1.5f * box).putFloat(44, 1.5f * box).putFloat(48, 1.5f * sections);
    words.putInt(64, 1).putInt(68, 2).putInt(72, 3).putInt(92, extended);
    words.put(208, "MAP ".getBytes(StandardCharsets.US_ASCII));
    words.put(212, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 0x44 : 0x11));
    words.putInt(220, 1).put(224, "a label".getBytes(StandardCharsets.US_ASCII));
    return words.array();
  }

  static byte[] npy(String description, int dataBytes) {
    byte[] head = ("{'descr': " + description + ", }\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + head.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1))
        .putShort((short) head.length)
        .put(head)
        .array();
  }
}
