package org.cryodrgn.analysis.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;

/** Faults of files, of their order, of CTF parameters and optics. */
final class TableFaults extends Faults {

  TableFaults(SimulatedSet set, List<Fault> faults) {
    super(set, faults);
  }

  void addAll() throws IOException {
    Poses poses = set.poses();
    int[] swapped = SimulatedSet.halvesSwapped();
    int[] few = IntStream.range(0, 200).toArray();

    String star = Files.readString(set.file("particles.star"));
    fail(
        "image file that is not there",
        "particles",
        set.source(
            set.write("lost.star", star.replace("particles.mrcs", "x.mrcs")), null, null, null));
    byte[] bytes = Files.readAllBytes(set.file("particles.mrcs"));
    Files.write(set.file("short.mrcs"), Arrays.copyOf(bytes, bytes.length - 5000));
    fail("truncated stack", "particles", set.source("short.mrcs", "poses.pkl", "ctf.pkl", null));
    fail("too few poses", "number of poses", withPoses(set.write("few.pkl", poses.select(few))));
    fail(
        "CTF of another number of particles",
        "number of CTF rows",
        withCtf(set.write("fewctf.pkl", set.ctf().select(few))));
    warn("no poses for a stack", "poses", set.source("particles.mrcs", null, "ctf.pkl", null));
    warn("no CTF for a stack", "CTF", set.source("particles.mrcs", "poses.pkl", null, null));
    fail(
        "poses in another order than the .star",
        "order",
        set.source(
            "particles.star", set.write("swapped.pkl", poses.select(swapped)), "ctf.pkl", null));
    fail(
        "CTF in another order than the .cs",
        "order",
        set.source(
            "particles.cs",
            "poses.pkl",
            set.write("swappedctf.pkl", set.ctf().select(swapped)),
            null));
    warn("poses of other particles, no .star", "pose convention", withPoses("swapped.pkl"));

    warn("box of the CTF twice too large", "box and pixel size", withScaled(CtfTable.BOX, 2));
    fail("box of the CTF too small", "box and pixel size", withScaled(CtfTable.BOX, 0.5));
    warn("pixel size not the header's", "box and pixel size", withScaled(CtfTable.PIXEL_SIZE, 1.3));
    float[] twoScales = set.ctf().values().clone();
    for (int i = 0; i < 100 * CtfTable.COLUMNS; i += CtfTable.COLUMNS) {
      twoScales[i + CtfTable.PIXEL_SIZE] *= 1.02f;
    }
    warn(
        "images of two pixel sizes",
        "box and pixel size",
        withCtf(set.write("scales.pkl", new CtfTable(twoScales))));
    fail("defocus in micrometres", "defocus", withCtf(set.write("um.pkl", defocus(1e-4f))));
    warn("defocus in nanometres", "defocus", withCtf(set.write("nm.pkl", defocus(0.1f))));
    warn(
        "amplitude contrast of 0",
        "amplitude contrast",
        withScaled(CtfTable.AMPLITUDE_CONTRAST, 0));
    warn(
        "defocus angle in radians",
        "defocus angle",
        withScaled(CtfTable.DEFOCUS_ANGLE, Math.PI / 180));
    fail("voltage in V", "voltage", withScaled(CtfTable.VOLTAGE, 1000));
    fail(
        "spherical aberration in micrometres",
        "spherical aberration",
        withScaled(CtfTable.SPHERICAL_ABERRATION, 1000));
    fail(
        "amplitude contrast in percent",
        "amplitude contrast",
        withScaled(CtfTable.AMPLITUDE_CONTRAST, 100));
    float[] noPhase = set.ctf().values().clone();
    noPhase[3 * CtfTable.COLUMNS + CtfTable.PHASE_SHIFT] = Float.NaN;
    fail(
        "phase shift that is no number",
        "phase shift",
        withCtf(set.write("nophase.pkl", new CtfTable(noPhase))));
    addOptics(star);
  }

  private CtfTable defocus(float factor) {
    float[] values = set.ctf().values().clone();
    for (int i = 0; i < values.length; i += CtfTable.COLUMNS) {
      values[i + CtfTable.DEFOCUS_U] *= factor;
      values[i + CtfTable.DEFOCUS_V] *= factor;
    }
    return new CtfTable(values);
  }

  private void addOptics(String star) throws IOException {
    warn("beam tilt in the .star", "aberrations", withOptics(star, "_rlnBeamTiltX", "0.2"));
    warn(
        "beam tilt in the .cs",
        "aberrations",
        set.source(set.beamTilt("tilted.cs"), null, null, null));
    warn(
        "Zernike coefficients in the .star",
        "aberrations",
        withOptics(star, "_rlnEvenZernike", "[0,0,0,0,0,0,3.5,0,0]"));
    warn(
        "images multiplied by their CTF",
        "aberrations",
        withOptics(star, "_rlnCtfDataAreCtfPremultiplied", "1"));
  }

  /** The data set with one more column in the table of optics. */
  private ParticleDataset.Source withOptics(String star, String label, String value)
      throws IOException {
    String changed =
        star.replaceFirst("(?m)^_rlnImageDimensionality.*$", "$0\n" + label + " #9")
            .replaceFirst("(?m)^1 opticsGroup1.*$", "$0 " + value);
    return set.source(set.write(label + ".star", changed), null, null, null);
  }
}
