package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.cryosparc.CsKind;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcMode;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.numpy.NpyFile;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;
import org.cryodrgn.io.torch.AdamState;
import org.cryodrgn.io.torch.Checkpoint;
import org.cryodrgn.io.torch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every writer writes, read by Python: src/test-data/readers/check.py knows the values, and
 * refuses files that it does not know. Skipped where there is no python3 (or, {@code
 * -Dcryodrgn.python}, another one) with NumPy.
 */
class IndependentReadersTest {

  private static final Path DATA = Path.of(System.getProperty("cryodrgn.test-data"));
  private static final String PYTHON = System.getProperty("cryodrgn.python", "python3");

  @TempDir Path folder;

  private record Ran(int status, String output) {}

  private static Ran python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Ran(process.waitFor(), output);
  }

  private static boolean hasNumpy() throws InterruptedException {
    try {
      return python("-c", "import numpy").status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void pythonReadsWhatEveryWriterWrites() throws IOException, InterruptedException {
    assumeTrue(
        hasNumpy(),
        PYTHON
            + " with NumPy is not there (Debian: python3-numpy; python3-yaml and python3-mrcfile check more)");
    writeMaps();
    writeArrays();
    writePickles();
    writeStar();
    writeCryosparc();
    writeWeights();
    RunConfig.read(DATA.resolve("golden/hartley_gaussian/config.yaml"))
        .write(folder.resolve("config.yaml"));

    Ran ran = python(DATA.resolve("readers/check.py").toString(), folder.toString());

    assertEquals(0, ran.status(), ran.output());
    System.out.println(ran.output());
  }

  private static float[] counting(int count, float factor, float offset) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 7 * i % 23 * factor + offset;
    }
    return values;
  }

  private void writeMaps() throws IOException {
    for (MrcMode mode : MrcMode.values()) {
      switch (mode) {
        case INT8 -> writeMaps(mode, 10, -110);
        case INT16 -> writeMaps(mode, 2500, -27500);
        case UINT16 -> writeMaps(mode, 2500, 0);
        case FLOAT32, FLOAT16 -> writeMaps(mode, 0.1f, -1);
        case COMPLEX64, UINT8 -> {} // copied, never made
      }
    }
  }

  private void writeMaps(MrcMode mode, float factor, float offset) throws IOException {
    writeMap(
        "stack." + mode.code() + ".mrcs",
        ofMode(mode, MrcHeader.forStack(6, 1.5)),
        counting(4 * 6 * 6, factor, offset),
        4);
    writeMap(
        "volume." + mode.code() + ".mrc",
        ofMode(mode, MrcHeader.forVolume(5, 2.5)),
        counting(5 * 5 * 5, factor, offset),
        5);
  }

  /** The header of a file in which the values are held in another way: modes come from files. */
  private MrcHeader ofMode(MrcMode mode, MrcHeader header) throws IOException {
    int sections = Math.max(1, header.nz());
    int pixels = header.nx() * header.ny() * sections;
    writeMap("mode.mrc", header, new float[pixels], sections);
    Path file = folder.resolve("mode.mrc");
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), MrcHeader.BYTES + pixels * mode.bytes());
    bytes[12] = (byte) mode.code();
    Files.write(file, bytes);
    MrcHeader changed = MrcFile.open(file).header();
    Files.delete(file);
    return changed;
  }

  private void writeMap(String name, MrcHeader header, float[] values, int sections) {
    try (MrcWriter writer = MrcWriter.create(folder.resolve(name), header)) {
      writer.write(values, 0, sections);
      writer.finish();
    }
  }

  private void writeArrays() {
    int count = 24;
    float[] floats = new float[count];
    double[] doubles = new double[count];
    int[] ints = new int[count];
    long[] longs = new long[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = 0.5 * i - 3;
      floats[i] = (float) doubles[i];
      ints[i] = (int) doubles[i];
      longs[i] = (long) doubles[i];
    }
    NpyFile.write(folder.resolve("f4.npy"), NumpyArray.of(floats, 2, 3, 4));
    NpyFile.write(folder.resolve("f8.npy"), NumpyArray.of(doubles, 2, 3, 4));
    NpyFile.write(folder.resolve("i4.npy"), NumpyArray.of(ints, 2, 3, 4));
    NpyFile.write(folder.resolve("i8.npy"), NumpyArray.of(longs, 2, 3, 4));
  }

  private void writePickles() {
    double[] rotations = new double[5 * 9];
    double[] translations = new double[5 * 2];
    for (int i = 0; i < 5; i++) {
      double cos = Math.cos(0.3 * i);
      double sin = Math.sin(0.3 * i);
      System.arraycopy(new double[] {cos, -sin, 0, sin, cos, 0, 0, 0, 1}, 0, rotations, 9 * i, 9);
      translations[2 * i] = 2 * i * 0.01 - 0.05;
      translations[2 * i + 1] = (2 * i + 1) * 0.01 - 0.05;
    }
    Poses poses = new Poses(rotations, translations);
    PoseFile.write(folder.resolve("poses.pkl"), poses);
    PoseFile.writeSingle(folder.resolve("poses32.pkl"), poses);
    float[] row = {128, 1.25f, 15000, 14000, 30, 300, 2.7f, 0.1f, 90};
    float[] ctf = new float[3 * row.length];
    for (int i = 0; i < ctf.length; i++) {
      ctf[i] = row[i % row.length] + i / row.length;
    }
    CtfFile.write(folder.resolve("ctf.pkl"), new CtfTable(ctf));
    IndexFile.write(folder.resolve("ind.pkl"), new int[] {7, 0, Integer.MAX_VALUE - 1});
    LatentFile.write(
        folder.resolve("z.1.pkl"),
        new Latents(4, 2, counting(8, 0.25f, -2), counting(8, -0.5f, 0)));
  }

  private void writeStar() {
    StarTable optics =
        StarTable.create("optics", 1)
            .withColumn("_rlnOpticsGroupName", i -> "group 1")
            .withColumn("_rlnVoltage", i -> "300");
    StarTable particles =
        StarTable.create("particles", 3)
            .withColumn("_rlnImageName", i -> "00000" + (i + 1) + "@a folder/stack.mrcs")
            .withColumn("_rlnDefocusU", i -> Double.toString(15000.5 + i));
    StarFile.create("made by a test", List.of(optics, particles))
        .write(folder.resolve("particles.star"));
  }

  private void writeCryosparc() {
    CsFile particles =
        CsFile.read(DATA.resolve("golden/particles.cs"))
            .select(new int[] {95, 3, 4})
            .withText("blob/path", i -> "J7/a longer path than before/" + i + ".mrc")
            .withNumbers(
                "alignments3D/shift",
                (i, values) -> {
                  values[0] = i + 0.5;
                  values[1] = -i;
                });
    particles.write(folder.resolve("numpy.cs"), CsKind.NUMPY);
    particles.write(folder.resolve("csdat.cs"), CsKind.CSDAT);
  }

  private void writeWeights() {
    FloatBuffer vector = FloatBuffer.wrap(counting(8, 0.25f, -1));
    Map<String, Tensor> model = new LinkedHashMap<>();
    model.put("decoder.first.weight", Tensor.slice(vector, 0, 2, 3));
    model.put("decoder.first.bias", Tensor.slice(vector, 6, 2));
    AdamState.Moments moments =
        new AdamState.Moments(
            3, Tensor.of(new float[] {0.5f, -0.5f}, 2), Tensor.of(new float[] {0.25f, 0.125f}, 2));
    AdamState.Group group = new AdamState.Group(1e-3, 0.9, 0.99, 1e-8, 0.1, new int[] {0, 1});
    new Checkpoint(
            4,
            model,
            Optional.of(new AdamState(Map.of(1, moments), List.of(group))),
            Map.of("lr", 0.5))
        .write(folder.resolve("weights.pkl"));
  }
}
