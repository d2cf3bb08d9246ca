package org.cryodrgn.io.numpy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The literals that the head of a .npy file holds: strings, integers, True, False, None, tuples and
 * lists (both as {@link List}) and dicts. Nothing is evaluated.
 */
final class PythonLiteral {

  private static final int DEEPEST = 8;

  private final String text;
  private int position;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /**
   * Parses one literal that fills the text.
   *
   * @throws IllegalArgumentException if that is not what the text holds
   */
  static Object parse(String text) {
    PythonLiteral parser = new PythonLiteral(text);
    Object value = parser.value(0);
    parser.skipBlanks();
    if (parser.position < text.length()) {
      throw parser.unexpected();
    }
    return value;
  }

  private Object value(int depth) {
    skipBlanks();
    if (depth > DEEPEST || position >= text.length()) {
      throw unexpected();
    }
    char c = text.charAt(position);
    if (c == '{') {
      return dict(depth);
    } else if (c == '(' || c == '[') {
      return sequence(depth, c == '(' ? ')' : ']');
    } else if (c == '\'' || c == '"') {
      return string(c);
    } else if ((c == 'u' || c == 'b') && text.startsWith("'", position + 1)) {
      position++;
      return string('\'');
    } else if (Character.isLetter(c)) {
      return word();
    }
    return integer();
  }

  private Map<String, Object> dict(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    position++;
    while (!closes('}')) {
      Object key = value(depth + 1);
      expect(':');
      map.put(String.valueOf(key), value(depth + 1));
      separator('}');
    }
    return map;
  }

  private List<Object> sequence(int depth, char end) {
    List<Object> list = new ArrayList<>();
    position++;
    while (!closes(end)) {
      list.add(value(depth + 1));
      separator(end);
    }
    return list;
  }

  private boolean closes(char end) {
    skipBlanks();
    if (position < text.length() && text.charAt(position) == end) {
      position++;
      return true;
    }
    return false;
  }

  private void separator(char end) {
    skipBlanks();
    if (position < text.length() && text.charAt(position) == end) {
      return;
    }
    expect(',');
  }

  private void expect(char c) {
    skipBlanks();
    if (position >= text.length() || text.charAt(position) != c) {
      throw unexpected();
    }
    position++;
  }

  private String string(char quote) {
    StringBuilder value = new StringBuilder();
    position++;
    while (position < text.length() && text.charAt(position) != quote) {
      if (text.charAt(position) == '\\') {
        position++;
        if (position >= text.length() || "\\'\"".indexOf(text.charAt(position)) < 0) {
          throw unexpected();
        }
      }
      value.append(text.charAt(position++));
    }
    expect(quote);
    return value.toString();
  }

  private Object word() {
    int from = position;
    while (position < text.length() && Character.isLetter(text.charAt(position))) {
      position++;
    }
    switch (text.substring(from, position)) {
      case "True":
        return Boolean.TRUE;
      case "False":
        return Boolean.FALSE;
      case "None":
        return "None";
      default:
        position = from;
        throw unexpected();
    }
  }

  private Long integer() {
    int from = position;
    while (position < text.length() && "-0123456789".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    try {
      Long value = Long.valueOf(text.substring(from, position));
      if (position < text.length() && text.charAt(position) == 'L') {
        position++;
      }
      return value;
    } catch (NumberFormatException e) {
      position = from;
      throw unexpected();
    }
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("unexpected text at character " + position);
  }
}
