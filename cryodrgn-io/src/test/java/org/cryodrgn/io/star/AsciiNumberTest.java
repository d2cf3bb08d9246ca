package org.cryodrgn.io.star;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.cryodrgn.io.MappedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsciiNumberTest {

  @TempDir Path folder;

  private double parse(String text) throws IOException {
    Path file = folder.resolve("number");
    Files.writeString(file, text);
    return AsciiNumber.parse(MappedFile.open(file), 0, text.length());
  }

  @Test
  void roundsAsJavaDoes() throws IOException {
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 3);
      texts.add(String.format(Locale.US, "%." + random.nextInt(20) + "f", value));
      texts.add(String.format(Locale.US, "%e", value));
      texts.add(Double.toString(Double.longBitsToDouble(random.nextLong())).replace("NaN", "0"));
      texts.add(Long.toString(random.nextLong()));
    }
    texts.addAll(List.of("-0", ".5", "+5.", "000000000000000000000000001", "9007199254740993"));
    texts.removeIf(text -> text.contains("Infinity"));
    Path file = folder.resolve("numbers");
    Files.writeString(file, String.join(" ", texts));
    MappedFile bytes = MappedFile.open(file);
    long position = 0;
    for (String text : texts) {
      double parsed = AsciiNumber.parse(bytes, position, position + text.length());
      assertEquals(
          Double.doubleToLongBits(Double.parseDouble(text)), Double.doubleToLongBits(parsed), text);
      position += text.length() + 1;
    }
  }

  @Test
  void takesWhatRelionWritesAndNothingElse() throws IOException {
    assertEquals(Double.NaN, parse("-nan"));
    assertEquals(Double.NEGATIVE_INFINITY, parse("-inf"));
    for (String text : new String[] {"1d", "0x1p3", "-", ".", "1,5", "1e", "1.2.3", "x"}) {
      assertThrows(NumberFormatException.class, () -> parse(text), text);
    }
  }
}
