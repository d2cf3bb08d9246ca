package org.cryodrgn.io.pickle;

import java.util.ArrayList;
import java.util.List;

/**
 * The values that a pickle has made so far: the stack with its marks, and the memo. What lies under
 * a mark waits for it. Counts what is made, so that a file cannot fill the memory.
 */
final class PickleStack {

  private static final int MAX_VALUES = 64_000_000;

  /**
   * So many lists, tuples and dicts, and one more for so many bytes of the file, so that empty ones
   * cannot fill the memory. A number of NumPy that lies in a list by itself, in 15 bytes or more,
   * is made of a tuple and counts as two.
   */
  private static final int FREE_CONTAINERS = 2_000_000;

  private static final int CONTAINER_BYTES = 6;

  private final List<Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final List<Object> memo = new ArrayList<>();
  private int made;
  private long containersLeft;

  /**
   * @param fileLength bytes, by which the number of containers is limited
   */
  PickleStack(long fileLength) {
    this.containersLeft = FREE_CONTAINERS + fileLength / CONTAINER_BYTES;
  }

  /** Forgets the values of the pickle before; what is made still counts. */
  void clear() {
    values.clear();
    marks.clear();
    memo.clear();
  }

  void push(Object value) {
    if (++made > MAX_VALUES) {
      throw new Malformed("more than " + MAX_VALUES + " values", PickleMachine.ONLY_DATA);
    }
    values.add(value);
  }

  void pushContainer(Object value) {
    if (--containersLeft < 0) {
      throw new Malformed(
          "too many lists, tuples and dicts for a file of its size", PickleMachine.ONLY_DATA);
    }
    push(value);
  }

  void mark() {
    marks.add(values.size());
  }

  /** The number of values under the last mark, which may not be taken. */
  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  Object peek() {
    if (values.size() <= floor()) {
      throw new Malformed("a value is asked for where none was made");
    }
    return values.get(values.size() - 1);
  }

  Object pop() {
    peek();
    return values.remove(values.size() - 1);
  }

  /** The topmost values, the lowest of them first. */
  Object[] pop(int count) {
    if (values.size() - count < floor()) {
      throw new Malformed(count + " values are asked for where fewer were made");
    }
    return popFrom(values.size() - count);
  }

  /** All values since the last mark, which goes too. */
  Object[] popMark() {
    if (marks.isEmpty()) {
      throw new Malformed("a mark is asked for where none was set");
    }
    return popFrom(marks.remove(marks.size() - 1));
  }

  private Object[] popFrom(int start) {
    List<Object> top = values.subList(start, values.size());
    Object[] taken = top.toArray();
    top.clear();
    return taken;
  }

  /** The one value that a whole pickle leaves. */
  Object result() {
    if (values.size() != 1 || !marks.isEmpty()) {
      throw new Malformed("the pickle ends with " + values.size() + " values instead of one");
    }
    return values.get(0);
  }

  /** Puts the topmost value into the memo, at its end. */
  void memorize() {
    memo.add(peek());
  }

  /**
   * Puts the topmost value into the memo.
   *
   * @param opcodes how many the pickle has had: Python numbers the memo without gaps, and each
   *     entry takes an opcode
   */
  void memorize(long index, long opcodes) {
    if (index < 0 || index > opcodes) {
      throw new Malformed("memo entry " + index);
    }
    Object value = peek();
    while (memo.size() <= index) {
      memo.add(null);
    }
    memo.set((int) index, value);
  }

  /** Pushes a value of the memo. */
  void recall(long index) {
    if (index < 0 || index >= memo.size()) {
      throw new Malformed("memo entry " + index + " was never set");
    }
    push(memo.get((int) index));
  }
}
