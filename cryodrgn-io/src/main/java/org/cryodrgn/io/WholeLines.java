package org.cryodrgn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Logs that grow line by line, without a half line where the disk is full. */
public final class WholeLines {

  private WholeLines() {}

  /**
   * Writes a line at the end of a file, or leaves the file as it was.
   *
   * @param line with its end; written as UTF-8
   * @throws IOException if it cannot be written
   */
  public static void append(FileChannel file, String line) throws IOException {
    long end = file.size();
    try {
      file.position(end);
      for (ByteBuffer rest = StandardCharsets.UTF_8.encode(line); rest.hasRemaining(); ) {
        file.write(rest);
      }
    } catch (IOException e) {
      file.truncate(end);
      throw e;
    }
  }
}
