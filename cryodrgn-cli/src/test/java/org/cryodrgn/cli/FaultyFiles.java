package org.cryodrgn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.numpy.NpyFile;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;

/**
 * A data set with two trainings of it, and beside them, one fault each, the files that {@link
 * WrongInputTest} names: data, run and posed are good.
 */
final class FaultyFiles {

  private static final int PARTICLES = 40;
  private static final int BOX = 16;

  private final Path folder;
  private final Path data;

  private FaultyFiles(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
  }

  /** Makes all of them. */
  static void make(Path folder) throws IOException {
    FaultyFiles files = new FaultyFiles(folder);
    files.makeGood();
    files.makeEmpty();
    files.makeStacks();
    files.makePoses();
    files.makeCtf();
    files.makeCryosparcTables();
    files.makeRelionTables();
    files.makeTomography();
    files.makeSelections();
    files.makeRunFiles();
  }

  private void makeGood() {
    run("simulate hinge -n " + PARTICLES + " -D " + BOX + " -o {}/data");
    run(
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl"
            + " --zdim 2 -n 1 --enc-dim 16 --dec-dim 16 --no-analysis -o {}/run");
    run(
        "train_nn {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl"
            + " -n 1 --dim 16 --do-pose-sgd -o {}/posed");
  }

  private void makeEmpty() throws IOException {
    for (String name : List.of("empty.star", "empty.mrcs", "empty.cs", "empty.pkl", "file")) {
      Files.createFile(folder.resolve(name));
    }
  }

  private void makeStacks() throws IOException {
    byte[] stack = Files.readAllBytes(data.resolve("particles.mrcs"));
    Files.write(folder.resolve("truncated.mrcs"), Arrays.copyOf(stack, stack.length - 100));
    stack("box6.mrcs", 6, PARTICLES, 0, -1);
    stack("odd.mrcs", 15, 3, Float.NaN, -1);
    stack("large.mrcs", 1292, 2, 1, 0);
    stack("nan.mrcs", BOX, PARTICLES, Float.NaN, 7);
    stack("hot.mrcs", BOX, PARTICLES, 1e30f, 7);
    constantStack("constant.mrcs", PARTICLES);
    stack("nanmap.mrc", BOX, BOX, Float.NaN, 7);
    stack("half_map_a.mrc", BOX, BOX, 0, -1);
    constantStack("flat.mrc", BOX);
  }

  private void makePoses() {
    Poses poses = PoseFile.read(data.resolve("poses.pkl"));
    PoseFile.write(folder.resolve("poses20.pkl"), poses.select(first(PARTICLES / 2)));
    PoseFile.write(folder.resolve("poses16.pkl"), poses.select(first(BOX)));
    run("filter_pkl {}/poses20.pkl --first 2 -o {}/poses2.pkl");
    run("filter_pkl {}/poses20.pkl --first 20 -o {}/other/poses.pkl");
    double[] rotations = poses.rotations().clone();
    rotations[9 * 5 + 2] = Double.NaN;
    PoseFile.write(folder.resolve("nanposes.pkl"), new Poses(rotations, poses.translations()));
    double[] mirrored = poses.rotations().clone();
    for (int i = 0; i < 3; i++) {
      mirrored[9 * 5 + i] *= -1;
    }
    PoseFile.write(folder.resolve("mirrored.pkl"), new Poses(mirrored, poses.translations()));
  }

  private void makeCtf() {
    CtfTable ctf = CtfFile.read(data.resolve("ctf.pkl"));
    CtfFile.write(folder.resolve("ctf20.pkl"), ctf.select(first(PARTICLES / 2)));
    float[] values = ctf.values().clone();
    values[CtfTable.COLUMNS * 4 + CtfTable.DEFOCUS_U] = Float.NaN;
    CtfFile.write(folder.resolve("nanctf.pkl"), new CtfTable(values));
    float[] contrast = ctf.values().clone();
    contrast[CtfTable.COLUMNS * 4 + CtfTable.AMPLITUDE_CONTRAST] = 2;
    CtfFile.write(folder.resolve("contrast.pkl"), new CtfTable(contrast));
    float[] volts = ctf.values().clone();
    for (int i = CtfTable.VOLTAGE; i < volts.length; i += CtfTable.COLUMNS) {
      volts[i] *= 1000;
    }
    CtfFile.write(folder.resolve("volts.pkl"), new CtfTable(volts));
  }

