package org.cryodrgn.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cryodrgn.io.DataException;

/**
 * The loss of each epoch of a run. An epoch that was trained again after a restart counts once, as
 * it came out last.
 *
 * @param epochs rising, from 1
 * @param losses reconstruction and regularisation, one for each epoch; may be NaN
 */
public record LearningCurve(double[] epochs, double[] losses) {

  private static final Pattern EPOCH_LINE =
      Pattern.compile("=====> Epoch: (\\d+)\\b.*\\btotal loss = ([^;,\\s]+)");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /**
   * Reads metrics.jsonl and, for epochs that it does not tell because Python's cryoDRGN trained
   * them, run.log; no epochs where there is neither.
   *
   * @throws DataException if a line before the last is no JSON, or a file cannot be read
   */
  public static LearningCurve read(Path workFolder) {
    TreeMap<Integer, Double> losses = new TreeMap<>();
    Path metrics = workFolder.resolve("metrics.jsonl");
    Path log = workFolder.resolve("run.log");
    if (Files.exists(log)) {
      readLog(log, losses);
    }
    if (Files.exists(metrics)) {
      readMetrics(metrics, losses);
    }
    return of(losses);
  }

  /** Whether no epoch was found. */
  public boolean isEmpty() {
    return epochs.length == 0;
  }

  /** The epochs up to one. */
  public LearningCurve until(int epoch) {
    int count = 0;
    while (count < epochs.length && epochs[count] <= epoch) {
      count++;
    }
    return new LearningCurve(Arrays.copyOf(epochs, count), Arrays.copyOf(losses, count));
  }

  private static LearningCurve of(Map<Integer, Double> losses) {
    return new LearningCurve(
        losses.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
        losses.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void readMetrics(Path file, Map<Integer, Double> losses) {
    String[] lines = text(file).split("\n");
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isBlank()) {
        continue;
      }
      try {
        JsonNode node = JSON.readTree(lines[i]);
        if (node.path("type").asText().equals("epoch")) {
          // What is no number (null, as JSON has no NaN) is not one for the plot either.
          losses.put(node.path("epoch").asInt(), node.path("loss").asDouble(Double.NaN));
        }
      } catch (JsonProcessingException e) {
        if (i < lines.length - 1) {
          throw DataException.at(
              file, "line " + (i + 1), "is no JSON object", "Remove the line or the file", e);
        }
        // The last line of a run that was stopped, or is still writing.
      }
    }
  }

  private static void readLog(Path file, Map<Integer, Double> losses) {
    for (String line : text(file).split("\n")) {
      Matcher matcher = EPOCH_LINE.matcher(line);
      if (matcher.find()) {
        losses.put(Integer.parseInt(matcher.group(1)), number(matcher.group(2)));
      }
    }
  }

  /** A number as Python prints it. */
  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          yield Double.NaN;
        }
      }
    };
  }

  private static String text(Path file) {
    try {
      // Not as strict UTF-8: a log may hold anything, and only ASCII matters here.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw DataException.at(file, "", "cannot be read: " + e.getMessage(), "Check the file", e);
    }
  }
}
