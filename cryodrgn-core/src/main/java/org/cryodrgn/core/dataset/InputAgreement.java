package org.cryodrgn.core.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cryodrgn.core.geometry.CryosparcJob;
import org.cryodrgn.core.geometry.CryosparcPoses;
import org.cryodrgn.core.geometry.RelionPoses;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether particles, poses and CTF parameters are of the same particles in the same order. Counts
 * must be equal. Beside a .star or .cs file the rows are compared too: rows that are those of other
 * particles of the file mean another order, which is an error; rows that are nowhere in the file
 * mean another refinement, which is only told.
 *
 * <p>All are as they are before any selection.
 *
 * @param particles the file of the particles that the user named, as it was read
 * @param posesFile where the poses come from, or null if from the particles file itself
 * @param poses the poses, or null
 * @param ctfFile where the CTF comes from, or null if from the particles file itself
 * @param ctf the CTF parameters, or null
 */
public record InputAgreement(
    ParticlesFile particles, Path posesFile, Poses poses, Path ctfFile, CtfTable ctf) {

  private static final Logger LOG = LoggerFactory.getLogger(InputAgreement.class);

  private static final int[] DEFOCUS = {
    CtfTable.DEFOCUS_U, CtfTable.DEFOCUS_V, CtfTable.DEFOCUS_ANGLE
  };

  private static final String[] DEFOCUS_LABELS = {
    RelionLabels.DEFOCUS_U, RelionLabels.DEFOCUS_V, RelionLabels.DEFOCUS_ANGLE
  };
  private static final String[] DEFOCUS_FIELDS = {
    CsFields.DEFOCUS_U, CsFields.DEFOCUS_V, CsFields.DEFOCUS_ANGLE
  };

  /** How far the elements of the same rotation may be apart. */
  private static final double ROTATION_TOLERANCE = 2e-3;

  /** How far the same defocus may be apart, Å, and its angle, degrees. */
  private static final double DEFOCUS_TOLERANCE = 0.5;

  /** So many rows that differ are looked for elsewhere in the file. */
  private static final int LOOKED_FOR = 1000;

  /**
   * Checks counts and order; a difference that is no error is told in the log.
   *
   * @param count how many particles the file holds
   * @param selection the indices of {@code --ind}, or null; tells a file that was filtered by it
   * @throws DataException with the likely cause and what to do
   */
  public void check(int count, int[] selection) {
    if (givesPoses()) {
      requireCount(count, selection, posesFile, poses.size(), "poses");
    }
    if (givesCtf()) {
      requireCount(count, selection, ctfFile, ctf.size(), "CTF parameters");
    }
    differences().forEach(LOG::warn);
  }

  /**
   * Compares the rows of poses and CTF parameters, as many as particles, with what a .star or .cs
   * file holds of the same particles; other files hold nothing to compare with.
   *
   * @return a sentence on each file whose rows differ from all of the particles file
   * @throws DataException if the rows are those of the particles file in another order
   */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    RelionParticles star = particles.relion();
    if (comparesPoses()) {
      double[] rotations =
          star != null
              ? RelionPoses.rotations(star)
              : CryosparcPoses.rotations(
                  particles.cryosparc(), job(particles.cryosparc()).orElseThrow());
      compare(posesFile, poses.rotations(), rotations, 9, ROTATION_TOLERANCE)
          .ifPresent(differences::add);
    }
    if (comparesCtf()) {
      double[] defocus = star != null ? defocus(star) : defocus(particles.cryosparc());
      compare(ctfFile, defocus(ctf), defocus, 3, DEFOCUS_TOLERANCE).ifPresent(differences::add);
    }
    return differences;
  }

  /** Whether there are poses, and rotations in the particles file to compare them with. */
  public boolean comparesPoses() {
    RelionParticles star = particles.relion();
    CsFile cs = particles.cryosparc();
    return givesPoses()
        && (star != null ? RelionPoses.hasRotations(star) : cs != null && job(cs).isPresent());
  }

  /** Whether there are CTF parameters, and defocus in the particles file to compare it with. */
  public boolean comparesCtf() {
    RelionParticles star = particles.relion();
    CsFile cs = particles.cryosparc();
    return givesCtf()
        && (star != null
            ? Arrays.stream(DEFOCUS_LABELS).allMatch(star::has)
            : cs != null && Arrays.stream(DEFOCUS_FIELDS).allMatch(cs::has));
  }

  private boolean givesPoses() {
    return posesFile != null && poses != null;
  }

  private boolean givesCtf() {
    return ctfFile != null && ctf != null;
  }

  private void requireCount(int expected, int[] selection, Path file, int count, String what) {
    if (count == expected) {
      return;
    }
    String remedy =
        selection != null && count == selection.length
            ? "The file seems to be filtered by --ind already: give the unfiltered file, or leave"
                + " out --ind and give the filtered particles"
            : "Make the file again from the same particles, or select the same particles in both";
    throw DataException.at(
        file,
        "",
        count + " " + what + " for " + expected + " particles in " + particles.path(),
        remedy);
  }

  /** The job whose poses a .cs file has. */
  private static Optional<CryosparcJob> job(CsFile cs) {
    return Stream.of(CryosparcJob.REFINEMENT, CryosparcJob.AB_INITIO)
        .filter(job -> cs.has(job.pose()))
        .findFirst();
  }

  private static double[] defocus(RelionParticles star) {
    double[] values = new double[3 * star.size()];
    star.numbers(DEFOCUS_LABELS, (row, which, value) -> values[3 * row + which] = value);
    return values;
  }

  private static double[] defocus(CsFile cs) {
    double[] values = new double[3 * cs.size()];
    for (int k = 0; k < DEFOCUS_FIELDS.length; k++) {
      double[] column = cs.numbers(DEFOCUS_FIELDS[k]);
      for (int i = 0; i < column.length; i++) {
        values[3 * i + k] = k == 2 ? Math.toDegrees(column[i]) : column[i];
      }
    }
    return values;
  }

  private static double[] defocus(CtfTable ctf) {
    double[] values = new double[3 * ctf.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ctf.get(i / 3, DEFOCUS[i % 3]);
    }
    return values;
  }

  /** Compares rows; some of those that differ are looked for among the other rows of the file. */
  private Optional<String> compare(
      Path file, double[] given, double[] expected, int width, double tolerance) {
    int rows = given.length / width;
    int[] differing =
        IntStream.range(0, rows)
            .filter(row -> !RowIndex.same(given, row, expected, row, width, tolerance))
            .toArray();
    if (differing.length == 0) {
      return Optional.empty();
    }
    requireNotMoved(file, given, new RowIndex(expected, width, tolerance), differing);
    return Optional.of(
        file
            + ": "
            + differing.length
            + " of "
            + rows
            + " rows differ from "
            + particles.path()
            + ", the first is row "
            + differing[0]
            + " counted from 0: another refinement?");
  }

  /**
   * Looks for rows that differ among the particles file's other rows.
   *
   * @throws DataException if most of those that are looked for are there
   */
  private void requireNotMoved(Path file, double[] given, RowIndex index, int[] differing) {
    int step = Math.max(1, differing.length / LOOKED_FOR);
    int looked = 0;
    int moved = 0;
    int first = -1;
    int firstFound = -1;
    for (int i = 0; i < differing.length; i += step) {
      int found = index.find(given, differing[i]);
      looked++;
      if (found >= 0 && moved++ == 0) {
        first = differing[i];
        firstFound = found;
      }
    }
    if (2 * moved >= looked) {
      throw DataException.at(
          file,
          "row " + first + ", counted from 0",
          differing.length
              + " of "
              + given.length / index.width()
              + " rows do not belong to the particle at their place in "
              + particles.path()
              + "; this one belongs to its row "
              + firstFound,
          "The order is another: make the file again from this particles file");
    }
  }
}
