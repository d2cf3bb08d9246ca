package org.cryodrgn.core.train;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.numpy.NpyFile;
import org.cryodrgn.io.poses.Poses;

/** The golden models and the eight images that they were run on. */
final class GoldenModel {

  static final int BOX = 32;

  private GoldenModel() {}

  /** An array of an .npz archive. */
  static float[] archived(String archive, String name) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(Golden.file(archive))) {
      Path copy = Files.createTempFile("golden", ".npy");
      Files.copy(zip.getPath(name + ".npy"), copy, StandardCopyOption.REPLACE_EXISTING);
      float[] values = NpyFile.open(copy).array().toFloats();
      Files.delete(copy);
      return values;
    }
  }

  static ModelSpec spec(String name, int encoderInputs) {
    return new ModelSpec(
        BOX,
        4,
        encoderInputs,
        EncoderKind.RESIDUAL,
        2,
        24,
        2,
        20,
        name.endsWith("lowf")
            ? PositionalEncoding.Type.GEOM_LOWF
            : PositionalEncoding.Type.GAUSSIAN,
        BOX / 2,
        0.5,
        name.startsWith("hartley") ? Domain.HARTLEY : Domain.FOURIER,
        Activation.RELU,
        0.5);
  }

  /** A decoder without an encoder. */
  static ModelSpec decoder(int zdim, Domain domain, Activation activation, double extent) {
    return new ModelSpec(
        BOX,
        zdim,
        0,
        EncoderKind.NONE,
        0,
        0,
        2,
        20,
        PositionalEncoding.Type.GAUSSIAN,
        BOX / 2,
        0.5,
        domain,
        activation,
        extent);
  }

  /** Batches of these images for a model on the CPU. */
  static BatchBuilder builder(TrainingData data, ModelSpec spec) {
    return new BatchBuilder(data, Engine.start(1, true).newScope(), spec, 8);
  }

  /** The first eight golden particles, from their normalised Hartley transforms. */
  static TrainingData data() {
    return data(BOX / 2);
  }

  /** The same, with another radius of the encoder's pixels. */
  static TrainingData data(int encoderRadius) {
    ImagePixels pixels = new ImagePixels(BOX, encoderRadius);
    float[] transforms = Golden.floats("hartley_images.npy");
    int side = BOX + 1;
    HartleyImages images =
        new HartleyImages() {
          @Override
          public int size() {
            return 8;
          }

          @Override
          public void read(int[] particles, float[] values) {
            for (int i = 0; i < particles.length; i++) {
              for (int p = 0; p < pixels.count(); p++) {
                values[i * pixels.count() + p] =
                    transforms[particles[i] * side * side + pixels.stored()[p]];
              }
            }
          }
        };
    double[] rotations = NpyFile.open(Golden.file("rotations.npy")).array().toDoubles();
    double[] shifts = NpyFile.open(Golden.file("translations_px.npy")).array().toDoubles();
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] /= BOX + 1;
    }
    return new TrainingData(
        ParticleSelection.all(images.size()),
        images,
        pixels,
        new Poses(rotations, shifts),
        ctf(),
        false);
  }

  private static CtfTable ctf() {
    float[] parameters = Golden.floats("ctf_params.npy");
    float[] table = new float[8 * CtfTable.COLUMNS];
    for (int i = 0; i < 8; i++) {
      table[i * CtfTable.COLUMNS + CtfTable.BOX] = BOX;
      System.arraycopy(parameters, i * 8, table, i * CtfTable.COLUMNS + 1, 8);
    }
    return new CtfTable(table);
  }
}
