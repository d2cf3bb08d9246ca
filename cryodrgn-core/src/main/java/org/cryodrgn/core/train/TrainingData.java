package org.cryodrgn.core.train;

import java.util.Arrays;
import org.cryodrgn.core.ctf.ContrastTransfer;
import org.cryodrgn.core.dataset.ParticleSelection;
import org.cryodrgn.core.geometry.Slice;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;

/**
 * Images, poses and CTF parameters of the particles of a run, all in the same order. Owns the
 * images. Safe for use by several threads.
 */
final class TrainingData implements AutoCloseable {

  private final ParticleSelection selection;
  private final HartleyImages images;
  private final ImagePixels pixels;
  private final ParticlePoses poses;
  private final CtfTable ctf;
  private final boolean phaseFlipped;
  private final ContrastTransfer transfer;
  private final Slice slice;

  /**
   * @param selection which particles they are
   * @param images the Hartley values
   * @param pixels which pixels they are of
   * @param poses as many
   * @param ctf as many, or null for images without a CTF
   * @param phaseFlipped whether the images were multiplied by the sign of their CTF before
   */
  TrainingData(
      ParticleSelection selection,
      HartleyImages images,
      ImagePixels pixels,
      Poses poses,
      CtfTable ctf,
      boolean phaseFlipped) {
    if (selection.size() != images.size()
        || poses.size() != images.size()
        || (ctf != null && ctf.size() != images.size())) {
      throw new IllegalArgumentException("images, poses and CTF of different length");
    }
    this.selection = selection;
    this.images = images;
    this.pixels = pixels;
    this.poses = ParticlePoses.known(poses, pixels.box());
    this.ctf = ctf;
    this.phaseFlipped = phaseFlipped;
    transfer = ctf == null ? null : new ContrastTransfer(pixels.stored(), pixels.box());
    slice = new Slice(pixels.lattice(), pixels.stored());
  }

  private TrainingData(TrainingData other, ParticlePoses poses) {
    selection = other.selection;
    images = other.images;
    pixels = other.pixels;
    this.poses = poses;
    ctf = other.ctf;
    phaseFlipped = other.phaseFlipped;
    transfer = other.transfer;
    slice = other.slice;
  }

  /** The same particles in other poses. The images stay this one's to close. */
  TrainingData withPoses(ParticlePoses others) {
    return new TrainingData(this, others);
  }

  /** The number of particles. */
  int size() {
    return images.size();
  }

  /** Which of all particles these are. */
  ParticleSelection selection() {
    return selection;
  }

  /** The images. */
  HartleyImages images() {
    return images;
  }

  /** Which pixels of an image are kept. */
  ImagePixels pixels() {
    return pixels;
  }

  /** The pixel size of the first particle's image, Å; 1 where no CTF parameters tell it. */
  double pixelSize() {
    return ctf == null ? 1 : ContrastTransfer.pixelSize(ctf, 0, pixels.box());
  }

  /** The poses. */
  ParticlePoses poses() {
    return poses;
  }

  /** The CTF at each kept pixel, its magnitude for phase-flipped images; 1 where there is none. */
  void ctf(int particle, float[] values) {
    if (ctf == null) {
      Arrays.fill(values, 1);
    } else {
      double pixelSize = ContrastTransfer.pixelSize(ctf, particle, pixels.box());
      transfer.values(ctf, particle, pixelSize, values, 0);
      for (int i = 0; phaseFlipped && i < values.length; i++) {
        values[i] = Math.abs(values[i]);
      }
    }
  }

  /** The coordinates of the particle's slice at each kept pixel, x 3. */
  void slice(int particle, float[] coordinates) {
    double[] rotation = new double[9];
    poses.rotation(particle, rotation);
    slice.coordinates(rotation, 0, coordinates, 0);
  }

  @Override
  public void close() {
    images.close();
  }
}
