package org.cryodrgn.io.latent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.StringTokenizer;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.DecimalText;

/**
 * A table of numbers as text, one row a line, as NumPy's {@code savetxt} writes and {@code loadtxt}
 * reads it: z_values.txt, centers.txt, paths, anchors.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param values rows x columns, row-major
 */
public record TextMatrix(int rows, int columns, double[] values) {

  private static final MathContext SAVED_DIGITS = new MathContext(19, RoundingMode.HALF_EVEN);

  /** Checks that the values are whole rows. */
  public TextMatrix {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(values.length + " values for " + rows + " x " + columns);
    }
  }

  /** The table of rows that are equally long, at least one. */
  public static TextMatrix of(float[][] rows) {
    int columns = rows[0].length;
    double[] values = new double[rows.length * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i / columns][i % columns];
    }
    return new TextMatrix(rows.length, columns, values);
  }

  /** The table of rows that follow each other, {@code columns} values each. */
  public static TextMatrix of(float[] values, int columns) {
    double[] copy = new double[values.length];
    Arrays.setAll(copy, i -> values[i]);
    return new TextMatrix(values.length / columns, columns, copy);
  }

  /**
   * Reads a table. Numbers stand apart by blanks or tabs; what follows # is a comment; empty lines
   * count for nothing.
   *
   * @throws DataException if a row has another number of columns than the first, or a word is no
   *     finite number; names the line
   */
  public static TextMatrix read(Path file) {
    double[] values = new double[256];
    int count = 0;
    int columns = 0;
    int rows = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String line = reader.readLine();
      for (int number = 1; line != null; number++, line = reader.readLine()) {
        int comment = line.indexOf('#');
        StringTokenizer words =
            new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
        if (!words.hasMoreTokens()) {
          continue;
        }
        columns = rows == 0 ? words.countTokens() : columns;
        if (words.countTokens() != columns) {
          throw DataException.at(
              file,
              "line " + number,
              words.countTokens() + " numbers where the first row has " + columns,
              "Give each row the same number of columns");
        }
        if (count + columns > values.length) {
          values = Arrays.copyOf(values, Math.max(count + columns, values.length * 2));
        }
        while (words.hasMoreTokens()) {
          values[count++] = parse(file, number, words.nextToken());
        }
        rows++;
      }
    } catch (CharacterCodingException e) {
      throw DataException.at(file, "", "is no text", "Give a text file, one row a line", e);
    } catch (IOException e) {
      throw DataException.cannotRead(file, e);
    }
    if (rows == 0) {
      throw DataException.at(file, "", "holds no numbers", "Give one row a line");
    }
    return new TextMatrix(rows, columns, Arrays.copyOf(values, count));
  }

  /** Writes with 19 digits, as {@code savetxt} does unless told otherwise. */
  public void write(Path file) {
    AtomicFile.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
          for (int i = 0; i < values.length; i++) {
            writer.write(text(values[i]));
            writer.write((i + 1) % columns == 0 ? '\n' : ' ');
          }
          writer.flush();
        });
  }

  /** The rows with eight significant digits, a line each: for people to read. */
  public String shown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(String.format(Locale.US, "%.8g", values[i]));
      text.append((i + 1) % columns == 0 ? '\n' : ' ');
    }
    return text.toString();
  }

  /** Writes whole numbers, as {@code savetxt(fmt="%d")}: one a line. */
  public static void writeIntegers(Path file, int[] values) {
    StringBuilder text = new StringBuilder();
    for (int value : values) {
      text.append(value).append('\n');
    }
    AtomicFile.writeText(file, text);
  }

  private static String text(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    // Java's formatter pads the shortest decimal with zeros where C prints the exact one, and
    // rounds ties up (float32 values often end in a 5) where C rounds them to even.
    BigDecimal exact = new BigDecimal(value).round(SAVED_DIGITS);
    return (value == 0 && 1 / value < 0 ? "-" : "") + String.format(Locale.US, "%.18e", exact);
  }

  private static double parse(Path file, int line, String word) {
    try {
      double value = DecimalText.parse(word);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, together with infinities.
    }
    String shown = word.length() > 40 ? word.substring(0, 40) + "..." : word;
    throw DataException.at(
        file, "line " + line, "\"" + shown + "\" is no number", "Give finite numbers");
  }
}
