package org.cryodrgn.core.volume;

import java.util.Arrays;
import java.util.Locale;
import org.cryodrgn.core.fourier.Hartley;
import org.cryodrgn.core.lattice.Lattice;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.core.model.VolumeModel;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcVolume;

/**
 * Decodes density maps: the decoder at every point of the D+1 cubed lattice (in the fourier domain
 * within radius D/2), scaled back, inverse Hartley transformed.
 *
 * <p>In the fourier domain the coefficient at -k is the conjugate of that at k, so half of the
 * sphere is decoded: the planes below z = 0, and of the plane z = 0 the first half. Without a
 * positional encoding cryoDRGN decodes every point of this plane for itself, and leaves out the
 * mean outside the sphere; so its maps are made here.
 */
public final class VolumeDecoder {

  /** Points decoded in one call. */
  private static final int BATCH = 1 << 16;

  private final VolumeModel model;
  private final double mean;
  private final double standardDeviation;
  private final int threads;

  /**
   * @param model lent
   * @param mean that was subtracted from the training data's transforms
   * @param standardDeviation that they were divided by
   * @param threads for the inverse transform
   */
  public VolumeDecoder(VolumeModel model, double mean, double standardDeviation, int threads) {
    this.model = model;
    this.mean = mean;
    this.standardDeviation = standardDeviation;
    this.threads = threads;
  }

  /**
   * The map at a point of latent space.
   *
   * @param z zdim values; none for a model without z
   * @param box box size of the map: the model's, or a smaller even one, which leaves out the high
   *     frequencies
   * @return box cubed, z slowest, origin at (box/2, box/2, box/2)
   * @throws DataException if the map has more voxels than an array holds
   */
  public float[] decode(float[] z, int box) {
    requireFits(box);
    Run run = new Run(z, box);
    run.decodeAll();
    Hartley.inverse3(run.transform, box, threads);
    return run.transform;
  }

  /**
   * Holds a box to maps that there can be, for who makes one much later only.
   *
   * @throws DataException if the map has more voxels than an array holds
   */
  public static void requireFits(int box) {
    if (box > MrcVolume.LARGEST_BOX) {
      throw new DataException(
          String.format(
              Locale.US,
              "A map of box %d is too large, %d is the largest. Make smaller ones (eval_vol -d), or"
                  + " downsample the particles.",
              box,
              MrcVolume.LARGEST_BOX));
    }
  }

  private final class Run {
    private final ModelSpec spec = model.spec();
    private final float[] z;
    private final int box;
    private final int side;
    private final float[] axis;
    private final float limit;
    private final float[] transform;
    private final boolean half;
    private final boolean wholePlane;
    private final int[] places = new int[BATCH];
    private final int[] mirrors = new int[BATCH];
    private final float[] coordinates = new float[BATCH * 3];
    private int waiting;

    Run(float[] z, int box) {
      this.z = z;
      this.box = box;
      side = box + 1;
      Lattice lattice = new Lattice(spec.box() + 1, 0.5).downsampled(side);
      axis = lattice.axis();
      limit = (float) (lattice.extent() * lattice.extent());
      half = spec.domain() == Domain.FOURIER;
      wholePlane = half && spec.encoding() == PositionalEncoding.Type.NONE;
      transform = new float[box * box * box];
      Arrays.fill(transform, wholePlane ? 0 : (float) mean);
    }

    void decodeAll() {
      for (int iz = 0; iz < (half ? side / 2 + 1 : side); iz++) {
        for (int iy = 0; iy < side; iy++) {
          for (int ix = 0; ix < side; ix++) {
            boolean skipped = half && (!within(ix, iy, iz) || isMirror(ix, iy, iz));
            if (!skipped) {
              add(ix, iy, iz);
            }
          }
        }
      }
      flush();
    }

    /** Whether a point of the plane z = 0 takes its value from the one at -k. */
    private boolean isMirror(int ix, int iy, int iz) {
      return !wholePlane && iz == side / 2 && iy * side + ix > side * side / 2;
    }

    /** Rounded as cryoDRGN does, in float32. */
    private boolean within(int ix, int iy, int iz) {
      return axis[ix] * axis[ix] + axis[iy] * axis[iy] + axis[iz] * axis[iz] <= limit;
    }

    private void add(int ix, int iy, int iz) {
      places[waiting] = place(ix, iy, iz);
      boolean alone = wholePlane && iz == side / 2;
      mirrors[waiting] = alone ? -1 : place(side - 1 - ix, side - 1 - iy, side - 1 - iz);
      coordinates[3 * waiting] = axis[ix];
      coordinates[3 * waiting + 1] = axis[iy];
      coordinates[3 * waiting + 2] = axis[iz];
      if (++waiting == BATCH) {
        flush();
      }
    }

    /** The voxel, or -1 on the last plane, row or column, which the transform does not have. */
    private int place(int ix, int iy, int iz) {
      return ix == box || iy == box || iz == box ? -1 : (iz * box + iy) * box + ix;
    }

    private void flush() {
      if (waiting == 0) {
        return;
      }
      float[] decoded = model.decode(Arrays.copyOf(coordinates, waiting * 3), z);
      for (int i = 0; i < waiting; i++) {
        if (half) {
          float real = decoded[2 * i];
          float imaginary = decoded[2 * i + 1];
          put(mirrors[i], real + imaginary);
          put(places[i], real - imaginary);
        } else {
          put(places[i], decoded[i]);
        }
      }
      waiting = 0;
    }

    private void put(int place, float value) {
      if (place >= 0) {
        transform[place] = (float) (value * standardDeviation + mean);
      }
    }
  }
}
