package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryodrgn.core.model.Losses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

  @TempDir Path folder;

  private static void write(Path file, int epoch) {
    try (MetricsLog log = new MetricsLog(file)) {
      Losses losses = new Losses(0.5, 0.25, Double.NaN);
      log.interval(new TrainingListener.Interval(epoch, 10, 20, 0.5, losses, 3));
      log.epoch(new TrainingListener.Epoch(epoch, losses, 2, 10, 1e-4));
    }
  }

  /** The run before was cut off within a line, as by a disk that is full. */
  @Test
  void everyLineIsAnObjectAfterARunThatWasCutOff() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    write(file, 1);
    List<String> whole = Files.readAllLines(file);
    Files.writeString(file, Files.readString(file) + "{\"type\":\"interval\",\"epo");
    write(file, 2);
    List<String> lines = Files.readAllLines(file);
    assertEquals(4, lines.size());
    assertEquals(whole, lines.subList(0, 2));
    for (int i = 0; i < 4; i++) {
      JsonNode line = new ObjectMapper().readTree(lines.get(i));
      assertEquals(i % 2 == 0 ? "interval" : "epoch", line.get("type").asText());
      assertEquals(i < 2 ? 1 : 2, line.get("epoch").asInt());
    }
  }

  @Test
  void whatEndsWithoutItsFirstLineIsBegunAgain() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, "{\"ty");
    write(file, 1);
    assertEquals(2, Files.readAllLines(file).size());
  }

  /** A run that was killed, or goes back to a checkpoint, had written more than the checkpoint. */
  @Test
  void whatIsLaterThanTheCheckpointIsTakenBack() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Losses losses = new Losses(0.5, 0.25, 0.1);
    try (MetricsLog log = new MetricsLog(file)) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        for (int seen = 10; seen <= 30; seen += 10) {
          log.interval(new TrainingListener.Interval(epoch, seen, 30, 0.5, losses, 3));
        }
        log.epoch(new TrainingListener.Epoch(epoch, losses, 2, 10, 1e-4));
      }
    }
    List<String> whole = Files.readAllLines(file);
    for (int[] place : new int[][] {{3, 0, 12}, {2, 25, 10}, {2, 20, 10}, {1, 30, 7}, {1, 0, 4}}) {
      begin(file, place[0], place[1]);
      assertEquals(whole.subList(0, place[2]), Files.readAllLines(file));
    }
    begin(file, 0, 0);
    assertEquals(0, Files.size(file));
    Files.writeString(file, "another program's\n");
    begin(file, 0, 0);
    assertEquals(List.of("another program's"), Files.readAllLines(file));
  }

  private static void begin(Path file, int epochs, int seen) {
    try (MetricsLog log = new MetricsLog(file)) {
      log.begins(epochs, seen);
    }
  }

  @Test
  void aFullDiskDoesNotStopTheTraining() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    write(full, 1);
  }
}
