package org.cryodrgn.io.pickle;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles that would run programs, exhaust memory, or never end. */
class HostilePickleTest {

  private static final String ARRAY =
      "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nI0\n\u0085U\u0001btR";

  private static final String OBJECTS = "cnumpy\ndtype\n(S'O8'\ntR(I3\nS'|'\nNNNI-1\nI-1\nI63\ntb";

  static Stream<Arguments> pickles() {
    return Stream.of(
        Arguments.of("cos\nsystem\n(S'echo boo'\ntR.", "os.system"),
        Arguments.of("cposix\nsystem\n(S'echo boo'\ntR.", "posix.system"),
        Arguments.of("c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval"),
        Arguments.of("\u0080\u0004\u008c\u0008builtins\u008c\u0004exec\u0093.", "builtins.exec"),
        Arguments.of("cbuiltins\ngetattr\n.", "builtins.getattr"),
        Arguments.of("csubprocess\nPopen\n.", "subprocess.Popen"),
        Arguments.of("cnumpy\nload\n.", "numpy.load"),
        Arguments.of("cnumpy.core.multiarray\nfromfile\n.", "fromfile"),
        Arguments.of("(S'x'\nios\nsystem\n.", "os.system"),
        Arguments.of("(cos\nsystem\nS'x'\no.", "os.system"),
        Arguments.of("cos\nsystem\nx\n.", "os.system"),
        Arguments.of("N\u0082\u0001.", "opcode 0x82"),
        Arguments.of("N\u0097.", "opcode 0x97"),
        Arguments.of("# version 30001\n\ndata_optics\n", "does not begin as a pickle"),
        Arguments.of("ctorch._utils\n_rebuild_tensor_v2\n.", ".numpy()"),
        Arguments.of("cpandas.core.frame\nDataFrame\n.", "pandas.core.frame.DataFrame"),
        Arguments.of("PK\u0003\u0004\u0000\u0000archive/data.pkl", "is a PyTorch checkpoint"),
        Arguments.of("S'7'\nQ.", "outside"),
        Arguments.of("c__builtin__\nset\n.", "__builtin__.set"),
        Arguments.of("]q\u0000h\u0000a.", "holds itself"),
        Arguments.of("}q\u0000S'a'\nh\u0000s.", "holds itself"),
        Arguments.of("(]q\u0000tq\u0001h\u0000h\u0001a0.", "holds itself"),
        Arguments.of("]q\u0000(h\u0000tah\u0000a.", "holds itself"),
        Arguments.of("]".repeat(100_000) + "a".repeat(99_999) + ".", "nested deeper"),
        Arguments.of("(".repeat(100_000) + "t".repeat(100_000) + ".", "nested deeper"),
        Arguments.of(bomb(), "unfold"),
        Arguments.of("(" + "]".repeat(3_000_000) + "t.", "too many lists"),
        Arguments.of("]r\u00ff\u00ff\u00ff\u007f.", "memo entry"),
        Arguments.of("]p99999999999999999999\n.", "memo entry"),
        Arguments.of("]p-1\n.", "memo entry"),
        Arguments.of("h\u0005.", "never set"),
        Arguments.of("B\u00ff\u00ff\u00ff\u007fabc", "2147483647 bytes"),
        Arguments.of("X\u00ff\u00ff\u00ff\u00ffabc", "4294967295 bytes"),
        Arguments.of("T\u00ff\u00ff\u00ff\u00ffabc", "bytes is announced"),
        Arguments.of("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.", "is announced"),
        Arguments.of("\u0096\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "is announced"),
        Arguments.of("\u008b\u00ff\u00ff\u00ff\u007f.", "an integer of 2147483647 bytes"),
        Arguments.of("L" + "9".repeat(1_000_000) + "L\n.", "1000000 digits"),
        Arguments.of("\u0080\u0006N.", "protocol 6"),
        Arguments.of("N", "end mark"),
        Arguments.of(".", "0 values"),
        Arguments.of("NN.", "2 values"),
        Arguments.of("t.", "mark"),
        Arguments.of("N(0.", "where none was made"),
        Arguments.of("NNs.", "none was made"),
        Arguments.of("]NNs.", "no dict"),
        Arguments.of("}]Ns.", "as a key"),
        Arguments.of("NNa.", "no list"),
        Arguments.of("N)R.", "no function"),
        Arguments.of("NNb.", "state"),
        Arguments.of("Iabc\n.", "integer"),
        Arguments.of("Fabc\n.", "float"),
        Arguments.of("Sabc\n.", "quotes"),
        Arguments.of("V\\u12\n.", "escape"),
        Arguments.of("cnumpy\ndtype\n(S'O7'\ntR.", "Python objects"),
        Arguments.of(ARRAY + objects("I1", "(l(la"), "no row of text and numbers"),
        Arguments.of(ARRAY + objects("I1", "(lNa"), "no row of text and numbers"),
        Arguments.of(ARRAY + objects("I2", "(lI1\na"), "no row of text and numbers"),
        Arguments.of(ARRAY + objects("I1", "S'x'\n"), "no row of text and numbers"),
        Arguments.of(objectScalar(), "scalar"),
        Arguments.of("cnumpy\ndtype\n(S'V16'\ntR.", "structured"),
        Arguments.of("cnumpy\ndtype\n(S'c16'\ntR.", "complex"),
        Arguments.of("cnumpy\ndtype\n(S'1 '\ntR.", "dtype 1 "),
        Arguments.of(ARRAY + filled("(I1\nt").replace("'i1'", "' i'"), "dtype  i"),
        Arguments.of(ARRAY + ".", "no content"),
        Arguments.of(ARRAY + filled("(I2000000000\nI2000000000\nt"), "comes with 1 bytes"),
        Arguments.of(ARRAY + filled("(I-1\nt"), "comes with"),
        Arguments.of(ARRAY + filled("(I4294967297\nt"), "comes with"),
        Arguments.of(ARRAY + filled("(" + "I1\n".repeat(100) + "t"), "comes with"),
        Arguments.of(ARRAY + filled("(I0\nI2147483647\nI2147483647\nI2147483647\nt"), "comes"),
        Arguments.of(copies(), "over and over"),
        Arguments.of("", "is empty"));
  }

  @ParameterizedTest
  @MethodSource("pickles")
  void refuses(String pickle, String expected) {
    DataException refusal =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> assertThrows(DataException.class, () -> read(pickle)));
    assertTrue(refusal.getMessage().startsWith("hostile.pkl"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    assertTrue(refusal.getMessage().lines().count() == 1, refusal.getMessage());
  }

  @Test
  void refusesEveryTruncation() {
    String whole = ARRAY + filled("(I1\nt");
    read(whole);
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThrows(DataException.class, () -> read(cut));
    }
  }

  /** The state of an array of int8 with one byte, and the end. */
  private static String filled(String shape) {
    return "(I1\n" + shape + "cnumpy\ndtype\n(S'i1'\ntRI00\nU\u0001xtb.";
  }

  /** The state of an array of objects of a length, and the end. */
  private static String objects(String length, String items) {
    return "(I1\n(" + length + "\nt" + OBJECTS + "I00\n" + items + "tb.";
  }

  private static String objectScalar() {
    return "cnumpy.core.multiarray\nscalar\n(" + OBJECTS + "S'12345678'\ntR.";
  }

  /** A list of two lists of two lists ...: 40 levels, 2^40 leaves. */
  private static String bomb() {
    StringBuilder pickle = new StringBuilder("]\u0094");
    for (int level = 0; level < 40; level++) {
      String below = "h" + (char) level;
      pickle.append("0(").append(below).append(below).append("l\u0094");
    }
    return pickle.append('.').toString();
  }

  /** One text of 1 MB encoded to bytes again and again. */
  private static String copies() {
    String once = "c_codecs\nencode\n(h\u0000S'latin1'\ntR0";
    return "S'" + "x".repeat(1_000_000) + "'\nq\u00000" + once.repeat(20_000) + "N.";
  }

  private static void read(String pickle) {
    byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
    PickleReader.read(
        new ByteArrayInputStream(bytes), bytes.length, Path.of("hostile.pkl"), Callables.NONE);
  }
}
