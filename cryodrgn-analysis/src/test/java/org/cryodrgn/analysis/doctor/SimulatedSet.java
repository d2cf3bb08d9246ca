package org.cryodrgn.analysis.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.simulate.Simulation;
import org.cryodrgn.core.simulate.SimulationSettings;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;

/** A small simulated data set, and changed copies of its files. */
final class SimulatedSet {

  static final int PARTICLES = 300;
  static final int BOX = 32;

  /** Changes one image in place. */
  interface ImageChange {
    void apply(int image, float[] pixels);
  }

  final Path folder;

  SimulatedSet(Path folder, Kind kind, double signalToNoise, long seed) {
    this.folder = folder;
    new Simulation(
            new SimulationSettings(kind, PARTICLES, BOX, signalToNoise, seed, 0, 0.025, 360, 6, 2))
        .write(folder, done -> {});
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  Poses poses() {
    return PoseFile.read(file("poses.pkl"));
  }

  CtfTable ctf() {
    return CtfFile.read(file("ctf.pkl"));
  }

  ParticleDataset.Source source(String particles, String poses, String ctf, String selection) {
    return new ParticleDataset.Source(
        file(particles), null, path(selection), 0, path(poses), path(ctf));
  }

  private Path path(String name) {
    return name == null ? null : file(name);
  }

  String write(String name, Poses poses) {
    PoseFile.write(file(name), poses);
    return name;
  }

  String write(String name, CtfTable ctf) {
    CtfFile.write(file(name), ctf);
    return name;
  }

  String write(String name, int... indices) {
    IndexFile.write(file(name), indices);
    return name;
  }

  String write(String name, String text) throws IOException {
    Files.writeString(file(name), text);
    return name;
  }

  /** A copy of the CTF with one column multiplied. */
  String scaled(String name, int column, double factor) {
    float[] values = ctf().values().clone();
    for (int i = column; i < values.length; i += CtfTable.COLUMNS) {
      values[i] *= (float) factor;
    }
    return write(name, new CtfTable(values));
  }

  /** A copy of the .cs file whose rows from one on tell of alignments at twice the pixel size. */
  String halvedShifts(String name, int from) {
    CsFile cs = CsFile.read(file("particles.cs"));
    changed(changed(cs, "alignments3D/shift", from, 0.5), "alignments3D/psize_A", from, 2)
        .write(file(name));
    return name;
  }

  /**
   * A copy of the .cs file with a beam tilt in it, under the name of a field that no check reads.
   */
  String beamTilt(String name) throws IOException {
    String text = Files.readString(file("particles.cs"), StandardCharsets.ISO_8859_1);
    String tilted = text.replace("'alignments3D/split'", "'ctf/tilt_A'        ");
    Files.writeString(file(name), tilted, StandardCharsets.ISO_8859_1);
    return name;
  }

  private static CsFile changed(CsFile cs, String field, int from, double factor) {
    return cs.withNumbers(
        field,
        (row, values) -> {
          double[] before = cs.numbers(row, field);
          for (int i = 0; i < values.length; i++) {
            values[i] = row < from ? before[i] : factor * before[i];
          }
        });
  }

  /** A copy of the stack with its images changed. */
  String stack(String name, ImageChange change) {
    MrcFile from = MrcFile.open(file("particles.mrcs"));
    float[] pixels = new float[BOX * BOX];
    try (MrcWriter writer = MrcWriter.create(file(name), from.header())) {
      for (int i = 0; i < PARTICLES; i++) {
        from.read(i, 1, pixels, 0);
        change.apply(i, pixels);
        writer.write(pixels);
      }
      writer.finish();
    }
    return name;
  }

  /** All particles, the second half first. */
  static int[] halvesSwapped() {
    return IntStream.range(0, PARTICLES).map(i -> (i + PARTICLES / 2) % PARTICLES).toArray();
  }

  /** A computer that has enough of everything. */
  static Machine largeMachine() {
    return new Machine(1L << 44, true, 1L << 36, 2, new Machine.Gpu(false, List.of()));
  }
}
