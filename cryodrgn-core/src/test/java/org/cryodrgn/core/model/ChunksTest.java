package org.cryodrgn.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksTest {

  private long row;
  private int chunks;

  /** Whole images together, one alone, and an image in parts of about the same length. */
  @ParameterizedTest
  @CsvSource({
    "5, 100, 250, 3",
    "4, 100, 200, 2",
    "3, 100, 1000, 1",
    "3, 100, 100, 3",
    "3, 100, 99, 6",
    "2, 100, 30, 8",
    "2, 7, 1, 14"
  })
  void followEachOtherAndHoldEachRowOnce(int images, int points, int largest, int expected) {
    Chunks.forEach(
        images,
        points,
        largest,
        (firstRow, rows, firstImage, count) -> {
          assertEquals(row, firstRow);
          assertTrue(rows > 0 && rows <= largest, rows + " rows");
          assertEquals(firstRow / points, firstImage);
          assertEquals((firstRow + rows - 1) / points, firstImage + count - 1);
          assertTrue(count == 1 || rows == count * points, rows + " rows of " + count + " images");
          row += rows;
          chunks++;
        });
    assertEquals((long) images * points, row);
    assertEquals(expected, chunks);
  }

  /** Rows of many images are more than an int counts. */
  @ParameterizedTest
  @CsvSource({"50000, 50000, 100000", "50000, 50000, 30000"})
  void rowsAreCountedBeyondTwoToTheThirtyOne(int images, int points, int largest) {
    Chunks.forEach(
        images, points, largest, (firstRow, rows, firstImage, count) -> row = firstRow + rows);
    assertEquals(2_500_000_000L, row);
  }
}
