package org.cryodrgn.io.robustness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages the files of a corpus in ways that are a function of a seed alone. */
final class Mutator {

  /** Counts, sizes and offsets that readers trip over. */
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    0x7FFFFFFF,
    0x80000000L,
    0xFFFFFFFFL,
    0x100000000L,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final String[] TEXTS = {
    "",
    "0",
    "-0",
    "-1",
    "1",
    "9",
    "007",
    "255",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967296",
    "99999999999999999999",
    "1e5",
    "1e999",
    "-1e-999",
    "nan",
    "-inf",
    "1.5",
    "0x10",
    "1e",
    ".",
    "-",
    "1,2",
    "\n",
    "\r\n",
    "\t",
    "#",
    "'",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    "@",
    "/",
    "..",
    "\u0000",
    "loop_",
    "data_",
    "_",
    "\u00e9",
    "!!python/tuple",
    "&a",
    "*a"
  };

  /** Where headers lie: at the beginning, and at the end for zip files. */
  private static final int HEAD = 1024;

  private final List<byte[]> corpus;

  Mutator(List<byte[]> corpus) {
    this.corpus = corpus;
  }

  /** The input of a seed: one file of the corpus after one to four changes. */
  byte[] input(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = pick(random).clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private byte[] pick(SplittableRandom random) {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] change(byte[] bytes, SplittableRandom random) {
    int at = place(bytes.length, random);
    int length = Math.min(1 + random.nextInt(1 << random.nextInt(10)), bytes.length - at);
    switch (random.nextInt(14)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt(256);
      case 3 -> Arrays.fill(bytes, at, at + length, random.nextBoolean() ? (byte) 0xFF : 0);
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        return replaced(bytes, at, at + length, new byte[0]);
      }
      case 6 -> {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return replaced(bytes, at, at, noise);
      }
      case 7 -> {
        byte[] range = Arrays.copyOfRange(bytes, at, at + length);
        int target = place(bytes.length, random);
        return replaced(bytes, target, target, range);
      }
      case 8 -> {
        return spliced(bytes, at, random);
      }
      case 9, 10, 11 -> putNumber(bytes, at, random);
      case 12 -> {
        return withNumberInText(bytes, at, random);
      }
      default -> {
        byte[] text = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        return replaced(bytes, at, random.nextBoolean() ? at : at + length, text);
      }
    }
    return bytes;
  }

  private static int place(int size, SplittableRandom random) {
    int near = random.nextInt(Math.min(size, HEAD));
    return switch (random.nextInt(4)) {
      case 0, 1 -> near;
      case 2 -> size - 1 - near;
      default -> random.nextInt(size);
    };
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    return ByteBuffer.allocate(bytes.length - (to - from) + by.length)
        .put(bytes, 0, from)
        .put(by)
        .put(bytes, to, bytes.length - to)
        .array();
  }

  /** The head of this file with the tail of another. */
  private byte[] spliced(byte[] bytes, int at, SplittableRandom random) {
    byte[] other = pick(random);
    int from = Math.min(other.length, random.nextBoolean() ? at : random.nextInt(other.length));
    return replaced(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
  }

  /** A telling number over 2, 4 or 8 bytes, mostly where a field would begin. */
  private static void putNumber(byte[] bytes, int at, SplittableRandom random) {
    int width = 2 << random.nextInt(3);
    int start = random.nextInt(4) == 0 ? at : at / 4 * 4;
    if (start + width > bytes.length) {
      return;
    }
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    ByteBuffer words =
        ByteBuffer.wrap(bytes)
            .order(random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    switch (width) {
      case 2 -> words.putShort(start, (short) number);
      case 4 -> words.putInt(start, (int) number);
      default -> words.putLong(start, number);
    }
  }

  /** The next number that is written in digits, edited: its sign, a digit, or all of it. */
  private static byte[] withNumberInText(byte[] bytes, int at, SplittableRandom random) {
    int from = at;
    while (from < bytes.length && !isDigit(bytes[from])) {
      from++;
    }
    int to = from;
    while (to < bytes.length && isDigit(bytes[to])) {
      to++;
    }
    if (from == to) {
      return bytes;
    }
    return switch (random.nextInt(4)) {
      case 0 -> replaced(bytes, from, from, new byte[] {'-'});
      case 1 -> {
        bytes[from + random.nextInt(to - from)] = (byte) ('0' + random.nextInt(10));
        yield bytes;
      }
      case 2 -> replaced(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
      default -> {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        yield replaced(bytes, from, to, text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** A corpus with more files. */
  static List<byte[]> join(List<byte[]> some, List<byte[]> others) {
    List<byte[]> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
