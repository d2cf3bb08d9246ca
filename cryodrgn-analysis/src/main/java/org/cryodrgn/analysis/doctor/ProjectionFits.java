package org.cryodrgn.analysis.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.cryodrgn.core.ctf.ContrastTransfer;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.fourier.Hartley2d;
import org.cryodrgn.core.fourier.HartleyShift;
import org.cryodrgn.core.fourier.Window;
import org.cryodrgn.core.lattice.Lattice;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.preprocess.PreprocessMark;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.poses.Poses;

/**
 * How far images are explained by projections of the half map that they are not in, with parameters
 * as given and with others at the same time.
 *
 * <p>Images are white in the mean, and a shell counts as much as the half maps agree in it.
 * Products of two models are taken between the half maps, so that the noise of neither counts.
 */
final class ProjectionFits {

  /** The first shells are alike in all projections. */
  private static final int FIRST_SHELL = 3;

  /** Points nearer to the edge have no neighbours in the map's transform. */
  private static final int RIM = 2;

  /**
   * Parameters of the particles.
   *
   * @param ctf null if there is none
   */
  record Parameters(Poses poses, CtfTable ctf) {}

  private final int box;
  private final int threads;
  private final Parameters given;
  private final int[] mask;
  private final float[] weights;
  private final float[] images;
  private final Projector[] halves;
  private final boolean flipped;

  /**
   * @param stack small images
   * @param given of the same particles
   * @param maps made with them
   * @param invert whether to turn the sign of the images
   */
  ProjectionFits(
      ParticleStack stack, Parameters given, TrialMaps maps, boolean invert, int threads) {
    this.box = stack.box();
    this.threads = threads;
    this.given = given;
    this.mask = new Lattice(box + 1, box / 2).circularMask(box / 2 - RIM);
    PreprocessMark mark = PreprocessMark.of(stack);
    this.flipped = mark.phaseFlipped();
    this.images =
        transforms(
            stack,
            Window.signed(
                box, mark.leavesWindow(true), Window.INNER_RADIUS, mark.leavesInversion(invert)));
    this.weights = shellWeights(maps.curve());
    this.halves =
        new Projector[] {
          new Projector(maps.first(), box, mask, threads),
          new Projector(maps.second(), box, mask, threads)
        };
  }

  /** Shifted as given. */
  private float[] transforms(ParticleStack stack, float[] window) {
    float[] values = new float[stack.size() * mask.length];
    int[] source = Hartley.symmetricSource(mask, box);
    double[] shifts = given.poses().translations();
    Workers.run(
        stack.size(),
        threads,
        () -> {
          float[] pixels = new float[box * box];
          Hartley2d hartley = new Hartley2d(box);
          HartleyShift shift = new HartleyShift(mask, box);
          return i -> {
            synchronized (stack) {
              stack.read(new int[] {i}, pixels);
            }
            for (int p = 0; p < pixels.length; p++) {
              pixels[p] *= window[p];
            }
            hartley.forward(pixels, 0, pixels, 0);
            int at = i * mask.length;
            for (int k = 0; k < mask.length; k++) {
              values[at + k] = pixels[source[k]];
            }
            shift.shift(
                values,
                at,
                HartleyShift.pixels(shifts[2 * i], box),
                HartleyShift.pixels(shifts[2 * i + 1], box),
                values,
                at);
          };
        });
    return values;
  }

  private float[] shellWeights(double[] curve) {
    int[] shells = new int[mask.length];
    double[] power = new double[box];
    int[] counts = new int[box];
    for (int k = 0; k < mask.length; k++) {
      double x = mask[k] % (box + 1) - box / 2;
      double y = mask[k] / (box + 1) - box / 2;
      shells[k] = (int) Math.round(Math.sqrt(x * x + y * y));
    }
    for (int i = 0; i < images.length; i++) {
      int shell = shells[i % mask.length];
      power[shell] += (double) images[i] * images[i];
      counts[shell]++;
    }
    float[] weights = new float[mask.length];
    for (int k = 0; k < mask.length; k++) {
      int s = shells[k];
      if (s >= FIRST_SHELL && s < curve.length && power[s] > 0) {
        weights[k] = (float) (Math.max(0, curve[s]) * counts[s] / power[s]);
      }
    }
    return weights;
  }

