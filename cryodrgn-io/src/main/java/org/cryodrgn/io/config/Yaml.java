package org.cryodrgn.io.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.DecimalText;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** YAML 1.1 as PyYAML reads and writes it. */
final class Yaml {

  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 20;

  /** What to do about a file that is no configuration of a run. */
  static final String REMEDY = "Use the config.yaml that the training wrote into its folder";

  private static final Tag TUPLE = new Tag(Tag.PREFIX + "python/tuple");

  /** Python's str(datetime): the fraction is left out where it is zero, and has 6 digits else. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.US);

  private Yaml() {}

  /**
   * The mapping that a file holds. Integers are {@link Integer}, {@link Long} or {@link
   * java.math.BigInteger}, floats {@link Double}, times {@link LocalDateTime}, tuples lists.
   */
  static Map<String, Object> read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    options.setAllowDuplicateKeys(false);
    options.setTagInspector(TUPLE::equals);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw DataException.at(
            file, "", "is larger than any config.yaml", "Check that this is the right file");
      }
      Object value = new org.yaml.snakeyaml.Yaml(new Values(options)).load(Files.readString(file));
      checkDepth(value, 0);
      if (value instanceof Map<?, ?> map) {
        return named(file, map);
      }
      throw DataException.at(file, "", "holds no keys and values", REMEDY);
    } catch (CharacterCodingException e) {
      throw DataException.at(file, "", "is no text", REMEDY, e);
    } catch (IOException e) {
      throw DataException.cannotRead(file, e);
    } catch (YAMLException e) {
      throw notYaml(file, e);
    }
  }

  /** An alias may point to the list that holds it. */
  private static void checkDepth(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new YAMLException("nested deeper than " + MAX_DEPTH);
    }
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> checkDepth(key, depth + 1));
      map.values().forEach(item -> checkDepth(item, depth + 1));
    } else if (value instanceof Collection<?> items) {
      items.forEach(item -> checkDepth(item, depth + 1));
    }
  }

  /** The mapping with its keys, which must be text. */
  static Map<String, Object> named(Path file, Map<?, ?> map) {
    Map<String, Object> named = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw DataException.at(file, "", "the key " + entry.getKey() + " is no text", REMEDY);
      }
      named.put(key, entry.getValue());
    }
    return named;
  }

  /** The text of a mapping, one entry a line, keys sorted. */
  static String text(Map<String, Object> entries) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new org.yaml.snakeyaml.Yaml(new Texts(options), options).dump(sorted(entries));
  }

  /** A float as PyYAML writes it: as Python's repr, with a point, without which it reads a text. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return ".nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    String text = DecimalText.shortest(value);
    return text.contains(".") ? text : text.replace("e", ".0e");
  }

  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> sorted = new TreeMap<>(Comparator.comparing(String::valueOf));
      map.forEach((key, item) -> sorted.put(key, sorted(item)));
      return sorted;
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(sorted(item)));
      return items;
    }
    return value;
  }

  private static DataException notYaml(Path file, YAMLException e) {
    boolean marked = e instanceof MarkedYAMLException m && m.getProblemMark() != null;
    String place =
        marked ? "line " + (((MarkedYAMLException) e).getProblemMark().getLine() + 1) : "";
    String problem =
        e instanceof MarkedYAMLException m && m.getProblem() != null
            ? m.getProblem()
            : String.valueOf(e.getMessage());
    return DataException.at(
        file, place, "is no sound YAML: " + problem.replaceAll("\\s+", " "), REMEDY, e);
  }

  /** Plain values only; PyYAML's tuples become lists, times keep their microseconds. */
  private static final class Values extends SafeConstructor {
    Values(LoaderOptions options) {
      super(options);
      yamlConstructors.put(
          TUPLE,
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
              }
              throw new YAMLException("a tuple that is no sequence");
            }
          });
      yamlConstructors.put(
          Tag.TIMESTAMP,
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              if (!(node instanceof ScalarNode scalar)) {
                throw new YAMLException("a time that is no scalar");
              }
              String text = scalar.getValue();
              try {
                return LocalDateTime.parse(text.replace('T', ' '), TIME);
              } catch (DateTimeParseException e) {
                return text;
              }
            }
          });
    }
  }

  /** Floats and times as PyYAML writes them. */
  private static final class Texts extends Representer {
    Texts(DumperOptions options) {
      super(options);
      representers.put(Double.class, value -> representScalar(Tag.FLOAT, number((Double) value)));
      representers.put(
          LocalDateTime.class,
          value -> representScalar(Tag.TIMESTAMP, TIME.format((LocalDateTime) value)));
    }
  }
}
