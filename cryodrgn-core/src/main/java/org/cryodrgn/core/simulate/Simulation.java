package org.cryodrgn.core.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.train.RunFiles;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.OutputLock;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.mrc.MrcWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a synthetic data set: particles with their poses and CTFs as RELION, cryoSPARC and
 * cryoDRGN keep them, and in {@code truth/} what is known of them.
 *
 * <p>An image is noise minus the contrast transfer applied to the projection, so light on dark as
 * RELION's extraction leaves it; with cryoDRGN's default inversion the density is positive. The
 * truth's maps are on the scale of the images: the transform of an image without noise and CTF is a
 * central slice of the transform of the map. The same settings give the same files on any number of
 * threads.
 */
public final class Simulation {

  /** Standard deviation of the Gaussian that a residue is, Å. */
  static final double RESIDUE_SPREAD = 2.2;

  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);

  /** Particles, spread over the set, whose signal is measured to set its scale. */
  private static final int MEASURED = 400;

  /** Share of the box that the molecule fills where the pixel size is free. */
  private static final double FILLED = 0.75;

  private static final long CHUNK_BYTES = 64L << 20;

  private final SimulationSettings settings;
  private final SyntheticMolecule molecule;
  private final double pixelSize;
  private final SimulatedParticles particles;

  /** Draws the molecule and the particles; nothing is written yet. */
  public Simulation(SimulationSettings settings) {
    this.settings = settings;
    var random = Draws.stream(settings.seed(), Draws.Purpose.MOLECULE, settings.kind().ordinal());
    molecule =
        settings.kind() == SimulationSettings.Kind.HINGE
            ? new HingeMolecule(random, settings.arc())
            : new AssemblyMolecule(random, settings.states());
    double fitting = 2 * molecule.radius() / (FILLED * settings.box());
    pixelSize = settings.pixelSize() > 0 ? settings.pixelSize() : Math.rint(1e3 * fitting) / 1e3;
    particles = SimulatedParticles.draw(settings, molecule, pixelSize);
  }

  /** The pixel size in Å: as asked, or such that the molecule fills three quarters of the box. */
  public double pixelSize() {
    return pixelSize;
  }

  /**
   * Makes the images and writes everything.
   *
   * @param folder made if it is not there
   * @param progress told the number of images made so far
   * @throws DataException if the folder holds a data set or a run already, another command writes
   *     one there, or it cannot be written to
   */
  public void write(Path folder, LongConsumer progress) {
    Path stack = folder.resolve(SimulatedFiles.STACK);
    try (OutputLock lock = OutputLock.of(stack)) {
      requireFree(folder, stack);
      writeAll(folder, stack, progress);
    }
  }

  private static void requireFree(Path folder, Path stack) {
    if (Files.exists(stack)) {
      throw DataException.at(
          folder, "", "holds a data set already (particles.mrcs)", "Name another folder");
    }
    RunFiles run = new RunFiles(folder);
    if (Files.exists(run.config()) || !run.checkpoints().isEmpty()) {
      throw DataException.at(folder, "", "holds a training", "Name another folder");
    }
  }

  private void writeAll(Path folder, Path stack, LongConsumer progress) {
    double scale = scale();
    double achieved = writeImages(stack, scale, progress);
    LOG.info(
        String.format(
            Locale.US,
            "%d images of %d pixels at %.3f Å, signal-to-noise ratio %.4f",
            settings.particles(),
            settings.box(),
            pixelSize,
            achieved));
    writeMaps(folder, scale);
    SimulatedFiles.write(folder, settings, molecule, particles, pixelSize, scale, achieved);
  }

  /** The factor that gives the signal the asked variance, the noise having 1. */
  private double scale() {
    double[] variances = new double[Math.min(MEASURED, settings.particles())];
    Workers.run(
        variances.length,
        settings.threads(),
        () -> {
          ParticleImager imager = imager();
          float[] image = new float[pixels()];
          return i -> {
            int particle = (int) ((long) i * settings.particles() / variances.length);
            variances[i] = imager.clean(particle, image, 0);
          };
        });
    double sum = 0;
    for (double variance : variances) {
      sum += variance;
    }
    return Math.sqrt(settings.signalToNoise() * variances.length / sum);
  }

  private double writeImages(Path stack, double scale, LongConsumer progress) {
    long fitting = Math.max(settings.threads(), CHUNK_BYTES / (4L * pixels()));
    int chunk = (int) Math.min(fitting, settings.particles());
    float[] images = new float[Math.multiplyExact(chunk, pixels())];
    double[] variances = new double[chunk];
    AtomicLong done = new AtomicLong();
    double sum = 0;
    try (MrcWriter writer =
        MrcWriter.create(stack, MrcHeader.forStack(settings.box(), pixelSize))) {
      for (int first = 0; first < settings.particles(); first += chunk) {
        int start = first;
        int count = Math.min(chunk, settings.particles() - first);
        Workers.run(
            count,
            settings.threads(),
            () -> {
              ParticleImager imager = imager();
              return i -> {
                variances[i] = imager.noisy(start + i, scale, images, i * pixels());
                progress.accept(done.incrementAndGet());
              };
            });
        for (int i = 0; i < count; i++) {
          sum += variances[i];
        }
        writer.write(images, 0, count);
      }
      writer.finish();
    }
    return sum / settings.particles();
  }

  private void writeMaps(Path folder, double scale) {
    double[] latents = molecule.representatives();
    Workers.run(
        latents.length,
        settings.threads(),
        () -> {
          var transform = new GaussianTransform(settings.box(), pixelSize, RESIDUE_SPREAD);
          Residues residues = new Residues(molecule.capacity());
          return k -> {
            molecule.place(latents[k], residues);
            float[] map = transform.volume(residues, scale);
            new MrcVolume(settings.box(), map, pixelSize).write(SimulatedFiles.map(folder, k));
          };
        });
  }

  private ParticleImager imager() {
    return new ParticleImager(settings, molecule, particles, pixelSize);
  }

  private int pixels() {
    return settings.box() * settings.box();
  }
}
