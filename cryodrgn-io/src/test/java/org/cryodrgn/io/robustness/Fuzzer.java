package org.cryodrgn.io.robustness;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;

/**
 * Gives a reader damaged files and checks what every reader owes: the file is read, or refused by a
 * {@link DataException} of one line, within 2 s and 64 MB over the file's size, and nothing is
 * written. The inputs of a run are seeds 0 to N - 1, N being the system property {@code
 * cryodrgn.fuzz-inputs}.
 */
final class Fuzzer {

  static final int INPUTS = Integer.getInteger("cryodrgn.fuzz-inputs", 2000);

  private static final long MAX_ALLOCATION = 64L << 20;
  private static final long MAX_NANOSECONDS = 2_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Path file;
  private final int inputs;
  private final UnaryOperator<byte[]> wrap;

  /**
   * @param file where the inputs are put; files beside it are those that it may name
   * @param inputs how many
   * @param wrap makes the file of a damaged content
   */
  Fuzzer(Path file, int inputs, UnaryOperator<byte[]> wrap) {
    this.file = file;
    this.inputs = inputs;
    this.wrap = wrap;
  }

  Fuzzer(Path file) {
    this(file, INPUTS);
  }

  Fuzzer(Path file, int inputs) {
    this(file, inputs, bytes -> bytes);
  }

  /** Runs all inputs through a reader, which reads the undamaged files first. */
  void run(List<byte[]> corpus, Consumer<Path> reader) throws IOException {
    List<String> faults = new ArrayList<>();
    Map<Boolean, Integer> outcomes = new TreeMap<>();
    for (byte[] good : corpus) {
      put(wrap.apply(good));
      reader.accept(file);
    }
    Map<Path, Long> before = files();
    Mutator mutator = new Mutator(corpus);
    for (int seed = 0; seed < inputs && faults.size() < 10; seed++) {
      byte[] input = wrap.apply(mutator.input(seed));
      put(input);
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long time = THREADS.getCurrentThreadCpuTime();
      Throwable thrown = thrown(reader);
      time = THREADS.getCurrentThreadCpuTime() - time;
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      outcomes.merge(thrown == null, 1, Integer::sum);
      String fault = fault(thrown, time, allocated, input.length);
      if (fault != null) {
        faults.add("seed " + seed + ": " + fault);
      }
      if (seed % 1000 == 0) {
        assertArrayEquals(input, Files.readAllBytes(file), "the reader changed its input");
      }
    }
    assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
    assertEquals(before, files(), "the reader touched files");
    assertEquals(2, outcomes.size(), "inputs should be read and be refused: " + outcomes);
    System.out.printf(
        "fuzz %s: %d inputs, %d read, %d refused%n",
        file.getFileName(), inputs, outcomes.get(true), outcomes.get(false));
  }

  /** Written over the last input: file systems flush a file that was emptied first. */
  private void put(byte[] input) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
      channel.write(ByteBuffer.wrap(input));
      channel.truncate(input.length);
    }
  }

  private Throwable thrown(Consumer<Path> reader) {
    try {
      reader.accept(file);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private static String fault(Throwable thrown, long time, long allocated, int size) {
    if (thrown != null && !(thrown instanceof DataException)) {
      StackTraceElement[] trace = thrown.getStackTrace();
      return thrown
          + Stream.of(trace).limit(6).map(e -> "\n    " + e).collect(Collectors.joining());
    }
    if (thrown != null && (thrown.getMessage().lines().count() != 1)) {
      return "not one line: " + thrown.getMessage();
    }
    if (time > MAX_NANOSECONDS) {
      return time / 1_000_000 + " ms";
    }
    return allocated > MAX_ALLOCATION + size ? allocated + " bytes allocated" : null;
  }

  /** The other files of the folder, with the time of their last change. */
  private Map<Path, Long> files() throws IOException {
    try (Stream<Path> listed = Files.list(file.getParent())) {
      return listed
          .filter(path -> !path.equals(file))
          .collect(Collectors.toMap(path -> path, Fuzzer::changed, (a, b) -> a, TreeMap::new));
    }
  }

  private static long changed(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
