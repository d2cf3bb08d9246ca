package org.cryodrgn.core.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.star.StarTable;

/** The files of a simulated data set beside its images and maps. */
final class SimulatedFiles {

  static final String STACK = "particles.mrcs";

  private SimulatedFiles() {}

  /** Where the truth's map number k goes, counted from 0. */
  static Path map(Path folder, int k) {
    return folder.resolve("truth").resolve(String.format(Locale.US, "vol_%03d.mrc", k));
  }

  /** Writes the pickles, the STAR file and the tables of the truth. */
  static void write(
      Path folder,
      SimulationSettings settings,
      SyntheticMolecule molecule,
      SimulatedParticles particles,
      double pixelSize,
      double scale,
      double signalToNoise) {
    PoseFile.write(folder.resolve("poses.pkl"), particles.poses());
    CtfFile.write(folder.resolve("ctf.pkl"), particles.ctf());
    StarFile.create(
            "version 30001",
            List.of(optics(settings.box(), pixelSize), particleTable(particles, settings.box())))
        .write(folder.resolve("particles.star"));
    CryosparcTable.write(folder.resolve("particles.cs"), settings, particles, pixelSize);
    Path truth = folder.resolve("truth");
    writeColumn(truth.resolve("latents.txt"), particles.latents());
    writeColumn(truth.resolve("volume_latents.txt"), molecule.representatives());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", molecule.name());
    facts.put("seed", settings.seed());
    facts.put("particles", settings.particles());
    facts.put("box", settings.box());
    facts.put("pixel_size", pixelSize);
    facts.put("signal_to_noise_asked", settings.signalToNoise());
    facts.put("signal_to_noise", signalToNoise);
    facts.put("signal_scale", scale);
    facts.put("shift_deviation", settings.shiftDeviation());
    facts.put("latent", molecule.latentName());
    if (settings.kind() == SimulationSettings.Kind.HINGE) {
      facts.put("arc", settings.arc());
    } else {
      facts.put("states", settings.states());
    }
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    AtomicFile.write(
        truth.resolve("simulation.json"), out -> out.write(json.writeValueAsBytes(facts)));
  }

  private static void writeColumn(Path file, double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      boolean whole = value == Math.rint(value);
      text.append(whole ? Long.toString((long) value) : String.format(Locale.US, "%.6f", value));
      text.append('\n');
    }
    AtomicFile.writeText(file, text);
  }

  private static StarTable optics(int box, double pixelSize) {
    return StarTable.create("optics", 1)
        .withColumn(RelionLabels.OPTICS_GROUP, row -> "1")
        .withColumn(RelionLabels.OPTICS_GROUP_NAME, row -> "opticsGroup1")
        .withColumn(
            RelionLabels.AMPLITUDE_CONTRAST, row -> number(SimulatedParticles.AMPLITUDE_CONTRAST))
        .withColumn(
            RelionLabels.SPHERICAL_ABERRATION,
            row -> number(SimulatedParticles.SPHERICAL_ABERRATION))
        .withColumn(RelionLabels.VOLTAGE, row -> number(SimulatedParticles.VOLTAGE))
        .withColumn(RelionLabels.IMAGE_PIXEL_SIZE, row -> number(pixelSize))
        .withColumn(RelionLabels.IMAGE_SIZE, row -> Integer.toString(box))
        .withColumn(RelionLabels.IMAGE_DIMENSIONALITY, row -> "2");
  }

  private static StarTable particleTable(SimulatedParticles particles, int box) {
    CtfTable ctf = particles.ctf();
    double[] angles = particles.eulerAngles();
    double[] shifts = particles.poses().translations();
    return StarTable.create("particles", particles.size())
        .withColumn(RelionLabels.IMAGE_NAME, i -> String.format(Locale.US, "%06d@%s", i + 1, STACK))
        .withColumn(
            RelionLabels.MICROGRAPH_NAME,
            i -> String.format(Locale.US, "mic_%05d.mrc", SimulatedParticles.micrograph(i) + 1))
        .withColumn(RelionLabels.OPTICS_GROUP, i -> "1")
        .withColumn(RelionLabels.DEFOCUS_U, i -> number(ctf.get(i, CtfTable.DEFOCUS_U)))
        .withColumn(RelionLabels.DEFOCUS_V, i -> number(ctf.get(i, CtfTable.DEFOCUS_V)))
        .withColumn(RelionLabels.DEFOCUS_ANGLE, i -> number(ctf.get(i, CtfTable.DEFOCUS_ANGLE)))
        .withColumn(RelionLabels.PHASE_SHIFT, i -> number(ctf.get(i, CtfTable.PHASE_SHIFT)))
        .withColumn(RelionLabels.ANGLE_ROT, i -> number(angles[3 * i]))
        .withColumn(RelionLabels.ANGLE_TILT, i -> number(angles[3 * i + 1]))
        .withColumn(RelionLabels.ANGLE_PSI, i -> number(angles[3 * i + 2]))
        .withColumn(
            RelionLabels.ORIGIN_X_ANGST,
            i -> number(shifts[2 * i] * box * ctf.get(i, CtfTable.PIXEL_SIZE)))
        .withColumn(
            RelionLabels.ORIGIN_Y_ANGST,
            i -> number(shifts[2 * i + 1] * box * ctf.get(i, CtfTable.PIXEL_SIZE)))
        .withColumn(RelionLabels.RANDOM_SUBSET, i -> Integer.toString(i % 2 + 1));
  }

  private static String number(double value) {
    return String.format(Locale.US, "%.6f", value);
  }
}
