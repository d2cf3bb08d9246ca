package org.cryodrgn.io.robustness;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.torch.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good files, damaged in ways that are drawn from a fixed seed: each is read, or refused by a
 * {@link DataException} of one line; quickly, and without much memory.
 */
class MutationTest {

  private static final Path DATA = Path.of(System.getProperty("cryodrgn.test-data"));

  /** What one file may cost: the buffers and tables of a reader, and some times its own size. */
  private static final long MAX_ALLOCATION = 32L << 20;

  @TempDir Path temp;

  @Test
  void pickles() throws IOException {
    for (int protocol = 0; protocol <= 5; protocol++) {
      mutate("pickle/numpy2.protocol" + protocol + ".pkl", 150, PickleReader::readAll);
    }
    mutate("golden/cli/poses.filtered.pkl", 150, PickleReader::readAll);
  }

  @Test
  void checkpoints() throws IOException {
    mutate("torch/kinds.pkl", 600, Checkpoint::read);
  }

  @Test
  void configurations() throws IOException {
    mutate("golden/fourier_gaussian/config.yaml", 600, RunConfig::read);
  }

  private void mutate(String name, int times, Consumer<Path> reader) throws IOException {
    byte[] good = Files.readAllBytes(DATA.resolve(name));
    Path file = temp.resolve(Path.of(name).getFileName());
    Files.write(file, good);
    reader.accept(file);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int seed = 0; seed < times; seed++) {
            Files.write(file, mutation(good, new Random(seed)));
            long before = threads.getCurrentThreadAllocatedBytes();
            String line = refusal(reader, file, name + " with seed " + seed);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(line.lines().count() <= 1, line);
            assertTrue(allocated < MAX_ALLOCATION, name + ", seed " + seed + ": " + allocated);
          }
        });
  }

  /** The error's line, empty if there was none. */
  private static String refusal(Consumer<Path> reader, Path file, String name) {
    try {
      reader.accept(file);
      return "";
    } catch (DataException e) {
      return e.getMessage();
    } catch (RuntimeException | Error e) {
      return fail(name, e);
    }
  }

  private static byte[] mutation(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(1 + random.nextInt(16), bytes.length - at);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(bytes, at, at + length, (byte) 0xFF);
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 4 -> {
          int from = random.nextInt(bytes.length - length + 1);
          System.arraycopy(bytes.clone(), from, bytes, at, length);
        }
        default -> {
          List<Integer> telling =
              List.of(0, 0x7F, 0x80, (int) '.', (int) 'R', (int) '(', (int) 'q');
          bytes[at] = telling.get(random.nextInt(telling.size())).byteValue();
        }
      }
    }
    return bytes;
  }
}
