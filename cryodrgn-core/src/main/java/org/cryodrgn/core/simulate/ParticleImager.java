package org.cryodrgn.core.simulate;

import java.util.SplittableRandom;
import org.cryodrgn.core.ctf.ContrastTransfer;

/** Makes the images of simulated particles, one at a time. Each thread has its own. */
final class ParticleImager {

  /** How much larger the box is that the CTF acts on. */
  private static final int PADDING = 2;

  private final SimulationSettings settings;
  private final SyntheticMolecule molecule;
  private final SimulatedParticles particles;
  private final ImageFormation formation;
  private final Residues residues;
  private final float[] transfer;
  private final ContrastTransfer contrast;
  private final double pixelSize;

  ParticleImager(
      SimulationSettings settings,
      SyntheticMolecule molecule,
      SimulatedParticles particles,
      double pixelSize) {
    this.settings = settings;
    this.molecule = molecule;
    this.particles = particles;
    int padded = PADDING * settings.box();
    formation =
        new ImageFormation(
            settings.box(), padded, pixelSize, Simulation.RESIDUE_SPREAD, molecule.capacity());
    residues = new Residues(molecule.capacity());
    transfer = new float[formation.transform().planeSize()];
    contrast = new ContrastTransfer(planeOnLattice(padded), padded);
    this.pixelSize = pixelSize;
  }

  /** Where the plane of {@link GaussianTransform} lies on the symmetric lattice of its box. */
  private static int[] planeOnLattice(int box) {
    int half = box / 2;
    int[] pixels = new int[(box - 1) * half];
    for (int p = 0; p < pixels.length; p++) {
      int ky = p / half - (half - 1);
      pixels[p] = (half + ky) * (box + 1) + half + p % half;
    }
    return pixels;
  }

  /**
   * The noise-free image of a particle, light on dark.
   *
   * @return its variance over the whole box
   */
  double clean(int particle, float[] images, int offset) {
    molecule.place(particles.latents()[particle], residues);
    contrast.values(particles.ctf(), particle, pixelSize, transfer, 0);
    formation.image(
        residues,
        particles.poses().rotations(),
        particles.poses().translations(),
        particle,
        transfer,
        images,
        offset);
    int pixels = settings.box() * settings.box();
    double sum = 0;
    double squares = 0;
    for (int i = offset; i < offset + pixels; i++) {
      sum += images[i];
      squares += (double) images[i] * images[i];
    }
    return squares / pixels - sum / pixels * (sum / pixels);
  }

  /**
   * The image of a particle in white noise of mean 0 and standard deviation 1.
   *
   * @param scale what the noise-free image is multiplied by
   * @return the variance of the signal in it
   */
  double noisy(int particle, double scale, float[] images, int offset) {
    double variance = clean(particle, images, offset);
    SplittableRandom random = Draws.stream(settings.seed(), Draws.Purpose.NOISE, particle);
    for (int i = offset; i < offset + settings.box() * settings.box(); i++) {
      images[i] = (float) (scale * images[i] + random.nextGaussian());
    }
    return scale * scale * variance;
  }
}
