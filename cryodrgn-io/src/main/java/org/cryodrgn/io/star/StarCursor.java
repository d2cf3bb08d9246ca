package org.cryodrgn.io.star;

import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MappedFile;

/**
 * Walks the tokens of one line: separated by blanks, quoted by ' or " (a quote ends where white
 * space follows it), ended by the line's end or by a # that begins a token.
 */
final class StarCursor {

  private final MappedFile bytes;
  private final long size;
  private long position;
  private long start;
  private long end;
  private boolean quoted;

  StarCursor(MappedFile bytes) {
    this.bytes = bytes;
    this.size = bytes.size();
  }

  /** Puts the cursor before the token at or after a position. */
  void seek(long newPosition) {
    position = newPosition;
  }

  /** Where the next search for a token begins. */
  long position() {
    return position;
  }

  /** Goes to the next token of the line; false at the line's end or at a comment. */
  boolean next() {
    long p = position;
    byte b = 0;
    while (p < size && isBlank(b = bytes.at(p))) {
      p++;
    }
    if (p >= size || b == '\n' || b == '#') {
      position = p;
      return false;
    }
    requireText(b, p);
    quoted = b == '"' || b == '\'';
    if (quoted) {
      nextQuoted(p, b);
      return true;
    }
    start = p;
    while (++p < size) {
      b = bytes.at(p);
      if (b <= ' ') {
        if (endsToken(b)) {
          break;
        }
        requireText(b, p);
      }
    }
    end = p;
    position = p;
    return true;
  }

  /** File systems put zero bytes where they lost what was written. */
  private void requireText(byte b, long at) {
    if (b == 0) {
      throw DataException.at(
          bytes.path(),
          "line " + line(at),
          "holds a zero byte",
          "Copy the file anew, or write it again: it is damaged");
    }
  }

  private void nextQuoted(long opening, byte quote) {
    for (long p = opening + 1; p < size && bytes.at(p) != '\n'; p++) {
      requireText(bytes.at(p), p);
      if (bytes.at(p) == quote && (p + 1 >= size || endsToken(bytes.at(p + 1)))) {
        start = opening + 1;
        end = p;
        position = p + 1;
        return;
      }
    }
    throw DataException.at(
        bytes.path(),
        "line " + line(opening),
        "a quote is opened and not closed",
        "Close it, or quote the value with the other kind of quote");
  }

  /** The first byte of the token's value, without its quote. */
  long start() {
    return start;
  }

  /** The byte after the token's value, without its quote. */
  long end() {
    return end;
  }

  /** The first byte of the token with its quote. */
  long rawStart() {
    return quoted ? start - 1 : start;
  }

  /** The byte after the token with its quote. */
  long rawEnd() {
    return position;
  }

  String text() {
    return bytes.text(start, end);
  }

  /** Whether the token, unquoted, begins with these ASCII letters. */
  boolean startsWith(String letters) {
    if (quoted || end - start < letters.length()) {
      return false;
    }
    for (int i = 0; i < letters.length(); i++) {
      if (bytes.at(start + i) != letters.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first byte of the line after the one that holds a position. */
  long nextLine(long within) {
    return Math.min(size, bytes.find((byte) '\n', within) + 1);
  }

  /** The number of the line that holds a position, counted from 1. */
  long line(long within) {
    return line(bytes, within);
  }

  static long line(MappedFile bytes, long within) {
    long line = 1;
    for (long p = bytes.find((byte) '\n', 0); p < within; p = bytes.find((byte) '\n', p + 1)) {
      line++;
    }
    return line;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\f' || b == 0x0B;
  }

  private static boolean endsToken(byte b) {
    return b == '\n' || isBlank(b);
  }
}
