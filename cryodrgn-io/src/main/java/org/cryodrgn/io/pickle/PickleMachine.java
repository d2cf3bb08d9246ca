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
 * The pickle machine: a {@link PickleStack}, and one opcode after the other. It makes plain data
 * only; {@link PythonCallables} and {@link NumpyPickles} hold what may be called.
 */
final class PickleMachine {

  private static final String NO_PICKLE =
      "Name a .pkl file; parse_star and parse_pose_csparc, parse_ctf_csparc make them of .star and"
          + " .cs files";

  static final String ONLY_DATA =
      "Only NumPy arrays, numbers, text, lists, tuples, dicts and sets are read, since a pickle can"
          + " run any program: if you trust the file, save its values as such with Python";

  private static final int MAX_INTEGER_BYTES = 1024;

  private final PickleInput in;
  private final Callables callables;
  private final PythonCallables python;
  private final NumpyPickles numpy;
  private final PickleStack stack;
  private long opcodeAt;
  private long opcodes;
  private long budget;

  PickleMachine(PickleInput in, Callables callables) {
    this.in = in;
    this.callables = callables;
    this.budget = 4 * in.length() + (1 << 20);
    this.stack = new PickleStack(in.length());
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
    opcodes = 0;
    while (true) {
      opcodeAt = in.position();
      opcodes++;
      int opcode = in.u1();
      if (opcode == '.') {
        return stack.result();
      }
      execute(opcode);
    }
  }

  private void execute(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> protocol(in.u1());
      case 0x95 -> in.i8();
      case '(' -> stack.mark();
      case '0' -> stack.pop();
      case '1' -> stack.popMark();
      case '2' -> stack.push(stack.peek());

      case 'N' -> stack.push(null);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'I' -> stack.push(PickleText.integerOrBoolean(in.line()));
      case 'J' -> stack.push((long) in.i4());
      case 'K' -> stack.push((long) in.u1());
      case 'M' -> stack.push((long) in.u2());
      case 'L' -> stack.push(PickleText.integer(in.line()));
      case 0x8a -> stack.push(integer(in.u1()));
      case 0x8b -> stack.push(integer(in.i4()));
      case 'F' -> stack.push(PickleText.real(in.line()));
      case 'G' -> stack.push(in.f8());

      case 'S' -> stack.push(PickleText.quoted(in.line()));
      case 'V' -> stack.push(PickleText.rawUnicode(in.line()));
      case 'T' -> stack.push(new String(in.bytes(in.i4()), StandardCharsets.ISO_8859_1));
      case 'U' -> stack.push(new String(in.bytes(in.u1()), StandardCharsets.ISO_8859_1));
      case 'X' -> stack.push(in.utf8(in.u4()));
      case 0x8c -> stack.push(in.utf8(in.u1()));
      case 0x8d -> stack.push(in.utf8(in.i8()));
      case 'B' -> stack.push(in.bytes(in.u4()));
      case 'C' -> stack.push(in.bytes(in.u1()));
      case 0x8e, 0x96 -> stack.push(in.bytes(in.i8()));

      case ')' -> stack.pushContainer(new Object[0]);
      case 't' -> stack.pushContainer(stack.popMark());
      case 0x85 -> stack.pushContainer(stack.pop(1));
      case 0x86 -> stack.pushContainer(stack.pop(2));
      case 0x87 -> stack.pushContainer(stack.pop(3));
      case ']' -> stack.pushContainer(new ArrayList<>());
      case 'l' -> stack.pushContainer(new ArrayList<>(Arrays.asList(stack.popMark())));
      case 'a' -> collection(List.class, stack.pop(1));
      case 'e' -> collection(List.class, stack.popMark());
      case '}' -> stack.pushContainer(new LinkedHashMap<>());
      case 'd' -> {
        Object[] items = stack.popMark();
        stack.pushContainer(new LinkedHashMap<>());
        setItems(items);
      }
      case 's' -> setItems(stack.pop(2));
      case 'u' -> setItems(stack.popMark());
      case 0x8f -> stack.pushContainer(new LinkedHashSet<>());
      case 0x90 -> collection(LinkedHashSet.class, keys(stack.popMark()));
      case 0x91 -> stack.pushContainer(new LinkedHashSet<>(Arrays.asList(keys(stack.popMark()))));

      case 'p' -> stack.memorize(PickleText.index(in.line()), opcodes);
      case 'q' -> stack.memorize(in.u1(), opcodes);
      case 'r' -> stack.memorize(in.u4(), opcodes);
      case 0x94 -> stack.memorize();
      case 'g' -> stack.recall(PickleText.index(in.line()));
      case 'h' -> stack.recall(in.u1());
      case 'j' -> stack.recall(in.u4());

      case 'c' -> stack.push(global(in.line(), in.line()));
      case 'i' -> throw refusal(in.line() + "." + in.line());
      case 0x93 -> stackGlobal();
      case 'R', 0x81 -> reduce();
      case 'b' -> build();
      case 'P' -> stack.push(persistent(in.line()));
      case 'Q' -> stack.push(persistent(stack.pop()));

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

  @SuppressWarnings("unchecked")
  private void collection(Class<?> type, Object[] items) {
    Object target = stack.peek();
    if (!type.isInstance(target)) {
      throw new Malformed("values are added to something that is no list or set");
    }
    ((Collection<Object>) target).addAll(Arrays.asList(items));
  }

  @SuppressWarnings("unchecked")
  private void setItems(Object[] items) {
    if (!(stack.peek() instanceof LinkedHashMap<?, ?> map) || items.length % 2 != 0) {
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

  private void stackGlobal() {
    if (opcodeAt == 0) {
      // No pickle begins with this opcode; every .npy file does.
      throw new Malformed(
          "begins as a NumPy file, not as a pickle",
          "Write it with pickle.dump instead of numpy.save");
    }
    Object[] names = stack.pop(2);
    if (!(names[0] instanceof String module && names[1] instanceof String name)) {
      throw new Malformed("a name that is no text");
    }
    stack.push(global(module, name));
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
    Object[] call = stack.pop(2);
    if (!(call[0] instanceof Callables.Named function && call[1] instanceof Object[] arguments)) {
      throw new Malformed("a call of something that is no function");
    }
    stack.pushContainer(function.callable().call(arguments));
  }

  private void build() {
    Object state = stack.pop();
    Object target = stack.peek();
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
