package org.cryodrgn.analysis.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.cryodrgn.core.dataset.EvenBox;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.dataset.ParticlesFile;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.doctor.ParticleTables;
import org.cryodrgn.io.CountText;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;

/**
 * The parts of a data set, each opened as far as it can be: what cannot is a finding, and the rest
 * is looked at all the same. A part that is not there is null.
 */
final class Inputs implements AutoCloseable {

  private final ParticleDataset.Source source;
  private final List<Finding> findings = new ArrayList<>();
  private final ParticlesFile rows;
  private final ParticleStack stack;
  private final int[] selection;
  private final Poses poses;
  private final CtfTable ctf;

  Inputs(ParticleDataset.Source source) {
    this.source = source;
    ParticlesFile found = read("particles", () -> ParticlesFile.read(source.particles()));
    rows = found != null ? found : new ParticlesFile(source.particles(), null, null);
    stack = findings.isEmpty() ? read("particles", () -> EvenBox.require(openStack())) : null;
    if (stack != null) {
      findings.add(
          Finding.ok(
              "particles",
              String.format(
                  Locale.US,
                  "%d images of %d x %d pixels in %s",
                  stack.size(),
                  stack.box(),
                  stack.box(),
                  CountText.of(stack.files().size(), "file"))));
    }
    selection = source.indices() == null ? null : read("selection", this::readSelection);
    boolean tableUnread = found == null;
    poses = readPoses(tableUnread);
    ctf = readCtf(tableUnread);
    countRows("number of poses", poses == null ? -1 : poses.size(), "poses");
    countRows("number of CTF rows", ctf == null ? -1 : ctf.size(), "rows");
  }

  private <T> T read(String title, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (DataException e) {
      findings.add(Finding.of(title, e));
      return null;
    }
  }

  private ParticleStack openStack() {
    if (rows.relion() != null) {
      return ParticleStacks.ofStar(rows.relion(), source.dataDir());
    }
    return rows.cryosparc() != null
        ? ParticleStacks.ofCryosparc(rows.cryosparc(), source.dataDir())
        : ParticleStacks.open(source.particles(), source.dataDir());
  }

  private int[] readSelection() {
    long[] given = IndexFile.readUnchecked(source.indices());
    int particles = particles() < 0 ? Integer.MAX_VALUE : particles();
    BitSet seen = new BitSet();
    int[] indices = new int[given.length];
    int outside = 0;
    int twice = 0;
    for (int i = 0; i < given.length; i++) {
      if (given[i] < 0 || given[i] >= particles) {
        outside++;
        continue;
      }
      indices[i] = (int) given[i];
      twice += seen.get(indices[i]) ? 1 : 0;
      seen.set(indices[i]);
    }
    String title = "selection";
    if (given.length > 0 && outside + twice == 0) {
      findings.add(Finding.ok(title, given.length + " of " + particles + " particles"));
      return indices;
    }
    String evidence =
        given.length == 0
            ? "is empty"
            : outside > 0
                ? outside
                    + " of "
                    + given.length
                    + " indices are not among the "
                    + particles
                    + " particles, counted from 0"
                : twice + " of " + given.length + " indices are there before";
    findings.add(
        Finding.fail(
            title,
            source.indices() + ": " + evidence,
            "Make the selection again, for this stack, each index once"));
    return null;
  }

  private Poses readPoses(boolean tableUnread) {
    if (source.poses() != null) {
      return read("poses", () -> PoseFile.openUnchecked(source.poses()).poses());
    }
    if (rows.hasRows()) {
      return read("poses", rows::ownPoses);
    }
    if (!tableUnread) {
      findings.add(
          Finding.warn(
              "poses",
              "none given: no rotation and no shift was checked, nor whether the images agree with"
                  + " them and with the CTF",
              "Give --poses, without which no training starts"));
    }
    return null;
  }