  /** Fits images with parameters as given and, at the same time, with each of others in turn. */
  List<SharedFit> with(List<Parameters> others) {
    int size = images.length / mask.length;
    double[][] sums = new double[others.size()][SharedFit.SUMS * size];
    Workers.run(size, threads, () -> new Pass(others, sums));
    return Arrays.stream(sums).map(SharedFit::new).toList();
  }

  /** The sums of one image after another. */
  private final class Pass implements IntConsumer {
    private final List<Parameters> others;
    private final double[][] sums;
    private final HartleyShift shift = new HartleyShift(mask, box);
    private final ContrastTransfer contrast =
        new ContrastTransfer(Arrays.copyOf(mask, mask.length / 2), box);
    private final float[][] slices = new float[2][mask.length];
    private final float[][] models = new float[4][mask.length];
    private final float[] transfer = new float[mask.length / 2];

    Pass(List<Parameters> others, double[][] sums) {
      this.others = others;
      this.sums = sums;
    }

    @Override
    public void accept(int i) {
      for (int half = 0; half < 2; half++) {
        halves[half].project(given.poses().rotations(), i, slices[half]);
        System.arraycopy(slices[half], 0, models[half], 0, mask.length);
      }
      filter(given, i, models[0], models[1]);
      for (int which = 0; which < sums.length; which++) {
        Parameters other = others.get(which);
        for (int half = 0; half < 2; half++) {
          if (other.poses().rotations() == given.poses().rotations()) {
            System.arraycopy(slices[half], 0, models[2 + half], 0, mask.length);
          } else {
            halves[half].project(other.poses().rotations(), i, models[2 + half]);
          }
        }
        filter(other, i, models[2], models[3]);
        shift(other, i, models[2], models[3]);
        add(i, sums[which]);
      }
    }

    private void shift(Parameters other, int i, float[] first, float[] second) {
      double[] from = given.poses().translations();
      double[] to = other.poses().translations();
      if (from != to) {
        double x = HartleyShift.pixels(from[2 * i] - to[2 * i], box);
        double y = HartleyShift.pixels(from[2 * i + 1] - to[2 * i + 1], box);
        shift.shift(first, 0, x, y, first, 0);
        shift.shift(second, 0, x, y, second, 0);
      }
    }

    private void add(int i, double[] sums) {
      float[] mine = models[1 - i % 2];
      float[] others = models[3 - i % 2];
      int image = i * mask.length;
      int at = i * SharedFit.SUMS;
      for (int k = 0; k < mask.length; k++) {
        double w = weights[k];
        sums[at] += w * images[image + k] * mine[k];
        sums[at + 1] += w * images[image + k] * others[k];
        sums[at + 2] += w * models[0][k] * models[1][k];
        sums[at + 3] += w * (models[0][k] * models[3][k] + models[1][k] * models[2][k]) / 2;
        sums[at + 4] += w * models[2][k] * models[3][k];
      }
    }

    private void filter(Parameters parameters, int i, float[] first, float[] second) {
      CtfTable ctf = parameters.ctf();
      if (ctf == null) {
        return;
      }
      contrast.values(ctf, i, ContrastTransfer.pixelSize(ctf, i, box), transfer, 0);
      int last = mask.length - 1;
      for (int k = 0; k < transfer.length; k++) {
        float value = flipped ? Math.abs(transfer[k]) : transfer[k];
        first[k] *= value;
        first[last - k] *= value;
        second[k] *= value;
        second[last - k] *= value;
      }
      // The origin, between the halves, has no weight.
    }
  }
}
