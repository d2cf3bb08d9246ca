package org.cryodrgn.analysis.selection;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * A condition on the columns of a {@link ParticleColumns}, for instance {@code defocus_u < 20000
 * and (umap1 > 3 or abs(pc2) <= 1)}. From the weakest binding: {@code or}, {@code and}, {@code
 * not}, comparisons ({@code < <= > >= == !=}, which may be chained: {@code 1 < pc1 < 2}), {@code +
 * -}, {@code * /}, sign; {@code abs sqrt log exp} of a value in parentheses. A comparison with a
 * value that is no number does not hold.
 *
 * <p>A recursive descent over the text, one method for each strength of binding, that builds the
 * condition as functions of the row.
 */
final class Expression {

  /** A number or a truth for each row; the other is null. */
  private record Value(IntToDoubleFunction number, IntPredicate truth, int at) {}

  private final ParticleColumns columns;
  private final String text;
  private int next;

  private Expression(ParticleColumns columns, String text) {
    this.columns = columns;
    this.text = text;
  }

  /**
   * Understands a condition.
   *
   * @return tells for each row whether it holds
   * @throws UnknownColumnException if it names a column that is not there
   * @throws IllegalArgumentException if it cannot be understood; names the place
   */
  static IntPredicate parse(String text, ParticleColumns columns) {
    Expression expression = new Expression(columns, text);
    Value value = expression.or();
    expression.skipBlanks();
    if (expression.next < text.length()) {
      throw expression.wrong(
          "did not expect '" + text.charAt(expression.next) + "'", expression.next);
    }
    return expression.truth(value);
  }

  private Value or() {
    Value left = and();
    while (takeWord("or") || take("||") || take("|")) {
      IntPredicate a = truth(left);
      IntPredicate b = truth(and());
      left = new Value(null, row -> a.test(row) || b.test(row), left.at);
    }
    return left;
  }

  private Value and() {
    Value left = not();
    while (takeWord("and") || take("&&") || take("&")) {
      IntPredicate a = truth(left);
      IntPredicate b = truth(not());
      left = new Value(null, row -> a.test(row) && b.test(row), left.at);
    }
    return left;
  }

  private Value not() {
    skipBlanks();
    int at = next;
    if (takeWord("not") || (!text.startsWith("!=", next) && take("!"))) {
      return new Value(null, truth(not()).negate(), at);
    }
    return comparison();
  }

  private Value comparison() {
    Value left = sum();
    IntPredicate all = null;
    for (String operator = comparisonSign(); operator != null; operator = comparisonSign()) {
      Value right = sum();
      IntPredicate one = compare(operator, number(left), number(right));
      all = all == null ? one : all.and(one);
      left = right;
    }
    return all == null ? left : new Value(null, all, left.at);
  }

  private String comparisonSign() {
    for (String sign : new String[] {"<=", ">=", "==", "!=", "<", ">", "="}) {
      if (take(sign)) {
        return sign;
      }
    }
    return null;
  }

  private static IntPredicate compare(String sign, IntToDoubleFunction a, IntToDoubleFunction b) {
    return switch (sign) {
      case "<" -> row -> a.applyAsDouble(row) < b.applyAsDouble(row);
      case "<=" -> row -> a.applyAsDouble(row) <= b.applyAsDouble(row);
      case ">" -> row -> a.applyAsDouble(row) > b.applyAsDouble(row);
      case ">=" -> row -> a.applyAsDouble(row) >= b.applyAsDouble(row);
      case "!=" ->
          row -> {
            double difference = a.applyAsDouble(row) - b.applyAsDouble(row);
            return difference < 0 || difference > 0;
          };
      default -> row -> a.applyAsDouble(row) == b.applyAsDouble(row);
    };
  }

  private Value sum() {
    Value left = product();
    while (true) {
      boolean plus = take("+");
      if (!plus && !take("-")) {
        return left;
      }
      IntToDoubleFunction a = number(left);
      IntToDoubleFunction b = number(product());
      left =
          plus
              ? numeric(row -> a.applyAsDouble(row) + b.applyAsDouble(row), left.at)
              : numeric(row -> a.applyAsDouble(row) - b.applyAsDouble(row), left.at);
    }
  }

