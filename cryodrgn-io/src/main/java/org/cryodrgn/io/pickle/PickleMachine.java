package org.cryodrgn.io.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The pickle machine: a stack, a memo, and one opcode after the other. It makes plain data only;
 * {@link PythonCallables} and {@link NumpyPickles} hold what may be called.
 */
final class PickleMachine {

  private static final String NO_PICKLE =
      "Name a .pkl file; parse_star and parse_pose_csparc, parse_ctf_csparc make them of .star and"
          + " .cs files";

  static final String ONLY_DATA =
      "Only NumPy arrays, numbers, text, lists, tuples, dicts and sets are read, since a pickle can"
          + " run any program: if you trust the file, save its values as such with Python";

  private static final int MAX_VALUES = 64_000_000;

  /**
   * So many lists, tuples and dicts, and one more for so many bytes of the file, so that empty ones
   * cannot fill the memory. A number of NumPy that lies in a list by itself, in 15 bytes or more,
   * is made of a tuple and counts as two.
   */
  private static final int FREE_CONTAINERS = 2_000_000;

  private static final int CONTAINER_BYTES = 6;
  private static final int MAX_INTEGER_BYTES = 1024;

  private final PickleInput in;
  private final Callables callables;
  private final PythonCallables python;
  private final NumpyPickles numpy;
  private final ArrayList<Object> stack = new ArrayList<>();
  private final ArrayList<Integer> marks = new ArrayList<>();
  private final ArrayList<Object> memo = new ArrayList<>();
  private long opcodeAt;
  private long opcodes;
  private int values;
  private long containersLeft;
  private long budget;

  PickleMachine(PickleInput in, Callables callables) {
    this.in = in;
    this.callables = callables;
    this.budget = 4 * in.length() + (1 << 20);
    this.containersLeft = FREE_CONTAINERS + in.length() / CONTAINER_BYTES;
    this.python = new PythonCallables(this::spend);
    this.numpy = new NumpyPickles(this::spend);
  }

  /** Where the opcode lies that was executed last. */
  long opcodeAt() {
    return opcodeAt;
  }

  /** Executes one pickle up to its end mark. */
  Object run() throws IOException {
    stack.clear();
    marks.clear();
    memo.clear();
    opcodes = 0;
    while (true) {
      opcodeAt = in.position();
      opcodes++;
      int opcode = in.u1();
      if (opcode == '.') {
        if (stack.size() != 1 || !marks.isEmpty()) {
          throw new Malformed("the pickle ends with " + stack.size() + " values instead of one");
        }
        return stack.get(0);
      }
      execute(opcode);
    }
  }