  private CtfTable readCtf(boolean tableUnread) {
    if (source.ctf() != null) {
      return read("CTF", () -> CtfFile.readUnchecked(source.ctf()));
    }
    if (source.poses() == null && rows.hasRows()) {
      return read("CTF", rows::ownCtf);
    }
    if (source.poses() != null || !tableUnread) {
      findings.add(
          Finding.warn(
              "CTF",
              "none given: the images are taken to have no contrast transfer function; pixel size,"
                  + " defocus, microscope and contrast were not checked",
              "Give --ctf, unless the images are CTF-corrected"));
    }
    return null;
  }

  private void countRows(String title, int rows, String what) {
    int particles = particles();
    if (rows < 0 || particles < 0) {
      return;
    }
    if (rows == particles) {
      findings.add(Finding.ok(title, rows + ", as many as particles"));
    } else if (isFiltered(rows)) {
      findings.add(Finding.ok(title, rows + ", as many as selected particles"));
    } else {
      findings.add(
          Finding.fail(
              title,
              rows + " " + what + " for " + particles + " particles",
              rows < particles
                  ? "They may be of a filtered set: give the selection that was used as --ind, or"
                      + " make the file again from these particles"
                  : "The stack may be filtered: filter the file likewise with filter_pkl --ind, or"
                      + " make it again from these particles"));
    }
  }

  /** Whether so many rows, which are not as many as particles, are of the selected ones alone. */
  private boolean isFiltered(int rows) {
    return selection != null && rows == selection.length;
  }

  /** What was found in opening the parts and counting their rows. */
  List<Finding> findings() {
    return findings;
  }

  /** What the user named. */
  ParticleDataset.Source source() {
    return source;
  }

  /** The particles file, with its rows if it could be read. */
  ParticlesFile rows() {
    return rows;
  }

  /** How many particles the file names; -1 if that cannot be told. */
  int particles() {
    return stack != null ? stack.size() : rows.hasRows() ? rows.size() : -1;
  }

  /** The cryoSPARC table of all particles, or null. */
  CsFile cryosparc() {
    return rows.cryosparc();
  }

  /** Whether a training would have a CTF: only poses given without one mean none. */
  boolean wantsCtf() {
    return source.ctf() != null || source.poses() == null;
  }

  /** The poses, if they are of all particles. */
  Poses posesOfAll() {
    return poses != null && poses.size() == particles() ? poses : null;
  }

  /** The CTF parameters, if they are of all particles. */
  CtfTable ctfOfAll() {
    return ctf != null && ctf.size() == particles() ? ctf : null;
  }

  /** The selected particles in a .cs file that the poses are taken from, or null. */
  CsFile rowsOfPoses() {
    return source.poses() != null ? null : selected().cryosparc();
  }

  /** The selected particles. */
  ParticlesFile selected() {
    return selection == null ? rows : rows.select(selection);
  }

  /** The images of the selected particles. */
  ParticleStack selectedStack() {
    return stack == null || selection == null ? stack : ParticleStacks.select(stack, selection);
  }

  /** The poses of the selected particles, if there are as many as there should. */
  Poses selectedPoses() {
    if (poses == null || posesOfAll() == null) {
      return poses != null && isFiltered(poses.size()) ? poses : null;
    }
    return selection == null ? poses : poses.select(selection);
  }

  /** The CTF parameters of the selected particles, if there are as many as there should. */
  CtfTable selectedCtf() {
    if (ctf == null || ctfOfAll() == null) {
      return ctf != null && isFiltered(ctf.size()) ? ctf : null;
    }
    return selection == null ? ctf : ctf.select(selection);
  }

  /** The tables for the checks that need no image; whole where rows and particles do not match. */
  ParticleTables tables() {
    Poses somePoses = selectedPoses() == null ? poses : selectedPoses();
    CtfTable someCtf = selectedCtf() == null ? ctf : selectedCtf();
    return new ParticleTables(
        stack == null ? 0 : stack.box(),
        stack == null ? 0 : ParticleTables.headerPixelSize(stack),
        rows.extent().orElse(0),
        somePoses,
        someCtf);
  }

  @Override
  public void close() {
    if (stack != null) {
      stack.close();
    }
  }
}
