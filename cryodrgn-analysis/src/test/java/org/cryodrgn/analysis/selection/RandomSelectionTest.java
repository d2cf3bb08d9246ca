package org.cryodrgn.analysis.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomSelectionTest {

  /** Expected: {@code np.random.seed(seed); sorted(np.random.choice(n, k, replace=False))}. */
  @ParameterizedTest
  @CsvSource({
    "0, 20, '1, 8, 10, 17, 18, 19'",
    "3, 1000, '199, 586, 642, 762, 909'",
    "2147483647, 7, '0, 3, 6'",
    "2147483648, 1000, '304, 386, 428, 832, 938'",
    "4294967295, 1000, '94, 217, 405, 632, 819'"
  })
  void equalsNumpy(long seed, int particles, String expected) {
    int[] indices = Arrays.stream(expected.split(", ")).mapToInt(Integer::parseInt).toArray();
    assertArrayEquals(indices, RandomSelection.draw(particles, indices.length, seed).selected());
  }

  @Test
  void bothPartsMakeTheWhole() {
    RandomSelection selection = RandomSelection.draw(50, 20, 1);
    assertEquals(20, selection.selected().length);
    int[] all =
        IntStream.concat(Arrays.stream(selection.selected()), Arrays.stream(selection.others()))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, 50).toArray(), all);
  }
}