  private void execute(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> protocol(in.u1());
      case 0x95 -> in.i8();
      case '(' -> marks.add(stack.size());
      case '0' -> pop();
      case '1' -> popMark();
      case '2' -> push(peek());

      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'I' -> push(PickleText.integerOrBoolean(in.line()));
      case 'J' -> push((long) in.i4());
      case 'K' -> push((long) in.u1());
      case 'M' -> push((long) in.u2());
      case 'L' -> push(PickleText.integer(in.line()));
      case 0x8a -> push(integer(in.u1()));
      case 0x8b -> push(integer(in.i4()));
      case 'F' -> push(PickleText.real(in.line()));
      case 'G' -> push(in.f8());

      case 'S' -> push(PickleText.quoted(in.line()));
      case 'V' -> push(PickleText.rawUnicode(in.line()));
      case 'T' -> push(new String(in.bytes(in.i4()), StandardCharsets.ISO_8859_1));
      case 'U' -> push(new String(in.bytes(in.u1()), StandardCharsets.ISO_8859_1));
      case 'X' -> push(in.utf8(in.u4()));
      case 0x8c -> push(in.utf8(in.u1()));
      case 0x8d -> push(in.utf8(in.i8()));
      case 'B' -> push(in.bytes(in.u4()));
      case 'C' -> push(in.bytes(in.u1()));
      case 0x8e, 0x96 -> push(in.bytes(in.i8()));

      case ')' -> pushContainer(new Object[0]);
      case 't' -> pushContainer(popMark());
      case 0x85 -> pushContainer(pop(1));
      case 0x86 -> pushContainer(pop(2));
      case 0x87 -> pushContainer(pop(3));
      case ']' -> pushContainer(new ArrayList<>());
      case 'l' -> pushContainer(new ArrayList<>(Arrays.asList(popMark())));
      case 'a' -> collection(List.class, pop(1));
      case 'e' -> collection(List.class, popMark());
      case '}' -> pushContainer(new LinkedHashMap<>());
      case 'd' -> {
        Object[] items = popMark();
        pushContainer(new LinkedHashMap<>());
        setItems(items);
      }
      case 's' -> setItems(pop(2));
      case 'u' -> setItems(popMark());
      case 0x8f -> pushContainer(new LinkedHashSet<>());
      case 0x90 -> collection(LinkedHashSet.class, keys(popMark()));
      case 0x91 -> pushContainer(new LinkedHashSet<>(Arrays.asList(keys(popMark()))));

      case 'p' -> put(PickleText.index(in.line()));
      case 'q' -> put(in.u1());
      case 'r' -> put(in.u4());
      case 0x94 -> put(memo.size());
      case 'g' -> get(PickleText.index(in.line()));
      case 'h' -> get(in.u1());
      case 'j' -> get(in.u4());

      case 'c' -> push(global(in.line(), in.line()));
      case 'i' -> throw refusal(in.line() + "." + in.line());
      case 0x93 -> stackGlobal();
      case 'R', 0x81 -> reduce();
      case 'b' -> build();
      case 'P' -> push(persistent(in.line()));
      case 'Q' -> push(persistent(pop()));

      default ->
          throw opcodeAt == 0
              ? new Malformed("does not begin as a pickle", NO_PICKLE)
              : new Malformed(
                  String.format("opcode 0x%02X, which no file of cryoDRGN holds", opcode));
    }
  }

  private static void protocol(int protocol) {
    if (protocol > 5) {
      throw new Malformed("pickle protocol " + protocol, "Save the file with protocol 5 or less");
    }
  }

  private Object integer(int length) throws IOException {
    if (length < 0 || length > MAX_INTEGER_BYTES) {
      throw new Malformed("an integer of " + length + " bytes");
    }
    byte[] bytes = in.bytes(length);
    for (int low = 0, high = length - 1; low < high; low++, high--) {
      byte b = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = b;
    }
    return length == 0 ? (Object) 0L : PickleText.shortest(new BigInteger(bytes));
  }

  private void push(Object value) {
    if (++values > MAX_VALUES) {
      throw new Malformed("more than " + MAX_VALUES + " values", ONLY_DATA);
    }
    stack.add(value);
  }

  private void pushContainer(Object value) {
    if (--containersLeft < 0) {
      throw new Malformed("too many lists, tuples and dicts for a file of its size", ONLY_DATA);
    }
    push(value);
  }

  /** The lowest element of the stack that may be taken: those under a mark wait for it. */
  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private Object peek() {
    if (stack.size() <= floor()) {
      throw new Malformed("a value is asked for where none was made");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    peek();
    return stack.remove(stack.size() - 1);
  }

  private Object[] pop(int count) {
    if (stack.size() - count < floor()) {
      throw new Malformed(count + " values are asked for where fewer were made");
    }
    return popFrom(stack.size() - count);
  }

  private Object[] popMark() {
    if (marks.isEmpty()) {
      throw new Malformed("a mark is asked for where none was set");
    }
    return popFrom(marks.remove(marks.size() - 1));
  }

  private Object[] popFrom(int start) {
    List<Object> top = stack.subList(start, stack.size());
    Object[] taken = top.toArray();
    top.clear();
    return taken;
  }

  @SuppressWarnings("unchecked")
  private void collection(Class<?> type, Object[] items) {
    Object target = peek();
    if (!type.isInstance(target)) {
      throw new Malformed("values are added to something that is no list or set");
    }
    ((Collection<Object>) target).addAll(Arrays.asList(items));
  }

  @SuppressWarnings("unchecked")
  private void setItems(Object[] items) {
    if (!(peek() instanceof LinkedHashMap<?, ?> map) || items.length % 2 != 0) {
      throw new Malformed("keys and values are added to something that is no dict");
    }
    for (int i = 0; i < items.length; i += 2) {
      ((Map<Object, Object>) map).put(PythonCallables.key(items[i]), items[i + 1]);
    }
  }

  private static Object[] keys(Object[] items) {
    for (Object item : items) {
      PythonCallables.key(item);
    }
    return items;
  }

  private void put(long index) {
    // Python numbers the memo without gaps, and each entry takes an opcode.
    if (index < 0 || index > opcodes) {
      throw new Malformed("memo entry " + index);
    }
    Object value = peek();
    while (memo.size() <= index) {
      memo.add(null);
    }
    memo.set((int) index, value);
  }

  private void get(long index) {
    if (index < 0 || index >= memo.size()) {
      throw new Malformed("memo entry " + index + " was never set");
    }
    push(memo.get((int) index));
  }

  private void stackGlobal() {
    if (opcodeAt == 0) {
      // No pickle begins with this opcode; every .npy file does.
      throw new Malformed(
          "begins as a NumPy file, not as a pickle",
          "Write it with pickle.dump instead of numpy.save");
    }
    Object[] names = pop(2);
    if (!(names[0] instanceof String module && names[1] instanceof String name)) {
      throw new Malformed("a name that is no text");
    }
    push(global(module, name));
  }

  private Callables.Named global(String module, String name) {
    String full = module + "." + name;
    return python
        .find(full)
        .or(() -> numpy.find(full))
        .or(() -> callables.find(full))
        .map(function -> new Callables.Named(full, function))
        .orElseThrow(() -> refusal(full));
  }

  private static Malformed refusal(String name) {
    String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
    String remedy = name.startsWith("torch.") ? "Convert tensors with .numpy() first" : ONLY_DATA;
    return new Malformed(
        "refused: the pickle asks for " + shown.replaceAll("\\p{Cntrl}", "?"), remedy);
  }

  private void reduce() {
    Object[] call = pop(2);
    if (!(call[0] instanceof Callables.Named function && call[1] instanceof Object[] arguments)) {
      throw new Malformed("a call of something that is no function");
    }
    pushContainer(function.callable().call(arguments));
  }

  private void build() {
    Object state = pop();
    Object target = peek();
    if (target instanceof NumpyPickles.PendingArray array) {
      numpy.build(array, state);
    } else if (target instanceof NumpyPickles.PendingType type) {
      type.build(state);
    } else if (!(target instanceof LinkedHashMap)) {
      // A dict's attributes (PyTorch's _metadata) carry no data.
      throw new Malformed("a state for something that has none");
    }
  }

  private Object persistent(Object id) {
    return callables
        .persistent(id)
        .orElseThrow(
            () ->
                new Malformed(
                    "a value that lies outside of the pickle", "Save the values themselves"));
  }

  /** Accounts for bytes that a call copies, so that a small file cannot copy without end. */
  private void spend(long bytes) {
    budget -= bytes;
    if (budget < 0) {
      throw new Malformed("copies its values over and over");
    }
  }
}
