package org.cryodrgn.io.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.cryodrgn.io.numpy.NumpyArray;

/** Python's own containers where a pickle makes them by a call. */
final class PythonCallables {

  /** Takes the size of each copy that is made, and refuses when they are too large. */
  private final LongConsumer budget;

  PythonCallables(LongConsumer budget) {
    this.budget = budget;
  }

  /** {@code __builtin__} is what Python 2 and protocols 0 to 2 call {@code builtins}. */
  Optional<Callables.Callable> find(String name) {
    return Optional.ofNullable(
        switch (name.replace("__builtin__.", "builtins.")) {
          case "builtins.set", "builtins.frozenset" -> arguments -> set(items(arguments));
          case "builtins.list" -> arguments -> new ArrayList<>(Arrays.asList(items(arguments)));
          case "builtins.tuple" -> this::items;
          case "builtins.dict", "collections.OrderedDict" -> arguments -> dict(items(arguments));
          case "collections.defaultdict" -> PythonCallables::defaultDict;
          case "builtins.bytes", "builtins.bytearray", "_codecs.encode" -> this::bytes;
          default -> null;
        });
  }

  /** Checks that a value may be a key or a member of a set: Python's hashable values. */
  static Object key(Object value) {
    if (value instanceof Collection || value instanceof Map || value instanceof NumpyArray) {
      throw new Malformed("a list, dict or array as a key");
    }
    return value;
  }

  private Object[] items(Object[] arguments) {
    if (arguments.length == 0) {
      return new Object[0];
    }
    Object[] items =
        arguments.length != 1
            ? null
            : arguments[0] instanceof Object[] tuple
                ? tuple.clone()
                : arguments[0] instanceof Collection<?> some ? some.toArray() : null;
    if (items == null) {
      throw new Malformed("a container that is made of something else than a list or tuple");
    }
    budget.accept(8L * items.length);
    return items;
  }

  private static Object set(Object[] items) {
    for (Object item : items) {
      key(item);
    }
    return new LinkedHashSet<>(Arrays.asList(items));
  }

  private static Object dict(Object[] pairs) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    for (Object item : pairs) {
      Object[] pair =
          item instanceof List<?> list && list.size() == 2
              ? list.toArray()
              : item instanceof Object[] tuple ? tuple : new Object[0];
      if (pair.length != 2) {
        throw new Malformed("a dict that is not made of pairs");
      }
      dict.put(key(pair[0]), pair[1]);
    }
    return dict;
  }

  private static Object defaultDict(Object[] arguments) {
    boolean plain = arguments.length == 0 || arguments[0] == null;
    if (arguments.length > 1 || !(plain || arguments[0] instanceof Callables.Named)) {
      throw new Malformed("a defaultdict that is not made of a class");
    }
    return new LinkedHashMap<>();
  }

  /** Protocols 0 to 2 write bytes as Latin-1 text and how to encode it. */
  private Object bytes(Object[] arguments) {
    if (arguments.length == 0) {
      return new byte[0];
    }
    if (arguments.length == 1 && arguments[0] instanceof byte[] bytes) {
      return bytes;
    }
    if (arguments.length == 2
        && arguments[0] instanceof String text
        && arguments[1] instanceof String encoding
        && encoding.replace("-", "").equals("latin1")) {
      budget.accept(text.length());
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    throw new Malformed("bytes that are not written as Latin-1 text");
  }
}
