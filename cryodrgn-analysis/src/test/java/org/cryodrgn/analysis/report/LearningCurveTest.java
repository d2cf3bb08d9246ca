package org.cryodrgn.analysis.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {

  @TempDir Path folder;

  @Test
  void readsALogOfPythonWithEveryKindOfNumber() throws IOException {
    Files.writeString(
        folder.resolve("run.log"),
        """
        (INFO) (train_vae.py) (22-Nov-26 07:29:12) # [Train Epoch: 1/5] [50/96 particles] loss=3
        (INFO) (train_vae.py) (22-Nov-26 07:29:12) # =====> Epoch: 1 Average gen loss = 1.0312, \
        KLD = 2.190000, total loss = 12.345600; Finished in 0:00:01
        # =====> Epoch: 2 Average gen loss = 1.01, KLD = 2.5, total loss = 1.5e-05; Finished in 1
        # =====> Epoch: 3 Average gen loss = nan, KLD = nan, total loss = nan; Finished in 1
        # =====> Epoch: 4 Average gen loss = inf, KLD = 1, total loss = inf; Finished in 1
        # =====> Epoch: 10 Average gen loss = 1, KLD = 1, total loss = 0.875; Finished in 1
        """);
    LearningCurve curve = LearningCurve.read(folder);
    assertArrayEquals(new double[] {1, 2, 3, 4, 10}, curve.epochs());
    assertArrayEquals(
        new double[] {12.3456, 1.5e-5, Double.NaN, Double.POSITIVE_INFINITY, 0.875},
        curve.losses());
  }

  @Test
  void metricsComeFirstAndARepeatedEpochCountsOnceAsItCameOutLast() throws IOException {
    Files.writeString(folder.resolve("run.log"), "# =====> Epoch: 1 total loss = 9; x\n");
    Files.writeString(
        folder.resolve("metrics.jsonl"),
        """
        {"type":"interval","epoch":1,"loss":7}
        {"type":"epoch","epoch":1,"loss":1.25,"gen_loss":1,"kld":2}
        {"type":"epoch","epoch":2,"loss":1.125}
        {"type":"epoch","epoch":2,"loss":1.0625}
        {"type":"epoch","epoch":3,"loss":NaN}
        {"type":"epoch","epoch":4,"lo""");
    LearningCurve curve = LearningCurve.read(folder);
    assertArrayEquals(new double[] {1, 2, 3}, curve.epochs());
    assertArrayEquals(new double[] {1.25, 1.0625, Double.NaN}, curve.losses());
  }

  /** Python's cryoDRGN began, we went on, Python's ended; each appends to run.log. */
  @Test
  void aRunOfBothProgramsIsWhole() throws IOException {
    Files.writeString(
        folder.resolve("run.log"),
        """
        # =====> Epoch: 1 total loss = 4; x
        # =====> Epoch: 2 total loss = 3; x
        # =====> Epoch: 3 total loss = 2.000001; x
        # =====> Epoch: 4 total loss = 1; x
        """);
    Files.writeString(
        folder.resolve("metrics.jsonl"), "{\"type\":\"epoch\",\"epoch\":3,\"loss\":2.0000012}\n");
    LearningCurve curve = LearningCurve.read(folder);
    assertArrayEquals(new double[] {1, 2, 3, 4}, curve.epochs());
    assertArrayEquals(new double[] {4, 3, 2.0000012, 1}, curve.losses());
  }

  @Test
  void aBrokenLineInTheMiddleIsNamed() throws IOException {
    Files.writeString(folder.resolve("metrics.jsonl"), "{\"type\":\n{\"type\":\"epoch\"}\n");
    DataException e = assertThrows(DataException.class, () -> LearningCurve.read(folder));
    assertTrue(e.getMessage().contains("line 1"), e.getMessage());
  }

  @Test
  void aCurveUntilAnEpochHasThatEpoch() {
    LearningCurve curve = new LearningCurve(new double[] {1, 2, 5}, new double[] {4, 3, 2});
    assertArrayEquals(new double[] {1, 2}, curve.until(2).epochs());
    assertArrayEquals(new double[] {4, 3}, curve.until(4).losses());
    assertArrayEquals(new double[] {1, 2, 5}, curve.until(5).epochs());
  }

  @Test
  void withoutFilesThereIsNoCurve() {
    assertTrue(LearningCurve.read(folder).isEmpty());
  }
}
