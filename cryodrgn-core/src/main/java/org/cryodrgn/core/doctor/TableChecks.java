package org.cryodrgn.core.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.core.dataset.InputAgreement;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.dataset.ParticlesFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks of poses and CTF parameters that need no image. */
public final class TableChecks {

  private static final Logger LOG = LoggerFactory.getLogger(TableChecks.class);

  private TableChecks() {}

  /** What the poses show; nothing if there are none. */
  public static List<Finding> poses(ParticleTables tables) {
    if (tables.poses() == null || tables.poses().size() == 0) {
      return List.of();
    }
    PoseChecks checks = new PoseChecks(tables.poses());
    return List.of(checks.rotations(), checks.shifts());
  }

  /** What the CTF parameters show; nothing if there are none. */
  public static List<Finding> ctf(ParticleTables tables) {
    if (tables.ctf() == null || tables.ctf().size() == 0) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    if (tables.box() > 0) {
      findings.add(ExtentCheck.examine(tables));
    }
    findings.addAll(new MicroscopeChecks(tables.ctf()).all());
    return findings;
  }

  /**
   * What a training or a back-projection does first: warnings go to the log.
   *
   * @throws DataException if a check fails
   */
  public static void atStart(ParticleDataset dataset) {
    ParticleTables tables = ParticleTables.of(dataset);
    ParticleDataset.Source source = dataset.source();
    report(source.poses() == null ? source.particles() : source.poses(), poses(tables));
    report(source.ctf() == null ? source.particles() : source.ctf(), ctf(tables));
  }

  /**
   * Reads a ctf.pkl that images are about to be changed by: warnings go to the log.
   *
   * @param particles the file of the images
   * @param count how many it holds
   * @param selection the indices of {@code --ind}, or null
   * @throws DataException if it cannot be read, is of another number of particles or in another
   *     order, or a value is one that no microscope has
   */
  public static CtfTable readCtf(Path file, Path particles, int count, int[] selection) {
    CtfTable ctf = CtfFile.read(file);
    new InputAgreement(ParticlesFile.read(particles), null, null, file, ctf)
        .check(count, selection);
    if (ctf.size() > 0) {
      report(file, new MicroscopeChecks(ctf).all());
    }
    return ctf;
  }

  private static void report(Path file, List<Finding> findings) {
    for (Finding finding : findings) {
      switch (finding.status()) {
        case OK -> LOG.debug("{}, {}", file, finding.line());
        case WARN -> LOG.warn("{}, {}", file, finding.line());
        case FAIL -> throw new DataException(file + ", " + finding.line());
      }
    }
  }
}
