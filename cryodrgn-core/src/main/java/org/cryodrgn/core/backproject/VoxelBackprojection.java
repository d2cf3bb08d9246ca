package org.cryodrgn.core.backproject;

import java.util.Arrays;
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
 * Voxel back-projection of images with known poses: a map of all, and maps of every other image.
 * Images stream through in batches; memory is one grid of (D+1)^3 pairs of float32 for each map,
 * and at most some 100 MB for a batch. The result does not depend on threads or batches. Steps that
 * {@code preprocess} has done to the images, as their {@link PreprocessMark} tells, are left out.
 */
public final class VoxelBackprojection {

  /** How the CTF enters. */
  public enum CtfCorrection {
    /** Values times the CTF, weights its square. */
    MULTIPLY,
    /** Values times the CTF's sign, weights 1. */
    FLIP
  }

  /** Float32 values that a batch may keep. */
  private static final long BATCH_VALUES = 1 << 24;

  private final ParticleStack images;
  private final Poses poses;
  private final CtfTable ctf;
  private final CtfCorrection correction;
  private final int threads;
  private final int box;
  private final int[] mask;
  private final int[] maskInTransform;
  private final float[] x;
  private final float[] y;
  private final float[] window;
  private final boolean phaseFlipped;
  private final FourierGrid[] grids;

  /**
   * @param images D x D, D even
   * @param poses of the same particles in the same order
   * @param ctf of the same particles, or null for none
   * @param correction how the CTF enters
   * @param invert whether to turn the sign of the images
   * @param halfMaps whether even and odd images go to a grid each
   */
  public VoxelBackprojection(
      ParticleStack images,
      Poses poses,
      CtfTable ctf,
      CtfCorrection correction,
      boolean invert,
      boolean halfMaps,
      int threads) {
    if (poses.size() != images.size() || (ctf != null && ctf.size() != images.size())) {
      throw new IllegalArgumentException("images, poses and CTF differ in number");
    }
    this.images = images;
    this.poses = poses;
    this.ctf = ctf;
    this.correction = correction;
    this.threads = threads;
    this.box = images.box();
    // Coordinates in grid steps.
    Lattice lattice = new Lattice(box + 1, box / 2);
    this.mask = lattice.circularMask(box / 2);
    this.maskInTransform = Hartley.symmetricSource(mask, box);
    int half = mask.length / 2;
    this.x = new float[half];
    this.y = new float[half];
    for (int k = 0; k < half; k++) {
      x[k] = mask[k] % (box + 1) - box / 2;
      y[k] = mask[k] / (box + 1) - box / 2;
    }
    PreprocessMark mark = PreprocessMark.of(images);
    this.phaseFlipped = mark.leavesMagnitude(ctf != null);
    this.window =
        Window.signed(
            box, mark.leavesWindow(true), Window.INNER_RADIUS, mark.leavesInversion(invert));
    this.grids = new FourierGrid[halfMaps ? 2 : 1];
    Arrays.setAll(grids, i -> new FourierGrid(box, x, y));
  }

  /**
   * Back-projects the first images.
   *
   * @param count how many
   * @param batch how many images to hold at once at most
   * @param progress told how many images are done after each batch
   */
  public void run(int count, int batch, IntConsumer progress) {
    long perImage = (long) box * box + mask.length + x.length;
    int size = (int) Math.max(1, Math.min(Math.min(batch, count), BATCH_VALUES / perImage));
    float[] pixels = new float[size * box * box];
    float[] values = new float[size * mask.length];
    float[] weights = new float[size * x.length];
    for (int start = 0; start < count; start += size) {
      int first = start;
      int[] indices = new int[Math.min(size, count - start)];
      Arrays.setAll(indices, i -> first + i);
      images.read(indices, pixels);
      Workers.run(indices.length, threads, () -> new Preparation(pixels, values, weights, indices));
      spread(indices, values, weights);
      progress.accept(start + indices.length);
    }
  }

  /** Makes the weighted, shifted values of each image on the mask. */
  private final class Preparation implements IntConsumer {
    private final float[] pixels;
    private final float[] values;
    private final float[] weights;
    private final int[] indices;
    private final Hartley2d hartley = new Hartley2d(box);
    private final HartleyShift shift = new HartleyShift(mask, box);
    private final ContrastTransfer transfer =
        new ContrastTransfer(Arrays.copyOf(mask, mask.length / 2), box);