  private Value product() {
    Value left = factor();
    while (true) {
      boolean times = take("*");
      if (!times && !take("/")) {
        return left;
      }
      IntToDoubleFunction a = number(left);
      IntToDoubleFunction b = number(factor());
      left =
          times
              ? numeric(row -> a.applyAsDouble(row) * b.applyAsDouble(row), left.at)
              : numeric(row -> a.applyAsDouble(row) / b.applyAsDouble(row), left.at);
    }
  }

  private Value factor() {
    skipBlanks();
    int at = next;
    if (take("-")) {
      IntToDoubleFunction value = number(factor());
      return numeric(row -> -value.applyAsDouble(row), at);
    }
    if (take("(")) {
      Value inner = or();
      expect(")");
      return new Value(inner.number, inner.truth, at);
    }
    if (next < text.length()
        && (Character.isDigit(text.charAt(next)) || text.charAt(next) == '.')) {
      double constant = constant();
      return numeric(row -> constant, at);
    }
    String name = name();
    if (name.isEmpty()) {
      throw wrong("expected a number or the name of a column", at);
    }
    if (take("(")) {
      DoubleUnaryOperator function = function(name, at);
      IntToDoubleFunction argument = number(or());
      expect(")");
      return numeric(row -> function.applyAsDouble(argument.applyAsDouble(row)), at);
    }
    float[] column = columns.column(name);
    return numeric(row -> column[row], at);
  }

  private DoubleUnaryOperator function(String name, int at) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "abs" -> Math::abs;
      case "sqrt" -> Math::sqrt;
      case "log" -> Math::log;
      case "exp" -> Math::exp;
      default -> throw wrong("no function '" + name + "' (there are abs, sqrt, log, exp)", at);
    };
  }

  private double constant() {
    int start = next;
    while (next < text.length() && isPartOfNumber(start)) {
      next++;
    }
    String digits = text.substring(start, next);
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw wrong("'" + digits + "' is no number", start);
    }
  }

  /** Digits, a point, an exponent, and a sign directly behind the exponent's letter. */
  private boolean isPartOfNumber(int start) {
    char c = text.charAt(next);
    boolean afterExponent = next > start && "eE".indexOf(text.charAt(next - 1)) >= 0;
    return Character.isLetterOrDigit(c) || c == '.' || (afterExponent && (c == '-' || c == '+'));
  }

  private String name() {
    skipBlanks();
    int start = next;
    while (next < text.length()
        && (Character.isLetterOrDigit(text.charAt(next)) || text.charAt(next) == '_')) {
      next++;
    }
    return text.substring(start, next);
  }

  private boolean takeWord(String word) {
    skipBlanks();
    int before = next;
    if (name().equalsIgnoreCase(word)) {
      return true;
    }
    next = before;
    return false;
  }

  private boolean take(String sign) {
    skipBlanks();
    if (text.startsWith(sign, next)) {
      next += sign.length();
      return true;
    }
    return false;
  }

  private void expect(String sign) {
    if (!take(sign)) {
      throw wrong("expected '" + sign + "'", next);
    }
  }

  private void skipBlanks() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
  }

  private static Value numeric(IntToDoubleFunction number, int at) {
    return new Value(number, null, at);
  }

  private IntToDoubleFunction number(Value value) {
    if (value.number == null) {
      throw wrong("expected a value, not a condition", value.at);
    }
    return value.number;
  }

  private IntPredicate truth(Value value) {
    if (value.truth == null) {
      throw wrong("expected a condition such as 'umap1 > 3', not a value", value.at);
    }
    return value.truth;
  }

  private IllegalArgumentException wrong(String problem, int at) {
    String where = at >= text.length() ? "at the end" : "at character " + (at + 1);
    return new IllegalArgumentException("'" + text + "': " + problem + " " + where);
  }
}
