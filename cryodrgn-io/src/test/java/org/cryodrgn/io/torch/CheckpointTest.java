package org.cryodrgn.io.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cryodrgn.io.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of cryoDRGN 4.3 and those that src/test-data/torch/make.py made. */
class CheckpointTest {

  private static final Path DATA = Path.of(System.getProperty("cryodrgn.test-data"));

  @TempDir Path temp;

  @Test
  void readsTheGoldenWeights() {
    Checkpoint checkpoint = Checkpoint.read(DATA.resolve("golden/fourier_gaussian/weights.1.pkl"));

    assertEquals(1, checkpoint.epoch());
    List<String> names = new ArrayList<>(checkpoint.model().keySet());
    assertEquals(17, names.size());
    assertEquals("encoder.main.0.weight", names.get(0));
    assertEquals("decoder.rand_freqs", names.get(8));
    assertArrayEquals(new int[] {24, 796}, checkpoint.model().get("encoder.main.0.weight").shape());
    AdamState adam = checkpoint.optimizer().orElseThrow();
    assertEquals(16, adam.moments().size());
    assertFalse(adam.moments().containsKey(8));
    assertEquals(3, adam.moments().get(16).step());
    assertEquals(24 * 796, adam.moments().get(0).squareAverage().size());
    AdamState.Group group = adam.groups().get(0);
    assertEquals(1e-3, group.learningRate());
    assertEquals(0.999, group.beta2());
    assertEquals(1e-8, group.epsilon());
    assertEquals(0, group.weightDecay());
    assertEquals(17, group.parameters().length);
    assertTrue(checkpoint.extra().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fourier_gaussian", "fourier_geom_lowf", "hartley_gaussian"})
  void keepsEveryBitOfTheGoldenWeights(String model) throws IOException {
    Path golden = DATA.resolve("golden").resolve(model).resolve("weights.1.pkl");
    Path copy = temp.resolve("weights.pkl");

    Checkpoint.read(golden).write(copy);

    try (ZipFile theirs = new ZipFile(golden.toFile());
        ZipFile ours = new ZipFile(copy.toFile())) {
      int storages = 0;
      for (ZipEntry entry : theirs.stream().filter(e -> e.getName().contains("/data/")).toList()) {
        String key = entry.getName().replaceFirst(".*/data/", "weights/data/");
        assertArrayEquals(
            theirs.getInputStream(entry).readAllBytes(),
            ours.getInputStream(ours.getEntry(key)).readAllBytes());
        storages++;
      }
      assertEquals(storages, ours.stream().filter(e -> e.getName().contains("/data/")).count());
    }
    assertEquals(
        Checkpoint.read(golden).optimizer().orElseThrow().moments().keySet(),
        Checkpoint.read(copy).optimizer().orElseThrow().moments().keySet());
  }

  @Test
  void alignsEveryStorage() throws IOException {
    Path file = temp.resolve("weights.pkl");
    FloatBuffer vector = FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6, 7});
    new Checkpoint(
            9,
            Map.of("part", Tensor.slice(vector, 2, 2, 2)),
            Optional.empty(),
            Map.of("seed", 5L, "rate", 0.5, "name", "x"))
        .write(file);

    Checkpoint read = Checkpoint.read(file);
    assertEquals(9, read.epoch());
    assertArrayEquals(new float[] {3, 4, 5, 6}, read.model().get("part").toArray());
    assertEquals(Map.of("seed", 5L, "rate", 0.5, "name", "x"), read.extra());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headers = 0;
    for (int at = 0; bytes.getInt(at) == 0x04034b50; headers++) {
      int data = at + 30 + bytes.getShort(at + 26) + bytes.getShort(at + 28);
      assertEquals(0, data % 64);
      at = data + bytes.getInt(at + 18);
    }
    assertEquals(6, headers);
  }

