package org.cryodrgn.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.io.DataException;

/**
 * What one training step needs of B images, in direct memory that the engine reads without a copy.
 * P is the number of slice points of an image that take part, K the decoder's channels.
 */
public final class TrainingBatch {

  private final Scope memory;
  private final int capacity;
  private final int mostPoints;
  private final int inputs;
  private final int channels;
  private final int latentDimension;
  private final ByteBuffer encoderInputs;
  private final ByteBuffer coordinates;
  private final ByteBuffer targets;
  private final ByteBuffer ctf;
  private final float[] noise;
  private ByteBuffer turnedTargets;
  private boolean posesMove;
  private int size;
  private int points;
  private int wholeSize;

  /**
   * @param memory owner of what the engine reads, of the device that is to read it
   * @param spec the model
   * @param capacity most images
   * @param points most slice points of an image
   */
  public TrainingBatch(Scope memory, ModelSpec spec, int capacity, int points) {
    this.memory = memory;
    this.capacity = capacity;
    mostPoints = points;
    this.points = points;
    inputs = spec.encoderInputs();
    channels = spec.domain().channels();
    latentDimension = spec.latentDimension();
    encoderInputs = floats((long) capacity * inputs);
    coordinates = floats((long) capacity * points * 3);
    targets = floats((long) capacity * points * channels);
    ctf = floats((long) capacity * points);
    noise = new float[capacity * latentDimension];
  }

  private TrainingBatch(TrainingBatch whole, int from, int to) {
    memory = whole.memory;
    capacity = to - from;
    size = capacity;
    wholeSize = whole.wholeSize;
    mostPoints = whole.points;
    points = whole.points;
    inputs = whole.inputs;
    channels = whole.channels;
    latentDimension = whole.latentDimension;
    posesMove = whole.posesMove;
    encoderInputs = images(whole.encoderInputs, from, to, inputs);
    coordinates = images(whole.coordinates, from, to, points * 3);
    targets = images(whole.targets, from, to, points * channels);
    turnedTargets = posesMove ? images(whole.turnedTargets, from, to, points * channels) : null;
    ctf = images(whole.ctf, from, to, points);
    noise = Arrays.copyOfRange(whole.noise, from * latentDimension, to * latentDimension);
  }

  /**
   * Some images of the batch, in the same memory: a share of it, whose objective is still divided
   * by the size of the whole.
   *
   * @param from the first image
   * @param to behind the last
   */
  TrainingBatch part(int from, int to) {
    return from == 0 && to == size ? this : new TrainingBatch(this, from, to);
  }

  private static ByteBuffer images(ByteBuffer all, int from, int to, int values) {
    int bytes = values * Float.BYTES;
    return all.slice(from * bytes, (to - from) * bytes).order(ByteOrder.nativeOrder());
  }

  /** Sets how many images, and points of each, the batch holds now, of poses that stay. */
  public void resize(int images, int points) {
    resize(images, points, false);
  }

  /**
   * Sets how many images, and points of each, the batch holds now.
   *
   * @param posesMove whether the gradients for their poses are wanted too
   */
  public void resize(int images, int points, boolean posesMove) {
    if (images < 1 || images > capacity || points < 1 || points > mostPoints) {
      throw new IllegalArgumentException(
          "%d images of %d points in a batch of %d of %d"
              .formatted(images, points, capacity, mostPoints));
    }
    size = images;
    wholeSize = images;
    this.points = points;
    this.posesMove = posesMove;
    if (posesMove && turnedTargets == null) {
      turnedTargets = floats((long) capacity * mostPoints * channels);
    }
  }

  /** The number of images B. */
  public int size() {
    return size;
  }

  /** The number of images of the batch that this one is a part of; else its own. */
  int wholeSize() {
    return wholeSize;
  }

  /** The number of points P. */
  public int points() {
    return points;
  }

  /** B x E, the phase-flipped Hartley values that the encoder sees. */
  public FloatBuffer encoderInputs() {
    return view(encoderInputs);
  }

  /** B x P x 3, frequencies in [-0.5, 0.5], x first. */
  public FloatBuffer coordinates() {
    return view(coordinates);
  }

  /** B x P x K, what the decoder's output times the CTF is compared with. */
  public FloatBuffer targets() {
    return view(targets);
  }

  /** Whether the gradients for the poses are wanted too. */
  public boolean posesMove() {
    return posesMove;
  }

  /**
   * B x P x K, the derivatives of the targets by the phase 2 pi k.t that a shift t of the image
   * gives them, where k is the point's own frequency; only where the poses move.
   */
  public FloatBuffer turnedTargets() {
    return view(turnedTargets);
  }

  /** B x P. */
  public FloatBuffer ctf() {
    return view(ctf);
  }

  /** B x zdim, standard normal, for the reparameterisation. */
  public float[] noise() {
    return noise;
  }

  ByteBuffer encoderInputBytes() {
    return encoderInputs;
  }

  ByteBuffer coordinateBytes() {
    return coordinates;
  }

  ByteBuffer targetBytes() {
    return targets;
  }

  ByteBuffer turnedTargetBytes() {
    return turnedTargets;
  }

  ByteBuffer ctfBytes() {
    return ctf;
  }

  private static FloatBuffer view(ByteBuffer bytes) {
    return bytes.asFloatBuffer();
  }

  private ByteBuffer floats(long count) {
    if (count > Scope.LARGEST_BUFFER) {
      long size = count * Float.BYTES >> 20;
      throw new DataException(
          "a batch would take " + size + " MiB in one piece. Lower --batch-size.");
    }
    return memory.buffer(count);
  }
}
