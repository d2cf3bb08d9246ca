package org.cryodrgn.analysis.maps;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.cryodrgn.core.volume.GivenMap;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcVolume;

/**
 * Two maps of one box and pixel size, to be correlated.
 *
 * @param first D x D x D, z slowest
 * @param second as first
 * @param box the box size D
 * @param pixelSize Å
 */
public record MapPair(float[] first, float[] second, int box, double pixelSize) {

  /** Headers keep single precision. */
  private static final double PIXEL_SIZE_TOLERANCE = 1e-4;

  /**
   * Reads both.
   *
   * @param pixelSize Å, in place of that of the maps; null for theirs, 1 where neither has one
   * @throws DataException if a map cannot be read or is constant, or box or pixel size differ
   */
  public static MapPair read(Path firstFile, Path secondFile, Double pixelSize) {
    MrcVolume first = GivenMap.read(firstFile);
    MrcVolume second = sameBox(secondFile, first.box());
    requireDensity(firstFile, first);
    requireDensity(secondFile, second);
    return new MapPair(
        first.values(),
        second.values(),
        first.box(),
        pixelSize != null ? pixelSize : pixelSize(first, second, secondFile));
  }

  /** A constant map agrees with every other in all shells: there is nothing in them. */
  private static void requireDensity(Path file, MrcVolume map) {
    for (float value : map.values()) {
      if (value != map.values()[0]) {
        return;
      }
    }
    throw DataException.at(
        file,
        "",
        "all voxels are " + map.values()[0] + ": there is no density",
        "Name another map");
  }

  private static double pixelSize(MrcVolume first, MrcVolume second, Path secondFile) {
    double a = first.pixelSize();
    double b = second.pixelSize();
    if (a > 0 && b > 0 && Math.abs(a - b) > PIXEL_SIZE_TOLERANCE * a) {
      throw DataException.at(
          secondFile, "", "has " + b + " Å a voxel, the first map " + a, "Give --Apix");
    }
    return a > 0 ? a : b > 0 ? b : 1;
  }

  /**
   * The values of a mask or reference of the same box, z slowest.
   *
   * @throws DataException if it cannot be read or its box differs
   */
  public float[] sameBox(Path file) {
    return sameBox(file, box).values();
  }

  /**
   * As {@link #sameBox(Path)}, of a mask: nothing under it agrees with nothing in all shells.
   *
   * @throws DataException also if it is 0 everywhere
   */
  public float[] mask(Path file) {
    float[] mask = sameBox(file);
    for (float value : mask) {
      if (value != 0) {
        return mask;
      }
    }
    throw DataException.at(
        file, "", "all voxels are 0: the mask lets nothing through", "Name another mask");
  }

  /**
   * The correlation of each shell.
   *
   * @param mask D x D x D; null for none
   * @param beyond cycles a voxel from which on it is corrected for the mask; empty for not at all
   */
  public FscCurve correlate(float[] mask, OptionalDouble beyond, int threads) {
    FscCurve curve = FourierShellCorrelation.between(first, second, box, mask, threads);
    return beyond.isEmpty()
        ? curve
        : FourierShellCorrelation.correct(curve, this, mask, beyond.getAsDouble(), threads);
  }

  /**
   * The frequency of a resolution, from the first shell to Nyquist's, cycles a voxel.
   *
   * @param resolution Å; below 1 it is cycles a voxel itself
   * @throws IllegalArgumentException if no shell of these maps is of it; tells the range
   */
  public double frequency(double resolution) {
    double frequency = resolution >= 1 ? pixelSize / resolution : resolution;
    double first = 1.0 / box;
    if (!(frequency > 0.999 * first && frequency < 0.5)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.US,
              "%s is %.4g cycles a voxel, but must be from %.4g to 0.5 of them: above %.4g Å and at"
                  + " most %.4g Å",
              resolution,
              frequency,
              first,
              2 * pixelSize,
              pixelSize / first));
    }
    return frequency;
  }

  private static MrcVolume sameBox(Path file, int box) {
    MrcVolume volume = GivenMap.read(file);
    if (volume.box() != box) {
      throw DataException.at(
          file,
          "",
          "has a box of " + volume.box() + " voxels, the first map one of " + box,
          "Bring the maps to one box (cryodrgn downsample --is-vol)");
    }
    return volume;
  }
}
