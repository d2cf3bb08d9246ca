package org.cryodrgn.core.ctf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MissingValueException;
import org.cryodrgn.io.cryosparc.CsBox;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of CTF parameters from the files of RELION and cryoSPARC. */
public final class CtfImport {

  /**
   * Values that a user gives; null for those that the file tells.
   *
   * @param box box size, pixels
   * @param pixelSize Å
   * @param voltage kV
   * @param sphericalAberration mm
   * @param amplitudeContrast a fraction
   * @param phaseShift degrees
   */
  public record Given(
      Integer box,
      Double pixelSize,
      Double voltage,
      Double sphericalAberration,
      Double amplitudeContrast,
      Double phaseShift) {

    /** Nothing: all comes from the file. */
    public static final Given NOTHING = new Given(null, null, null, null, null, null);

    private Number column(int column) {
      return switch (column) {
        case CtfTable.BOX -> box;
        case CtfTable.PIXEL_SIZE -> pixelSize;
        case CtfTable.VOLTAGE -> voltage;
        case CtfTable.SPHERICAL_ABERRATION -> sphericalAberration;
        case CtfTable.AMPLITUDE_CONTRAST -> amplitudeContrast;
        case CtfTable.PHASE_SHIFT -> phaseShift;
        default -> null;
      };
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(CtfImport.class);

  /** RELION's labels in the order of the table's columns. */
  public static final List<String> RELION_LABELS =
      List.of(
          RelionLabels.IMAGE_SIZE,
          RelionLabels.IMAGE_PIXEL_SIZE,
          RelionLabels.DEFOCUS_U,
          RelionLabels.DEFOCUS_V,
          RelionLabels.DEFOCUS_ANGLE,
          RelionLabels.VOLTAGE,
          RelionLabels.SPHERICAL_ABERRATION,
          RelionLabels.AMPLITUDE_CONTRAST,
          RelionLabels.PHASE_SHIFT);

  /** cryoSPARC's fields in the order of the table's columns. */
  private static final String[] FIELDS = {
    CsFields.SHAPE,
    CsFields.PIXEL_SIZE,
    CsFields.DEFOCUS_U,
    CsFields.DEFOCUS_V,
    CsFields.DEFOCUS_ANGLE,
    CsFields.VOLTAGE,
    CsFields.SPHERICAL_ABERRATION,
    CsFields.AMPLITUDE_CONTRAST,
    CsFields.PHASE_SHIFT
  };

  /** What supplies a column that the file lacks; null where no option does. */
  private static final String[] OPTIONS = {
    "the box size in pixels with -D",
    "the pixel size in Å with --Apix",
    null,
    null,
    null,
    "the voltage in kV with --kv",
    "the spherical aberration in mm with --cs",
    "the amplitude contrast with -w",
    "the phase shift in degrees with --ps"
  };

  private static final double DEGREES = 180 / Math.PI;

  private CtfImport() {}

  /**
   * The CTF parameters of a RELION file, those of its optics groups for each particle. A phase
   * shift that is not there is 0, as RELION takes it; everything else must be in the file or given.
   *
   * @param given overrides of the file's values
   * @throws DataException if columns are missing (with the options that supply them), the particles
   *     are subtomograms, or a value is not finite; names the row
   */
  public static CtfTable fromRelion(RelionParticles particles, Given given) {
    refuseSubtomograms(particles);
    float[] values = new float[Math.multiplyExact(CtfTable.COLUMNS, particles.size())];
    List<Integer> told = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    for (int column = 0; column < CtfTable.COLUMNS; column++) {
      if (given.column(column) != null) {
        fill(values, column, given.column(column).floatValue());
      } else if (particles.has(RELION_LABELS.get(column))) {
        told.add(column);
      } else if (column == CtfTable.PHASE_SHIFT) {
        LOG.info("No phase shift (_rlnPhaseShift) in the file: 0, as RELION takes it");
      } else if (OPTIONS[column] != null) {
        missing.add(column);
      } else {
        // Nothing else supplies it: to ask for it is to be told that it is not there.
        particles.numbers(RELION_LABELS.get(column));
      }
    }
    if (!missing.isEmpty()) {
      throw missing(particles, missing);
    }
    particles.numbers(
        told.stream().map(RELION_LABELS::get).toArray(String[]::new),
        (row, which, value) -> {
          int column = told.get(which);
          if (!CtfTable.isUsable(column, value)) {
            throw unusable(particles, row, column, value);
          }
          values[row * CtfTable.COLUMNS + column] = (float) value;
        });
    requireOneBox(particles, values);
    tellOfUnmodelled(particles.file().path(), RelionAberrations.of(particles), ".star");
    return new CtfTable(values);
  }

  private static MissingValueException missing(RelionParticles particles, List<Integer> columns) {
    String labels = listed(columns, RELION_LABELS::get);
    String options =
        listed(
            columns,
            column -> OPTIONS[column] + (column == CtfTable.PIXEL_SIZE ? hint(particles) : ""));
    return new MissingValueException(
        particles.file().path(), "", "has no column " + labels, "Give " + options);
  }

  private static void tellOfUnmodelled(Path file, List<String> unmodelled, String kind) {
    if (!unmodelled.isEmpty()) {
      LOG.warn(
          "{}: {} stay in {} files, but the model has no term for them",
          file,
          String.join(", ", unmodelled),
          kind);
    }
  }

  /** A subtomogram is of many tilts, each with a CTF of its own, that its row tells nothing of. */
  private static void refuseSubtomograms(RelionParticles particles) {
    if (particles.has(RelionLabels.DEFOCUS_U)) {
      return;
    }
    if (particles.has(RelionLabels.TOMO_NAME) || particles.has(RelionLabels.CTF_IMAGE)) {
      throw DataException.at(
          particles.file().path(),
          "",
          "is a table of subtomograms, which tells of no defocus",
          "Parse a table with a row for each tilt image: of RELION 5's particles parse_relion makes"
              + " one");
    }
  }

  /** Optics groups may differ in all but their box: images are trained on in one. */
  private static void requireOneBox(RelionParticles particles, float[] values) {
    for (int row = 1; row < particles.size(); row++) {
      float box = values[row * CtfTable.COLUMNS + CtfTable.BOX];
      if (box != values[CtfTable.BOX]) {
        throw DataException.at(
            particles.file().path(),
            particles.table().describeRow(row) + ", column " + RELION_LABELS.get(CtfTable.BOX),
            String.format(Locale.US, "a box of %.0f pixels after %.0f", box, values[CtfTable.BOX]),
            "Extract all particles in one box, take those of one optics group (filter_star), or"
                + " give the box that they were brought to with -D");
      }
    }
  }

  /**
   * The CTF parameters of a cryoSPARC file.
   *
   * @param box the box size in pixels if the file does not tell it; otherwise null
   * @param pixelSize the pixel size in Å if the file does not tell it; otherwise null
   * @throws DataException if a field is missing (with the option that supplies it), a value is not
   *     finite, or images differ in their box; names the row
   */
  public static CtfTable fromCryosparc(CsFile particles, Integer box, Double pixelSize) {
    Given all = new Given(box, pixelSize, null, null, null, null);
    float[] values = new float[Math.multiplyExact(CtfTable.COLUMNS, particles.size())];
    List<Integer> missing = new ArrayList<>();
    for (int column = 0; column < CtfTable.COLUMNS; column++) {
      Number given = all.column(column);
      if (particles.has(FIELDS[column])) {
        fromField(particles, column, values);
        if (given != null
            && Math.abs(given.doubleValue() - values[column]) > 1e-3 * values[column]) {
          LOG.warn(
              "{} is not used: the file's own {} is {}", given, FIELDS[column], values[column]);
        }
      } else if (given != null) {
        fill(values, column, given.floatValue());
      } else if (column <= CtfTable.PIXEL_SIZE) {
        missing.add(column);
      } else {
        // No option supplies it: to ask for it is to be told that it is not there.
        particles.numbers(FIELDS[column]);
      }
    }
    if (!missing.isEmpty()) {
      throw new MissingValueException(
          particles.path(),
          "",
          "has no field " + listed(missing, column -> FIELDS[column]),
          "Give " + listed(missing, column -> OPTIONS[column]));
    }
    tellOfUnmodelled(particles.path(), CryosparcAberrations.of(particles), ".cs");
    return new CtfTable(values);
  }

  private static String listed(List<Integer> columns, IntFunction<String> text) {
    return columns.stream().map(text::apply).collect(Collectors.joining(", "));
  }

  private static void fromField(CsFile particles, int column, float[] values) {
    if (column == CtfTable.BOX) {
      fill(values, column, CsBox.of(particles));
      return;
    }
    int width = particles.width(FIELDS[column]);
    boolean radians = column == CtfTable.DEFOCUS_ANGLE || column == CtfTable.PHASE_SHIFT;
    double[] field = particles.numbers(FIELDS[column]);
    for (int row = 0; row < particles.size(); row++) {
      double value = field[row * width];
      if (!CtfTable.isUsable(column, value)) {
        throw DataException.at(
            particles.path(),
            "row " + (row + 1) + ", field " + FIELDS[column],
            value + " is no value that a CTF can have",
            "Leave out the particle");
      }
      values[row * CtfTable.COLUMNS + column] = (float) (radians ? value * DEGREES : value);
    }
  }

  /** RELION 3.0 tells the pixel size of the micrographs, which is that of images not scaled. */
  private static String hint(RelionParticles particles) {
    if (!particles.has(RelionLabels.DETECTOR_PIXEL_SIZE)
        || !particles.has(RelionLabels.MAGNIFICATION)) {
      return "";
    }
    double micrometres = particles.number(0, RelionLabels.DETECTOR_PIXEL_SIZE);
    double pixelSize = micrometres * 1e4 / particles.number(0, RelionLabels.MAGNIFICATION);
    return String.format(
        Locale.US,
        " (detector and magnification give %.4g Å, if the images were not scaled)",
        pixelSize);
  }

  private static DataException unusable(
      RelionParticles particles, int row, int column, double value) {
    Path file = particles.file().path();
    String place = particles.table().describeRow(row) + ", column " + RELION_LABELS.get(column);
    String problem = value + " is no value that a CTF can have";
    return OPTIONS[column] == null
        ? DataException.at(file, place, problem, "Leave out the particle or correct its row")
        : new MissingValueException(
            file, place, problem, "Correct the row, or give " + OPTIONS[column]);
  }

  private static void fill(float[] values, int column, float value) {
    for (int i = column; i < values.length; i += CtfTable.COLUMNS) {
      values[i] = value;
    }
  }
}
