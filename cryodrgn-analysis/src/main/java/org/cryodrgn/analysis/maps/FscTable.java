package org.cryodrgn.analysis.maps;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.io.DataException;

/**
 * A text file of Fourier shell correlations, as fsc and backproject_voxel write it: names in the
 * first line, then a line a shell; values apart by a blank or a tab, nothing for NaN. The fsc of
 * cryoDRGN 3 and before wrote no names: frequencies from 0 and correlations, nan for NaN.
 *
 * @param frequencies cycles a voxel: the column pixres, or up to 0.5 in even steps where it lacks
 * @param curves by name, each as long as the frequencies
 */
public record FscTable(double[] frequencies, Map<String, double[]> curves) {

  private static final String FREQUENCY = "pixres";

  /**
   * Reads a file.
   *
   * @throws DataException if it has neither names nor two columns, no curve, or a value is no
   *     number
   */
  public static FscTable read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (CharacterCodingException e) {
      throw DataException.at(file, "", "is no text", "Name a file that fsc -o wrote", e);
    } catch (IOException e) {
      throw DataException.cannotRead(file, e);
    }
    String[] first = lines.isEmpty() ? new String[0] : words(lines.get(0));
    boolean named = lines.size() > 1 && first[0].matches("[A-Za-z].*");
    if (!named && (first.length != 2 || !first[0].matches("0(\\.0*(e\\+00)?)?"))) {
      throw DataException.at(
          file, "", "is no table of correlations", "Name a file that fsc -o wrote");
    }
    String[] names = named ? first : new String[] {FREQUENCY, "fsc"};
    int heading = named ? 1 : 0;
    double[][] columns = new double[names.length][lines.size() - heading];
    for (int shell = 0; shell < columns[0].length; shell++) {
      int line = shell + heading;
      String[] words = words(lines.get(line));
      for (int column = 0; column < names.length; column++) {
        columns[column][shell] = number(file, line + 1, words, column);
      }
    }
    double[] frequencies = new double[columns[0].length];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = 0.5 * i / frequencies.length;
    }
    Map<String, double[]> curves = new LinkedHashMap<>();
    for (int column = 0; column < names.length; column++) {
      if (names[column].equals(FREQUENCY)) {
        frequencies = columns[column];
      } else {
        curves.put(names[column], columns[column]);
      }
    }
    if (curves.isEmpty()) {
      throw DataException.at(file, "", "has no curve", "Name a file that fsc -o wrote");
    }
    return new FscTable(frequencies, curves);
  }

  /** The spatial frequencies, 1/Å. */
  double[] frequencies(double pixelSize) {
    return Arrays.stream(frequencies).map(frequency -> frequency / pixelSize).toArray();
  }

  private static String[] words(String line) {
    return line.stripLeading().split("[ \t]", -1);
  }

  private static double number(Path file, int line, String[] words, int column) {
    if (column >= words.length || words[column].matches("|nan")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(words[column]);
    } catch (NumberFormatException e) {
      throw DataException.at(
          file,
          "line " + line,
          "'" + words[column] + "' is no number",
          "Name a file that fsc -o wrote");
    }
  }
}