  @Test
  void readsEveryKindOfTensor() {
    Checkpoint checkpoint = Checkpoint.read(DATA.resolve("torch/kinds.pkl"));

    Map<String, Tensor> model = checkpoint.model();
    float[] counting = new float[24];
    float[] transposed = new float[24];
    for (int i = 0; i < 24; i++) {
      counting[i] = i;
      transposed[i] = i % 4 * 6 + i / 4;
    }
    assertTensor(model, "whole", new int[] {4, 6}, counting);
    assertTensor(model, "transposed", new int[] {6, 4}, transposed);
    assertTensor(model, "strided", new int[] {8}, 1, 4, 7, 10, 13, 16, 19, 22);
    assertTensor(model, "part", new int[] {4}, 5, 6, 7, 8);
    assertTensor(model, "expanded", new int[] {2, 3}, 3, 3, 3, 3, 3, 3);
    assertTensor(model, "half", new int[] {3}, 0.5f, -2, 65504);
    assertTensor(model, "bfloat", new int[] {2}, 0.5f, -3);
    assertTensor(model, "double", new int[] {2}, 0.1f, -2);
    assertTensor(model, "long", new int[] {2}, -1, 16777216);
    assertTensor(model, "byte", new int[] {2}, 0, 255);
    assertTensor(model, "char", new int[] {2}, -128, 127);
    assertTensor(model, "short", new int[] {1}, -300);
    assertTensor(model, "int", new int[] {1}, 70000);
    assertTensor(model, "bool", new int[] {2}, 1, 0);
    assertTensor(model, "scalar", new int[0], 2.5f);
    assertTensor(model, "empty", new int[] {0, 5});
    assertTensor(model, "parameter", new int[] {1, 1}, 7);
    AdamState adam = checkpoint.optimizer().orElseThrow();
    assertEquals(5, adam.moments().get(0).step());
    assertEquals(46, adam.moments().get(0).squareAverage().toArray()[23]);
    assertEquals(0.25, adam.groups().get(0).weightDecay());
    assertEquals(List.of("norm", "search", "nested"), new ArrayList<>(checkpoint.extra().keySet()));
    assertEquals(Map.of("a", List.of(1L, 2.5, "x")), checkpoint.extra().get("nested"));
  }

  @ParameterizedTest
  @CsvSource({
    "torch/legacy.pkl, before 1.6",
    "torch/inexact.pkl, 16777217",
    "torch/no-epoch.pkl, no entry epoch",
    "torch/module.pkl, torch.nn.modules.linear.Linear",
    "golden/z.pkl, is no PyTorch checkpoint",
    "torch/missing.pkl, no such file"
  })
  void refusesByName(String file, String expected) {
    DataException refusal =
        assertThrows(DataException.class, () -> Checkpoint.read(DATA.resolve(file)));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
  }

