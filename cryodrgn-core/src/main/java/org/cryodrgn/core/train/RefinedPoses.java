package org.cryodrgn.core.train;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.cryodrgn.core.geometry.RotationEmbedding;
import org.cryodrgn.core.model.PoseGradients;
import org.cryodrgn.core.model.TrainingBatch;
import org.cryodrgn.io.poses.PoseFile;

/**
 * Poses that are learned: a table of embedded rotations and one of shifts in pixels, each with its
 * own Adam. A row moves in the steps of its own particle alone, and a pass has every particle once:
 * so a batch that is made ahead, in another thread, holds poses as they are when its step comes.
 */
final class RefinedPoses implements ParticlePoses {

  /** The names of the tables in a checkpoint. */
  static final String ROTATIONS = "rotations";

  static final String SHIFTS = "shifts";

  private final RotationEmbedding embedding;
  private final int firstEpoch;
  private final ImagePixels pixels;
  private final ParticleTable rotations;
  private final ParticleTable shifts;
  private final int particles;
  private boolean move;
  private int[] batch = {};
  private float[] rotationGradients = {};
  private float[] shiftGradients = {};

  /**
   * @param tables of {@link #tables}, or {@link #begin}; their arrays become these poses' own
   * @param pixels of the images
   */
  RefinedPoses(PoseSettings settings, Map<String, ParticleTable.State> tables, ImagePixels pixels) {
    embedding = settings.embedding();
    firstEpoch = settings.firstEpoch();
    this.pixels = pixels;
    rotations = new ParticleTable(tables.get(ROTATIONS), settings.learningRate(), true);
    shifts = new ParticleTable(tables.get(SHIFTS), settings.learningRate(), true);
    particles = tables.get(SHIFTS).values().length / 2;
  }

  /** The tables before the first step. */
  static Map<String, ParticleTable.State> begin(
      ParticlePoses from, int particles, RotationEmbedding embedding) {
    int size = embedding.size();
    float[] embedded = new float[Math.multiplyExact(particles, size)];
    float[] shifts = new float[Math.multiplyExact(particles, 2)];
    double[] matrix = new double[9];
    for (int i = 0; i < particles; i++) {
      from.rotation(i, matrix);
      embedding.embed(matrix, 0, embedded, i * size);
      shifts[2 * i] = (float) from.shift(i, 0);
      shifts[2 * i + 1] = (float) from.shift(i, 1);
    }
    return Map.of(
        ROTATIONS, ParticleTable.State.initial(size, embedded),
        SHIFTS, ParticleTable.State.initial(2, shifts));
  }

  @Override
  public void rotation(int particle, double[] matrix) {
    float[] row = new float[embedding.size()];
    rotations.read(particle, row);
    embedding.matrix(row, 0, matrix, 0);
  }

  @Override
  public double shift(int particle, int component) {
    float[] row = new float[2];
    shifts.read(particle, row);
    return row[component];
  }

  @Override
  public boolean move() {
    return move;
  }

  @Override
  public void beginEpoch(int epoch) {
    move = epoch >= firstEpoch;
  }

  @Override
  public void take(TrainingBatch images, int[] which, PoseGradients gradients) {
    if (!move) {
      return;
    }
    batch = which;
    int size = embedding.size();
    rotationGradients = new float[which.length * size];
    shiftGradients = new float[which.length * 2];
    float[] embedded = rotations.read(which);
    float[] moments = gradients.slices();
    double[] matrix = new double[9];
    for (int i = 0; i < which.length; i++) {
      embedding.matrix(embedded, i * size, matrix, 0);
      // A point k of the slice is (x, y, 0) times the matrix, so x and y are k times its transpose.
      double[] rows = new double[6];
      double[] shift = encoderShare(images, i, gradients.encoderInputs());
      for (int r = 0; r < 2; r++) {
        for (int a = 0; a < 3; a++) {
          int moment = 12 * i + 4 * a;
          for (int b = 0; b < 3; b++) {
            rows[3 * r + b] += matrix[3 * r + a] * moments[moment + b];
          }
          shift[r] += matrix[3 * r + a] * moments[moment + 3];
        }
        shiftGradients[2 * i + r] = (float) (2 * Math.PI * shift[r]);
      }
      embedding.backward(embedded, i * size, rows, rotationGradients, i * size);
    }
  }

  /** The gradients that were taken last, for the rows of the batch's particles. */
  float[] rotationGradients() {
    return rotationGradients;
  }

  /** Likewise for the shifts. */
  float[] shiftGradients() {
    return shiftGradients;
  }

  /**
   * The encoder sees H(k) times a sign that k and -k share; with the phase, H(k) grows by H(-k).
   */
  private double[] encoderShare(TrainingBatch images, int image, float[] gradients) {
    double[] sums = new double[2];
    int[] encoder = gradients.length == 0 ? new int[0] : pixels.encoder();
    FloatBuffer inputs = images.encoderInputs();
    int first = image * encoder.length;
    int side = pixels.box() + 1;
    for (int p = 0; p < encoder.length; p++) {
      int pixel = pixels.stored()[encoder[p]];
      double slope = gradients[first + p] * inputs.get(first + encoder.length - 1 - p);
      sums[0] += slope * (pixel % side - pixels.box() / 2) / pixels.box();
      sums[1] += slope * (pixel / side - pixels.box() / 2) / pixels.box();
    }
    return sums;
  }

  @Override
  public boolean gradientsFinite() {
    return finite(rotationGradients) && finite(shiftGradients);
  }

  private static boolean finite(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Float.isFinite((float) squares);
  }

  @Override
  public void step() {
    if (move) {
      rotations.step(batch, rotationGradients);
      shifts.step(batch, shiftGradients);
    }
  }

  @Override
  public Map<String, ParticleTable.State> tables() {
    return Map.of(ROTATIONS, rotations.state(), SHIFTS, shifts.state());
  }

  @Override
  public boolean refined(int epoch) {
    return epoch >= firstEpoch;
  }

  @Override
  public void write(int epoch, Path file) {
    if (!refined(epoch)) {
      return;
    }
    float[] matrices = new float[9 * particles];
    float[] fractions = new float[2 * particles];
    double[] matrix = new double[9];
    for (int i = 0; i < particles; i++) {
      rotation(i, matrix);
      for (int j = 0; j < 9; j++) {
        matrices[9 * i + j] = (float) matrix[j];
      }
      fractions[2 * i] = (float) (shift(i, 0) / (pixels.box() + 1));
      fractions[2 * i + 1] = (float) (shift(i, 1) / (pixels.box() + 1));
    }
    PoseFile.write(file, matrices, fractions);
  }
}
