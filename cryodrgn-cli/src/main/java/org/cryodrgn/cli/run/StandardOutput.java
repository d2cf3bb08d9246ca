package org.cryodrgn.cli.run;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

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

  /** Why something was lost by now; empty if all was written. */
  Optional<String> loss() {
    flush();
    return Optional.ofNullable(stream.failure).map(e -> String.valueOf(e.getMessage()));
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
