package org.cryodrgn.cli.run;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where results and the log go. A PrintWriter keeps to itself why it could not write; not this. */
final class StandardOutput extends PrintWriter {

  private final Watched stream;

  StandardOutput(OutputStream target) {
    this(new Watched(target));
  }

  private StandardOutput(Watched stream) {
    super(stream, true, StandardCharsets.UTF_8);
    this.stream = stream;
  }

  /** Whether something was lost, by now. */
  boolean isLost() {
    return checkError();
  }

  /** Why something was lost. */
  String reason() {
    return stream.failure == null ? "it is closed" : stream.failure.getMessage();
  }

  /** Whether it went to a pipe whose reader has seen enough, such as {@code | head}. */
  boolean isUnread() {
    return stream.failure != null && "Broken pipe".equals(stream.failure.getMessage());
  }

  private static final class Watched extends FilterOutputStream {

    private IOException failure;

    Watched(OutputStream target) {
      super(target);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
