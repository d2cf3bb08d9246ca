package org.cryodrgn.core.doctor;

import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.poses.Poses;

/**
 * What is known of particles without their images.
 *
 * @param box the box size D of the images, pixels; 0 if not known
 * @param headerPixelSize the pixel size in the header of the first image file, Å; 0 if not known
 * @param tableExtent box size times pixel size as the .star or .cs file tells them, Å; 0 if not
 *     known
 * @param poses the poses, or null
 * @param ctf the CTF parameters, or null
 */
public record ParticleTables(
    int box, double headerPixelSize, double tableExtent, Poses poses, CtfTable ctf) {

  /** The tables of a data set that was opened. */
  static ParticleTables of(ParticleDataset dataset) {
    ParticleStack stack = dataset.stack();
    return new ParticleTables(
        stack.box(), headerPixelSize(stack), 0, dataset.poses(), dataset.ctf().orElse(null));
  }

  /** The pixel size in the header of the file that holds the first image, Å; 0 if there is none. */
  public static double headerPixelSize(ParticleStack stack) {
    return MrcFile.open(stack.files().get(stack.fileOf(0))).header().pixelSize();
  }
}
