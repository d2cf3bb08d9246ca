package org.cryodrgn.core.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.WholeLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes metrics.jsonl: one JSON object a line for each log interval ({@code "type":"interval"})
 * and each epoch ({@code "type":"epoch"}), for programs. A resumed run appends to what was written
 * until its checkpoint. There is no half line, neither where the disk is full nor from a run that
 * was cut off.
 */
public final class MetricsLog implements TrainingListener, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(MetricsLog.class);

  /** Of a page of memory, the unit of /proc/self/statm, on x86-64. */
  private static final long PAGE_BYTES = 4096;

  /** No line is longer. */
  private static final int LONGEST = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private boolean broken;

  /**
   * @param file appended to
   */
  public MetricsLog(Path file) {
    this.file = file;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      dropHalfLine();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  @Override
  public void begins(int epochs, int seen) {
    // A character a byte, so that lengths are those in the file.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      long end = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (isLater(JSON.readTree(line), epochs, seen)) {
          channel.truncate(end);
          return;
        }
        end += line.length() + 1;
      }
    } catch (JsonProcessingException e) {
      LOG.warn("{}: holds lines of another program, and is only appended to", file);
    } catch (IOException e) {
      warn(e);
    }
  }

  private static boolean isLater(JsonNode line, int epochs, int seen) {
    int epoch = line.path("epoch").asInt();
    return epoch > epochs + 1
        || epoch == epochs + 1 && line.path("particles").asInt(Integer.MAX_VALUE) > seen;
  }

  @Override
  public void interval(Interval interval) {
    ObjectNode line = JSON.createObjectNode();
    line.put("type", "interval").put("epoch", interval.epoch()).put("particles", interval.seen());
    losses(line, interval.losses());
    line.put("beta", interval.beta());
    line.put("images_per_second", interval.imagesPerSecond());
    append(line);
  }

  @Override
  public void epoch(Epoch epoch) {
    ObjectNode line = JSON.createObjectNode();
    line.put("type", "epoch").put("epoch", epoch.epoch());
    losses(line, epoch.losses());
    line.put("learning_rate", epoch.learningRate());
    line.put("seconds", epoch.seconds());
    line.put("images_per_second", epoch.imagesPerSecond());
    line.put("resident_bytes", residentBytes());
    line.put("native_arrays", Engine.liveArrays());
    append(line);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      warn(e);
    }
  }

  private static void losses(ObjectNode line, Losses losses) {
    line.put("loss", losses.total());
    line.put("gen_loss", losses.reconstruction());
    line.put("kld", losses.divergence());
  }

  private void append(ObjectNode line) {
    try {
      WholeLines.append(channel, JSON.writeValueAsString(line) + "\n");
    } catch (IOException e) {
      warn(e);
    }
  }

  private void dropHalfLine() throws IOException {
    long size = channel.size();
    int last = (int) Math.min(size, LONGEST);
    ByteBuffer tail = ByteBuffer.allocate(last);
    while (tail.hasRemaining() && channel.read(tail, size - last + tail.position()) > 0) {}
    int whole = tail.position();
    while (whole > 0 && tail.get(whole - 1) != '\n') {
      whole--;
    }
    if (whole > 0 || size == last) {
      channel.truncate(size - last + whole);
    }
  }

  /** Lines are lost while the disk is full; the training is not. */
  private void warn(IOException cause) {
    if (!broken) {
      LOG.warn("{}: lines are missing, it cannot be written: {}", file, cause.getMessage());
      broken = true;
    }
  }

  /** Resident memory of the process, native memory included; 0 where /proc does not tell. */
  private static long residentBytes() {
    try {
      String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
      return Long.parseLong(pages) * PAGE_BYTES;
    } catch (IOException e) {
      return 0;
    }
  }
}