  private void makeCryosparcTables() throws IOException {
    CsFile.read(data.resolve("particles.cs"))
        .withNumbers("blob/shape", (row, box) -> Arrays.fill(box, row < 3 ? BOX : 2 * BOX))
        .withText("blob/path", row -> "data/particles.mrcs")
        .write(folder.resolve("boxes.cs"));
    byte[] table = Files.readAllBytes(data.resolve("particles.cs"));
    String renamed =
        new String(table, StandardCharsets.ISO_8859_1)
            .replace("alignments3D/pose", "alignments3X/pose");
    Files.write(folder.resolve("classes.cs"), renamed.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void makeRelionTables() throws IOException {
    String star = Files.readString(data.resolve("particles.star"));
    text("data/nodefocus.star", star.replace("_rlnDefocusU", "_rlnDefocusX"));
    text("data/noangle.star", star.replace("_rlnAngleRot", "_rlnAngleRotPrior"));
    text("data/nobox.star", star.replace("_rlnImageSize", "_rlnImageSizeX"));
    text("data/fraction.star", star.replaceFirst(" 16 2\\n", " 16.5 2\n"));
    int row = star.indexOf("000003@");
    int defocus = star.indexOf("mic_", row);
    text(
        "data/badnumber.star",
        star.substring(0, defocus)
            + star.substring(defocus).replaceFirst("(mic_\\S+\\s+1\\s+)\\S+", "$1twelve"));
    text(
        "data/grids.star",
        star.replaceFirst("@particles", "@A/particles").replace("@particles", "@B/particles"));
    text("data/nostack.star", star.replace("particles.mrcs", "elsewhere.mrcs"));
    text("mic_0.star", star.replaceAll("mic_\\w+\\.mrc", "mic_0.mrc"));
  }

  /** RELION's tomography particles, and what can be wrong with them. */
  private void makeTomography() throws IOException {
    Path golden = Path.of(System.getProperty("cryodrgn.test-data"), "tomography");
    String particles = Files.readString(golden.resolve("particles.star"));
    String tomograms = Files.readString(golden.resolve("tomograms.star"));
    Files.createDirectories(folder.resolve("tomo/tilt_series"));
    for (String series : List.of("tilt_series/TS_1.star", "tilt_series/TS_2.star")) {
      Files.copy(golden.resolve(series), folder.resolve("tomo").resolve(series));
    }
    text("tomo/particles.star", particles);
    text("tomo/tomograms.star", tomograms);
    text("moved.star", tomograms);
    text("tomo/one.star", tomograms.replaceAll("(?m)^TS_2 .*\n", ""));
    text("tomo/nopixel.star", tomograms.replace(" 1.35 ", " 0 "));
    text("tomo/frames.star", particles.replace("[0,1,1,1,0]", "[0,1,1,1,0,1,1,1,1]"));
  }

  private void makeSelections() throws IOException {
    text("zero.pkl", "(lp0\nI0\na.");
    text("none.pkl", "(lp0\n.");
    text("negative.pkl", "(lp0\nI3\naI-1\na.");
    text("far.pkl", "(lp0\nI3\naI4000\na.");
    text("hostile.pkl", "cos\nsystem\n(S'touch {}/hacked'\ntR.".replace("{}", folder.toString()));
    NpyFile.write(folder.resolve("index.npy"), NumpyArray.of(new int[] {0, 1}, 2));
    text("z3.txt", "0 0 0\n");
    text("column.txt", "3\n17\n5\n8\n");
    text("anchors.txt", "3\n");
  }

  /** Files of the good run in other folders, cut short, or with another configuration. */
  private void makeRunFiles() throws IOException {
    Files.createDirectories(folder.resolve("own"));
    Files.copy(folder.resolve("run/z.1.pkl"), folder.resolve("own/z.pkl"));
    Files.copy(data.resolve("poses.pkl"), folder.resolve("own/pose.pkl"));
    byte[] weights = Files.readAllBytes(folder.resolve("run/weights.1.pkl"));
    Files.write(folder.resolve("cut.pkl"), Arrays.copyOf(weights, weights.length / 2));
    run("filter_pkl {}/run/z.1.pkl --first 1 -o {}/z1.pkl");
    LatentFile.write(
        folder.resolve("longer/z.1.pkl"),
        new Latents(PARTICLES, 3, new float[3 * PARTICLES], new float[3 * PARTICLES]));
    Files.copy(folder.resolve("run/config.yaml"), folder.resolve("longer/config.yaml"));
    Files.copy(folder.resolve("run/weights.1.pkl"), folder.resolve("longer/weights.1.pkl"));
    String config = Files.readString(folder.resolve("run/config.yaml"));
    text("domain.yaml", config.replace("domain: fourier", "domain: real"));
    text("noctf.yaml", config.replace("/ctf.pkl", "/gone.pkl"));
  }

  private static int[] first(int count) {
    return IntStream.range(0, count).toArray();
  }

  private void run(String line) {
    CommandRunner.succeeds(line.replace("{}", folder.toString()));
  }

  private void text(String name, String content) throws IOException {
    Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  /** A stack of small numbers, with one value in the middle of one image replaced. */
  private void stack(String name, int box, int images, float value, int image) {
    try (MrcWriter writer = MrcWriter.create(folder.resolve(name), MrcHeader.forStack(box, 1.5))) {
      for (int i = 0; i < images; i++) {
        float[] pixels = new float[box * box];
        for (int p = 0; p < pixels.length; p++) {
          pixels[p] = (float) Math.sin(p * (i + 1));
        }
        if (i == image) {
          pixels[box * box / 2 + box / 2] = value;
        }
        writer.write(pixels);
      }
      writer.finish();
    }
  }

  private void constantStack(String name, int images) {
    try (MrcWriter writer = MrcWriter.create(folder.resolve(name), MrcHeader.forStack(BOX, 1.5))) {
      float[] pixels = new float[BOX * BOX];
      Arrays.fill(pixels, 3);
      for (int i = 0; i < images; i++) {
        writer.write(pixels);
      }
      writer.finish();
    }
  }
}
