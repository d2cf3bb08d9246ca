package org.cryodrgn.io.pickle;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The last look at a value that a pickle made: it must be a tree of data that can be walked. Lists
 * that hold themselves, nesting without end, and small files that share their way to an enormous
 * tree are refused; arrays under construction give way to the finished ones.
 */
final class PickleGraph {

  private static final int MAX_DEPTH = 200;

  /** How many values a tree may have beyond the bytes of its file. */
  private static final long FREE_VALUES = 1_000_000;

  private static final Long BEING_WALKED = -1L;

  private final long limit;
  private final Map<Object, Long> sizes = new IdentityHashMap<>();

  private PickleGraph(long limit) {
    this.limit = limit;
  }

  /** The finished value. */
  static Object check(Object value, long fileLength) {
    PickleGraph graph = new PickleGraph(fileLength + FREE_VALUES);
    graph.walk(value, 0);
    return finished(value);
  }

  /** The number of values in the tree, shared ones counted each time. */
  private long walk(Object value, int depth) {
    if (value instanceof Callables.Named named) {
      throw new Malformed(
          "holds the class or function " + named.name() + " where data is expected",
          PickleMachine.ONLY_DATA);
    }
    if (!(value instanceof Collection || value instanceof Map || value instanceof Object[])) {
      return 1;
    }
    if (depth > MAX_DEPTH) {
      throw new Malformed("values are nested deeper than " + MAX_DEPTH);
    }
    Long known = sizes.putIfAbsent(value, BEING_WALKED);
    if (BEING_WALKED.equals(known)) {
      throw new Malformed("a list, tuple or dict holds itself");
    }
    if (known != null) {
      return known;
    }
    long size = 1;
    if (value instanceof List<?> list) {
      size += walkList(list, depth);
    } else if (value instanceof Object[] tuple) {
      for (int i = 0; i < tuple.length; i++) {
        size += limited(walk(tuple[i], depth + 1));
        tuple[i] = finished(tuple[i]);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        size += limited(walk(entry.getKey(), depth + 1) + walk(entry.getValue(), depth + 1));
        finish(entry);
      }
    } else {
      for (Object item : (LinkedHashSet<?>) value) {
        size += limited(walk(item, depth + 1));
      }
    }
    sizes.put(value, limited(size));
    return size;
  }

  @SuppressWarnings("unchecked")
  private long walkList(List<?> list, int depth) {
    List<Object> items = (List<Object>) list;
    long size = 0;
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      size = limited(size + walk(item, depth + 1));
      if (item instanceof NumpyPickles.PendingArray) {
        items.set(i, finished(item));
      }
    }
    return size;
  }

  @SuppressWarnings("unchecked")
  private static void finish(Map.Entry<?, ?> entry) {
    if (entry.getValue() instanceof NumpyPickles.PendingArray) {
      ((Map.Entry<Object, Object>) entry).setValue(finished(entry.getValue()));
    }
  }

  private static Object finished(Object value) {
    if (value instanceof NumpyPickles.PendingArray pending) {
      return pending.content();
    }
    if (value instanceof NumpyPickles.PendingType) {
      throw new Malformed("holds a NumPy dtype where data is expected", PickleMachine.ONLY_DATA);
    }
    return value;
  }

  private long limited(long size) {
    if (size > limit) {
      throw new Malformed("shared values unfold to more than " + limit + " values");
    }
    return size;
  }
}
