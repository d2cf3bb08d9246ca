package org.cryodrgn.io.mrc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** MRC files put together word by word after the format's description, for the tests to read. */
final class MrcBytes {

  private MrcBytes() {}

  /** A header of a file with the standard stamps, cell 10 x 12 x 14 Å. */
  static ByteBuffer header(int nx, int ny, int nz, int mode, int extended, ByteOrder order) {
    ByteBuffer words = ByteBuffer.allocate(1024).order(order);
    words.putInt(nx).putInt(ny).putInt(nz).putInt(mode);
    words.position(28);
    words.putInt(nx).putInt(ny).putInt(nz).putFloat(10).putFloat(12).putFloat(14);
    words.putFloat(90).putFloat(90).putFloat(90).putInt(1).putInt(2).putInt(3);
    words.putInt(92, extended);
    words.putFloat(196, -1.5f).putFloat(200, 2.5f).putFloat(204, 3.5f);
    words.put(208, "MAP ".getBytes(StandardCharsets.US_ASCII));
    int stamp = order == ByteOrder.LITTLE_ENDIAN ? 0x44 : 0x11;
    words.put(212, (byte) stamp).put(213, (byte) (stamp == 0x44 ? 0x41 : stamp));
    words.putInt(220, 1);
    words.put(224, "made by hand".getBytes(StandardCharsets.US_ASCII));
    return words.rewind();
  }

  static Path write(Path file, ByteBuffer header, byte[] rest) throws IOException {
    byte[] all = new byte[1024 + rest.length];
    header.get(0, all, 0, 1024);
    System.arraycopy(rest, 0, all, 1024, rest.length);
    return Files.write(file, all);
  }
}
