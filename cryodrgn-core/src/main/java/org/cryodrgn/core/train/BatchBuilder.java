package org.cryodrgn.core.train;

import java.nio.FloatBuffer;
import org.cryodrgn.core.device.Scope;
import org.cryodrgn.core.fourier.HartleyShift;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.TrainingBatch;

/**
 * Fills a batch: shift, CTF, phase flip, slice of each image. Holds work space and its batch: one
 * for each thread at a time.
 *
 * <p>In the fourier domain the first half of the mask is evaluated. With F = R + iI the coefficient
 * at k and H = R - I the Hartley value, H(k) = R - I and H(-k) = R + I, so R = (H(k) + H(-k)) / 2
 * and I = (H(-k) - H(k)) / 2 are what the decoder's two channels are compared with. Points whose
 * third component is above 0 are reflected, which conjugates: I changes its sign.
 */
final class BatchBuilder {

  private final TrainingData data;
  private final Domain domain;
  private final TrainingBatch batch;
  private final float[] values;
  private final float[] shifted;
  private final float[] ctf;
  private final float[] slice;
  private final HartleyShift shift;
  private final RealImage real;
  private final SlicePoints points;

  /**
   * @param memory owner of the batch's arrays, of the device that is to read them
   */
  BatchBuilder(TrainingData data, Scope memory, ModelSpec spec, int capacity) {
    this.data = data;
    this.domain = spec.domain();
    points = new SlicePoints(data.pixels(), domain);
    batch = new TrainingBatch(memory, spec, capacity, points.count());
    int pixels = data.pixels().count();
    values = new float[capacity * pixels];
    shifted = new float[pixels];
    ctf = new float[pixels];
    slice = new float[pixels * 3];
    shift = new HartleyShift(data.pixels().stored(), data.pixels().box());
    boolean seesReal = spec.encoder() == EncoderKind.CONVOLUTIONAL;
    real = seesReal ? new RealImage(data.pixels().box()) : null;
  }

  TrainingBatch batch() {
    return batch;
  }

  /** Fills in everything but the noise, with all points. */
  void fill(int[] particles) {
    fill(particles, points.all());
  }

  /** The points that a slice can be compared at. */
  SlicePoints points() {
    return points;
  }

  /**
   * Fills in everything but the noise.
   *
   * @param draw the points that take part; null for what the encoder sees alone
   */
  void fill(int[] particles, SlicePoints.Draw draw) {
    boolean posesMove = draw != null && data.poses().move();
    batch.resize(particles.length, draw == null ? points.count() : draw.count(), posesMove);
    data.images().read(particles, values);
    FloatBuffer encoderInputs = batch.encoderInputs();
    FloatBuffer coordinates = batch.coordinates();
    FloatBuffer targets = batch.targets();
    FloatBuffer ctfValues = batch.ctf();
    FloatBuffer turned = posesMove ? batch.turnedTargets() : null;
    int pixels = data.pixels().count();
    for (int i = 0; i < particles.length; i++) {
      int particle = particles[i];
      double x = data.poses().shift(particle, 0);
      double y = data.poses().shift(particle, 1);
      shift.shift(values, i * pixels, x, y, shifted, 0);
      data.ctf(particle, ctf);
      if (real != null) {
        encoderInputs.put(real.of(shifted, ctf));
      } else {
        for (int position : data.pixels().encoder()) {
          encoderInputs.put(shifted[position] * Math.signum(ctf[position]));
        }
      }
      if (draw != null) {
        data.slice(particle, slice);
        int[] at = draw.next();
        if (domain == Domain.FOURIER) {
          halfSlice(at, draw.count(), coordinates, targets, ctfValues);
        } else {
          wholeSlice(at, draw.count(), coordinates, targets, ctfValues);
        }
        if (posesMove) {
          turn(at, draw.count(), targets, turned);
        }
      }
    }
  }

  private void halfSlice(
      int[] at, int count, FloatBuffer coordinates, FloatBuffer targets, FloatBuffer ctfValues) {
    int[] masked = data.pixels().masked();
    for (int p = 0; p < count; p++) {
      int here = masked[at[p]];
      int opposite = masked[masked.length - 1 - at[p]];
      float sign = slice[3 * here + 2] > 0 ? -1 : 1;
      putCoordinates(here, sign, coordinates);
      targets.put((shifted[here] + shifted[opposite]) / 2);
      targets.put(sign * (shifted[opposite] - shifted[here]) / 2);
      ctfValues.put(ctf[here]);
    }
  }

  private void wholeSlice(
      int[] at, int count, FloatBuffer coordinates, FloatBuffer targets, FloatBuffer ctfValues) {
    int[] masked = data.pixels().masked();
    for (int p = 0; p < count; p++) {
      int position = masked[at[p]];
      putCoordinates(position, 1, coordinates);
      targets.put(shifted[position]);
      ctfValues.put(ctf[position]);
    }
  }

  /** With the phase of a shift, F turns: dR = I and dI = -R; so does H: dH(k) = H(-k). */
  private void turn(int[] at, int count, FloatBuffer targets, FloatBuffer turned) {
    int[] masked = data.pixels().masked();
    int first = targets.position() - count * domain.channels();
    for (int p = 0; p < count; p++) {
      if (domain == Domain.FOURIER) {
        turned.put(targets.get(first + 2 * p + 1));
        turned.put(-targets.get(first + 2 * p));
      } else {
        turned.put(shifted[masked[masked.length - 1 - at[p]]]);
      }
    }
  }

  private void putCoordinates(int position, float sign, FloatBuffer coordinates) {
    coordinates.put(sign * slice[3 * position]);
    coordinates.put(sign * slice[3 * position + 1]);
    coordinates.put(sign * slice[3 * position + 2]);
  }
}
