package org.cryodrgn.analysis.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

  /** a: 0 1 2 3 4 5, b: 25 16 9 4 1 0, n: not a number in row 2. */
  private static final ParticleColumns TABLE =
      new ParticleColumns(6)
          .add("a", () -> new float[] {0, 1, 2, 3, 4, 5})
          .add("b", () -> new float[] {25, 16, 9, 4, 1, 0})
          .add("defocus_u", () -> new float[] {10000, 15000, Float.NaN, 20000, 25000, 30000})
          .alias("df1", "defocus_u");

  private static String rows(String expression) {
    IntPredicate holds = Expression.parse(expression, TABLE);
    return String.join("", IntStream.range(0, 6).filter(holds).mapToObj(String::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a < 2 ; 01",
        "a<=2 ; 012",
        "a == 3 ; 3",
        "a = 3 ; 3",
        "a != 3 ; 01245",
        "1 < a <= 3 ; 23",
        "a < 2 or a > 4 ; 015",
        "a > 0 and a < 3 or a == 5 ; 125",
        "a == 0 or a > 3 and b == 0 ; 05",
        "(a == 0 or a > 3) and b == 0 ; 5",
        "not a < 2 ; 2345",
        "not (a < 2 or a > 3) ; 23",
        "!(a > 1) ; 01",
        "a > 1 && a < 4 || a == 0 ; 023",
        "a + 1 == 3 ; 2",
        "2 * a - 1 > 6 ; 45",
        "a - 1 - 1 == 0 ; 2",
        "8 / a / 2 == 2 ; 2",
        "-a > -2 ; 01",
        "sqrt(b) == a + 1 ; 2",
        "abs(a - 2.5) < 1 ; 23",
        "log(exp(a)) >= 4.5 ; 5",
        "A < 1 AND B > 1 ; 0",
        "defocus_u < 2e4 ; 01",
        "df1 > 1.5e+4 ; 345",
        "defocus_u != 10000 ; 1345",
        "b == a*a ; ",
      })
  void holdsInTheseRows(String expression, String expected) {
    assertEquals(expected == null ? "" : expected, rows(expression));
  }

  @Test
  void anUnknownColumnIsToldWithThoseThatThereAre() {
    UnknownColumnException e =
        assertThrows(UnknownColumnException.class, () -> rows("defocus_x < 3"));
    assertEquals("defocus_x", e.name());
    assertArrayEquals(new String[] {"a", "b", "defocus_u"}, e.known().toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a < ; at the end",
        "a < 2 and ; at the end",
        "(a < 2 ; expected ')' at the end",
        "a < 2) ; did not expect ')' at character 6",
        "a ; expected a condition",
        "a and b > 1 ; expected a condition",
        "(a < 2) + 1 > 0 ; expected a value, not a condition at character 1",
        "a < 1.2.3 ; '1.2.3' is no number at character 5",
        "a < 2x ; '2x' is no number",
        "a ? 3 ; did not expect '?' at character 3",
        "sin(a) > 0 ; no function 'sin'",
      })
  void whatCannotBeUnderstoodIsToldWithItsPlace(String expression, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> rows(expression));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
