package org.cryodrgn.core.geometry;

import java.util.BitSet;
import java.util.Optional;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.MissingValueException;
import org.cryodrgn.io.cryosparc.CsBox;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.poses.Poses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poses from cryoSPARC's files: rotations by {@link Rotations}, shifts as a fraction of the box.
 */
public final class CryosparcPoses {

  private static final Logger LOG = LoggerFactory.getLogger(CryosparcPoses.class);

  private CryosparcPoses() {}

  /**
   * The poses of a cryoSPARC file. Shifts are pixels of the box of {@code blob/shape}. Rotations
   * and shifts are float32, the precision of the file.
   *
   * @param box the box size in pixels if the file does not tell it; otherwise null
   * @throws DataException if a field is missing, a value is not finite or images differ in their
   *     box; names the row
   */
  public static Poses of(CsFile particles, Integer box, CryosparcJob job) {
    int size = particles.size();
    double[] rotations = rotations(particles, job);
    double boxSize = box(particles, box);
    warnOfOtherPixelSize(particles, job);
    int others = likelierElsewhere(particles, job);
    if (others > 0) {
      LOG.warn(
          "{}: {} of {} particles are likelier in another class of the ab-initio reconstruction than"
              + " in class 0, whose poses are taken. Refine the class that you want, and take the"
              + " poses of that",
          particles.path(),
          others,
          particles.size());
    }
    double[] translations = numbers(particles, job.shift(), 2);
    for (int i = 0; i < 2 * size; i++) {
      translations[i] = (float) (translations[i] * job.shiftScale() / boxSize);
    }
    return new Poses(rotations, translations);
  }

  /**
   * The rotations of a cryoSPARC file, N x 9.
   *
   * @throws DataException if the job's poses are missing or one is not finite
   */
  public static double[] rotations(CsFile particles, CryosparcJob job) {
    String field = job.pose();
    Optional<String> other = otherPose(particles);
    if (!particles.has(field) && other.isPresent()) {
      throw DataException.at(
          particles.path(),
          "",
          "has no " + field + " but " + other.get(),
          other.get().equals(CryosparcJob.AB_INITIO.pose())
              ? "If it is of an ab-initio reconstruction, run parse_pose_csparc --abinit and"
                  + " parse_ctf_csparc, and give their files as --poses and --ctf"
              : "Name the particles of a 3D refinement");
    }
    double[] vectors = numbers(particles, field, 3);
    double[] rotations = new double[Math.multiplyExact(9, particles.size())];
    for (int i = 0; i < particles.size(); i++) {
      Rotations.fromCryosparc(
          (float) vectors[3 * i],
          (float) vectors[3 * i + 1],
          (float) vectors[3 * i + 2],
          rotations,
          9 * i);
    }
    return rotations;
  }

  /**
   * The field that holds 3D poses where there are none of a refinement: that of an ab-initio
   * reconstruction, or else the first in the file.
   */
  public static Optional<String> otherPose(CsFile particles) {
    if (particles.has(CryosparcJob.REFINEMENT.pose())) {
      return Optional.empty();
    }
    String abInitio = CryosparcJob.AB_INITIO.pose();
    if (particles.has(abInitio)) {
      return Optional.of(abInitio);
    }
    return particles.fields().stream()
        .filter(field -> field.matches("alignments[^/]*/pose") && particles.width(field) == 3)
        .findFirst();
  }

  private static double box(CsFile particles, Integer box) {
    if (particles.has(CsFields.SHAPE)) {
      int own = CsBox.of(particles);
      if (box != null && box != own) {
        LOG.warn("-D {} is not used: the file's own box size is {}", box, own);
      }
      return own;
    }
    if (box == null) {
      throw new MissingValueException(
          particles.path(),
          "",
          "has no box size (blob/shape)",
          "Give the box size in pixels with -D");
    }
    return box;
  }

  private static void warnOfOtherPixelSize(CsFile particles, CryosparcJob job) {
    if (job.shiftScale() == 1) {
      OtherPixelSize.of(particles, job)
          .ifPresent(
              other ->
                  LOG.warn(
                      "{} (row {}, field {}): the shift is at {} Å a pixel, the image at {}, and {} of"
                          + " {} rows differ; shifts are taken as pixels of the images. {}",
                      particles.path(),
                      other.first() + 1,
                      other.field(),
                      (float) other.ofShift(),
                      (float) other.ofImage(),
                      other.rows(),
                      particles.size(),
                      OtherPixelSize.REMEDY));
    }
  }

  /**
   * How many particles of an ab-initio reconstruction have a greater posterior in another class
   * than in the one whose poses are taken; 0 where the file does not tell.
   */
  static int likelierElsewhere(CsFile particles, CryosparcJob job) {
    if (!job.isAbInitio() || !particles.has(job.posterior())) {
      return 0;
    }
    double[] own = particles.numbers(job.posterior());
    BitSet likelier = new BitSet();
    for (String field : particles.fields()) {
      if (field.matches("alignments_class_\\d+/class_posterior") && particles.width(field) == 1) {
        double[] other = particles.numbers(field);
        for (int i = 0; i < own.length; i++) {
          likelier.set(i, likelier.get(i) || other[i] > own[i]);
        }
      }
    }
    return likelier.cardinality();
  }

  private static double[] numbers(CsFile particles, String field, int width) {
    double[] values = particles.numbers(field);
    if (particles.width(field) != width) {
      throw DataException.at(
          particles.path(),
          "field " + field,
          "has " + particles.width(field) + " values a particle where " + width + " are due",
          "Name a .cs file of a 3D refinement");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw DataException.at(
            particles.path(),
            "row " + (i / width + 1) + ", field " + field,
            values[i] + " where a finite number is due",
            "Leave out the particle");
      }
    }
    return values;
  }
}