    Preparation(float[] pixels, float[] values, float[] weights, int[] indices) {
      this.pixels = pixels;
      this.values = values;
      this.weights = weights;
      this.indices = indices;
    }

    @Override
    public void accept(int i) {
      int image = i * box * box;
      for (int p = 0; p < window.length; p++) {
        pixels[image + p] *= window[p];
      }
      hartley.forward(pixels, image, pixels, image);
      int mine = i * mask.length;
      for (int k = 0; k < mask.length; k++) {
        values[mine + k] = pixels[image + maskInTransform[k]];
      }
      int particle = indices[i];
      shift.shift(
          values,
          mine,
          HartleyShift.pixels(poses.translations()[2 * particle], box),
          HartleyShift.pixels(poses.translations()[2 * particle + 1], box),
          values,
          mine);
      int weight = i * x.length;
      if (ctf == null) {
        Arrays.fill(weights, weight, weight + x.length, 1);
      } else {
        transfer.values(
            ctf, particle, ContrastTransfer.pixelSize(ctf, particle, box), weights, weight);
        correct(mine, weight);
      }
    }

    /**
     * Multiplies the values of an image by its CTF, which k and -k share, or by its sign.
     *
     * @param mine the first value
     * @param weight the first of the CTF's values, which become the weights
     */
    private void correct(int mine, int weight) {
      boolean flip = correction == CtfCorrection.FLIP;
      for (int k = 0; k < x.length; k++) {
        float transferred = weights[weight + k];
        transferred = phaseFlipped ? Math.abs(transferred) : transferred;
        float factor = flip ? Math.signum(transferred) : transferred;
        values[mine + k] *= factor;
        values[mine + mask.length - 1 - k] *= factor;
        weights[weight + k] = flip ? 1 : factor * factor;
      }
    }
  }

  private void spread(int[] indices, float[] values, float[] weights) {
    int[] bands = bands();
    int perGrid = bands.length - 1;
    Workers.run(
        grids.length * perGrid,
        threads,
        () ->
            task -> {
              int band = task % perGrid;
              int grid = task / perGrid;
              for (int i = 0; i < indices.length; i++) {
                if (indices[i] % grids.length == grid) {
                  grids[grid].addSlice(
                      poses.rotations(),
                      indices[i],
                      values,
                      weights,
                      i,
                      bands[band],
                      bands[band + 1]);
                }
              }
            });
  }

  /** Bands of |z| that hold about as many points each when views are spread evenly. */
  private int[] bands() {
    int half = box / 2;
    int count = Math.max(1, Math.min(threads, half / 2));
    int[] bounds = new int[count + 1];
    for (int i = 1; i < count; i++) {
      bounds[i] = (int) Math.round(half * (1 - Math.sqrt(1 - (double) i / count)));
    }
    bounds[count] = half + 1;
    return bounds;
  }

  /**
   * The map of every other image.
   *
   * @param half 0 for the first, third, ... image, 1 for the rest
   * @param regularisation added to each weight, times the mean weight
   * @return D x D x D, z slowest
   */
  public float[] halfMap(int half, double regularisation) {
    return grids[half].reconstruct(regularisation, threads);
  }

  /**
   * The sums over all images. The half maps are lost by this: take them first.
   *
   * @return the sums, from which the map of all images is made
   */
  public Sums all() {
    for (int i = 1; i < grids.length; i++) {
      grids[0].add(grids[i]);
      grids[i] = grids[0];
    }
    return new Sums(grids[0], threads);
  }

  /** The sums over all images. */
  public static final class Sums {
    private final FourierGrid grid;
    private final int threads;

    private Sums(FourierGrid grid, int threads) {
      this.grid = grid;
      this.threads = threads;
    }

    /** The sums of weighted Hartley values, (D+1)^3, z slowest. */
    public float[] values() {
      return grid.values();
    }

    /** The sums of weights, (D+1)^3, 1 where nothing was put. */
    public float[] weights() {
      return grid.weights();
    }

    /** The map, D x D x D, z slowest. */
    public float[] map(double regularisation) {
      return grid.reconstruct(regularisation, threads);
    }
  }
}