  @Test
  void refusesTarCheckpointsAndTruncatedOnes() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(), 0, tar, 257, 5);
    assertRefused(tar, "before 1.6");
    byte[] golden = Files.readAllBytes(DATA.resolve("torch/kinds.pkl"));
    for (int length = 0; length < golden.length; length += 97) {
      assertRefused(Arrays.copyOf(golden, length), "");
    }
    byte[] flipped = golden.clone();
    try (ZipFile zip = new ZipFile(DATA.resolve("torch/kinds.pkl").toFile())) {
      assertTrue(zip.getEntry("kinds/data/0") != null);
    }
    flipped[indexOf(golden, new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40})] = 1;
    assertRefused(flipped, "fails its checksum");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000000000 1000000000, 1000000000 1, 4, beyond its storage",
    "0, 2000000000, 0, 4, over and over",
    "-1, 2, 1, 4, beyond its storage",
    "3, 2, 1, 4, beyond its storage",
    "0, -2, 1, 4, no lengths",
    "0, 2, 1, 1000000000, bytes for 1000000000",
    "0, 2, 1, -4, bytes for -4"
  })
  void refusesTensorsBeyondTheirStorage(
      String offset, String shape, String strides, String count, String expected)
      throws IOException {
    String tensor = pickle(count, offset, shape, strides);
    assertRefused(archive(tensor, ZipOutputStream.STORED, new byte[16]), expected);
  }

  /** What is too large to be held is read from its place in the file when it is wanted. */
  @ParameterizedTest
  @CsvSource({"0, 200 100, 100 1", "19998, 2, 1", "7, 100 3, 1 100"})
  void readsPartsOfLargeStorages(int offset, String shape, String strides) throws IOException {
    ByteBuffer storage = ByteBuffer.allocate(80_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 20_000; i++) {
      storage.putFloat(i);
    }
    String pickle = pickle("20000", "" + offset, shape, strides);
    Path file = temp.resolve("large.pkl");
    Files.write(file, archive(pickle, ZipOutputStream.STORED, storage.array()));
    Tensor tensor = Checkpoint.read(file).model().get("a");
    FloatBuffer vector = FloatBuffer.allocate(tensor.size() + 5);
    tensor.copyTo(vector, 4);
    float[] values = tensor.toArray();
    for (int i = 0; i < values.length; i++) {
      int expected = offset + (strides.equals("1 100") ? i / 3 + i % 3 * 100 : i);
      assertEquals(expected, values[i]);
      assertEquals(expected, vector.get(4 + i));
    }
    assertEquals(0, vector.get(3) + vector.get(4 + tensor.size()));
    Files.delete(file);
    if (tensor instanceof StoredTensor) {
      assertThrows(DataException.class, tensor::values);
    }
  }

  /** The last value of a storage, large or small, is not: a tensor is asked for its own part. */
  @ParameterizedTest
  @CsvSource({
    "20000, 0, 20000, NaN, false", "20000, 0, 19999, NaN, true",
    "20000, 19998, 2, -Infinity, false", "20000, 0, 20000, 3e38, true",
    "40, 0, 40, Infinity, false", "40, 0, 39, NaN, true"
  })
  void tellsWhetherItIsFinite(int count, int offset, int size, float last, boolean finite)
      throws IOException {
    ByteBuffer storage = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    storage.putFloat(4 * (count - 1), last);
    Path file = temp.resolve("values.pkl");
    String pickle = pickle("" + count, "" + offset, "" + size, "1");
    Files.write(file, archive(pickle, ZipOutputStream.STORED, storage.array()));
    assertEquals(finite, Checkpoint.read(file).model().get("a").finite());
  }

  private static String pickle(String count, String offset, String shape, String strides) {
    return "\u0080\u0002}S'epoch'\nI1\nsS'model_state_dict'\n}S'a'\n"
        + "ctorch._utils\n_rebuild_tensor_v2\n"
        + ("((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI" + count + "\ntQI" + offset)
        + ("\n(I" + shape.replace(" ", "\nI") + "\nt(I" + strides.replace(" ", "\nI"))
        + "\ntI00\n}tRss.";
  }

  @ParameterizedTest
  @CsvSource({"I-1, zero or more but -1", "F1e300, zero or more", "F2.5, a whole number but 2.5"})
  void refusesEpochsThatCannotBe(String epoch, String expected) throws IOException {
    String pickle = "}S'epoch'\n" + epoch + "\nsS'model_state_dict'\n}s.";
    assertRefused(archive(pickle, ZipOutputStream.STORED, new byte[16]), expected);
  }

  @Test
  void refusesCompressedEntries() throws IOException {
    assertRefused(
        archive("N" + "0N".repeat(1000) + ".", ZipOutputStream.DEFLATED, new byte[16]),
        "compressed");
  }

  private static byte[] archive(String pickle, int method, byte[] storage) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> content :
          Map.of("x/data.pkl", pickle.getBytes("ISO-8859-1"), "x/data/0", storage).entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        entry.setMethod(method);
        entry.setSize(content.getValue().length);
        CRC32 checksum = new CRC32();
        checksum.update(content.getValue());
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private void assertRefused(byte[] content, String expected) throws IOException {
    Path file = Files.write(temp.resolve("hostile.pkl"), content);
    DataException refusal = assertThrows(DataException.class, () -> Checkpoint.read(file));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
  }

  private static void assertTensor(
      Map<String, Tensor> model, String name, int[] shape, float... values) {
    assertArrayEquals(shape, model.get(name).shape(), name);
    assertArrayEquals(values, model.get(name).toArray(), name);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    int at = 0;
    while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }
}
