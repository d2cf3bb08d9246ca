package org.cryodrgn.analysis.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.doctor.NormalisationCheck;
import org.cryodrgn.core.doctor.ParticleTables;
import org.cryodrgn.core.doctor.TableChecks;
import org.cryodrgn.core.preprocess.PreprocessMark;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.poses.Poses;

/**
 * Examines the inputs of a training before it is begun. What cannot be looked at because something
 * else is wrong is left out; nothing that is wrong with the data is thrown.
 */
public final class Doctor {

  /** With fewer images a map tells nothing. */
  private static final int LEAST_IMAGES = 50;

  private final ParticleDataset.Source source;
  private final Path folder;
  private final boolean invert;
  private final int sampleSize;
  private final Machine machine;

  /**
   * @param source the inputs as a training would be given them
   * @param folder where the training will write
   * @param invert whether it will turn the sign of the images
   * @param sampleSize how many images to look at, at most
   * @param machine what it will run on
   */
  public Doctor(
      ParticleDataset.Source source, Path folder, boolean invert, int sampleSize, Machine machine) {
    this.source = source;
    this.folder = folder;
    this.invert = invert;
    this.sampleSize = sampleSize;
    this.machine = machine;
  }

  /** All findings, in the order of a table. */
  public List<Finding> examine() {
    try (Inputs inputs = new Inputs(source)) {
      List<Finding> findings = new ArrayList<>(inputs.findings());
      findings.add(OrderCheck.examine(inputs));
      ParticleTables tables = inputs.tables();
      List<Finding> ofTables = new ArrayList<>(TableChecks.poses(tables));
      ofTables.add(ShiftScaleCheck.examine(inputs.rowsOfPoses()));
      ofTables.addAll(TableChecks.ctf(tables));
      findings.addAll(ofTables);
      findings.add(OpticsCheck.examine(inputs.selected()));
      ParticleStack stack = inputs.selectedStack();
      if (stack != null) {
        ImageSample sample = new ImageSample(stack, sampleSize, machine.threads());
        findings.add(
            DuplicateCheck.examine(stack, inputs.selectedPoses(), inputs.cryosparc(), sample));
        ImageChecks images = new ImageChecks(sample);
        findings.add(images.values());
        findings.add(images.outliers());
        findings.add(NormalisationCheck.of(sample.means(), sample.deviations()));
        // Maps with poses or a CTF that are known to be wrong would raise alarms of their own.
        boolean usable =
            ofTables.stream().noneMatch(finding -> finding.status() == Finding.Status.FAIL);
        boolean ctfThere = inputs.selectedCtf() != null || !inputs.wantsCtf();
        if (usable && ctfThere && inputs.selectedPoses() != null) {
          findings.addAll(trials(inputs, stack, sample));
        }
      }
      findings.addAll(
          new MachineChecks(machine)
              .all(folder, stack == null ? 0 : stack.size(), stack == null ? 0 : stack.box()));
      return findings;
    }
  }

  private List<Finding> trials(Inputs inputs, ParticleStack stack, ImageSample sample) {
    double[] deviations = sample.deviations();
    int[] places = IntStream.range(0, deviations.length).filter(i -> deviations[i] > 0).toArray();
    if (places.length < LEAST_IMAGES) {
      return List.of(
          Finding.ok("pose convention", "fewer than " + LEAST_IMAGES + " images: not to be told"));
    }
    int[] particles = IntStream.of(places).map(i -> sample.particles()[i]).toArray();
    Poses poses = inputs.selectedPoses().select(particles);
    CtfTable ctf = inputs.selectedCtf() == null ? null : inputs.selectedCtf().select(particles);
    try {
      PreprocessMark.of(stack);
      return new PoseTrials(sample.small(stack, places), poses, ctf, invert, machine.threads())
          .all();
    } catch (DataException e) {
      return List.of(Finding.of("pose convention", e));
    }
  }
}
