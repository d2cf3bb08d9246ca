package org.cryodrgn.io.star;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.cryodrgn.io.MappedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeStarFileTest {

  private static final long BORDER = 1L << 30;

  @TempDir Path folder;

  /** A sparse file whose table lies across the border of two windows of the mapping. */
  @Test
  void readsAcrossTheBorderOfTwoWindows() throws IOException {
    Path file = folder.resolve("large.star");
    String head = "\ndata_\nloop_\n_a\n_b\n12345.678 ";
    String table = head + "0.5e1\n-7 8\n";
    for (long start : new long[] {BORDER - head.length() + 4, 2 * BORDER - head.length() - 2}) {
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.SPARSE)) {
        channel.write(ByteBuffer.wrap(table.getBytes(StandardCharsets.US_ASCII)), start);
        channel.write(ByteBuffer.wrap(new byte[] {'#'}), 0);
      }
      StarTable read = StarFile.read(file).table("").orElseThrow();
      assertArrayEquals(new double[] {12345.678, -7}, read.numbers(0));
      assertArrayEquals(new double[] {5, 8}, read.numbers(1));
      assertEquals("row 2, line 7", read.describeRow(1));
      Path out = folder.resolve("out.star");
      StarFile.create("small", List.of(read)).write(out);
      assertEquals(
          table.substring(1),
          Files.readString(out).substring(9).replaceAll(" #.", "").replace("data_\n\n", "data_\n"));
    }
    MappedFile bytes = MappedFile.open(file);
    assertEquals(2 * BORDER - head.length() - 2, bytes.find((byte) '\n', 1));
  }
}
