package org.cryodrgn.io.config;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cryodrgn.io.DataException;

/** A mapping of a config.yaml: each key that is asked for is taken out, the rest is kept. */
final class ConfigSection {

  private final Path file;
  private final String prefix;
  private final Map<String, Object> entries;

  /**
   * @param prefix the way to this mapping, with a dot at its end
   */
  ConfigSection(Path file, String prefix, Map<String, Object> entries) {
    this.file = file;
    this.prefix = prefix;
    this.entries = new LinkedHashMap<>(entries);
  }

  ConfigSection section(String key) {
    return new ConfigSection(file, prefix + key + ".", map(key, required(key)));
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The keys that were not asked for. */
  Map<String, Object> rest() {
    return entries;
  }

  String text(String key) {
    return text(key, required(key));
  }

  Optional<String> optionalText(String key) {
    return Optional.ofNullable(entries.remove(key)).map(value -> text(key, value));
  }

  List<String> texts(String key) {
    Object value = entries.remove(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(key, "a list", value);
    }
    return list.stream().map(String::valueOf).toList();
  }

  boolean flag(String key, boolean missing) {
    Object value = entries.remove(key);
    if (value == null) {
      return missing;
    }
    if (!(value instanceof Boolean flag)) {
      throw wrong(key, "true or false", value);
    }
    return flag;
  }

  int integer(String key) {
    return integer(key, required(key));
  }

  int positive(String key) {
    Object value = required(key);
    if (integer(key, value) <= 0) {
      throw wrong(key, "above zero", value);
    }
    return integer(key, value);
  }

  OptionalInt optionalInt(String key) {
    Object value = entries.remove(key);
    return value == null ? OptionalInt.empty() : OptionalInt.of(integer(key, value));
  }

  OptionalLong optionalLong(String key) {
    Object value = entries.remove(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!(value instanceof Integer || value instanceof Long)) {
      throw wrong(key, "an integer", value);
    }
    return OptionalLong.of(((Number) value).longValue());
  }

  double number(String key, double missing) {
    return optionalNumber(key).orElse(missing);
  }

  OptionalDouble optionalNumber(String key) {
    Object value = entries.remove(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(finite(key, value));
  }

  double[] pair(String key) {
    Object value = required(key);
    if (!(value instanceof List<?> list && list.size() == 2)) {
      throw wrong(key, "two numbers", value);
    }
    return new double[] {finite(key, list.get(0)), finite(key, list.get(1))};
  }

  /** Empty for what is no time, which tells nothing that a run needs. */
  Optional<LocalDateTime> optionalTime(String key) {
    return entries.remove(key) instanceof LocalDateTime time ? Optional.of(time) : Optional.empty();
  }

  Map<String, Object> optionalMap(String key) {
    Object value = entries.remove(key);
    return value == null ? Map.of() : map(key, value);
  }

  /** The error of a value that was taken already. */
  DataException wrong(String key, String expected) {
    return DataException.at(file, "", prefix + key + " is not " + expected, Yaml.REMEDY);
  }

  private DataException wrong(String key, String expected, Object value) {
    String shown = String.valueOf(value).replaceAll("\\s+", " ");
    String brief = shown.length() > 60 ? shown.substring(0, 60) + "..." : shown;
    return wrong(key, expected + " but " + brief);
  }

  private Object required(String key) {
    Object value = entries.remove(key);
    if (value == null) {
      throw DataException.at(file, "", "has no " + prefix + key, Yaml.REMEDY);
    }
    return value;
  }

  private Map<String, Object> map(String key, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(key, "a mapping", value);
    }
    return Yaml.named(file, map);
  }

  private String text(String key, Object value) {
    if (value instanceof Map || value instanceof List) {
      throw wrong(key, "a text", value);
    }
    return String.valueOf(value);
  }

  private int integer(String key, Object value) {
    if (!(value instanceof Integer integer)) {
      throw wrong(key, "an integer", value);
    }
    return integer;
  }

  private double finite(String key, Object value) {
    if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
      throw wrong(key, "a number", value);
    }
    return number.doubleValue();
  }
}
