package org.cryodrgn.analysis.doctor;

import java.util.List;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.doctor.Finding;

/** Faults that are put into a sound data set, one at a time. */
class Faults {

  /**
   * A fault.
   *
   * @param name as in docs/doctor.md
   * @param check the check that must tell
   * @param status how
   * @param source the data set with it
   * @param machine where it will run
   */
  record Fault(
      String name,
      String check,
      Finding.Status status,
      ParticleDataset.Source source,
      Machine machine) {
    @Override
    public String toString() {
      return name;
    }
  }

  final SimulatedSet set;
  private final List<Fault> faults;

  /**
   * @param set the sound data set
   * @param faults what is added goes here
   */
  Faults(SimulatedSet set, List<Fault> faults) {
    this.set = set;
    this.faults = faults;
  }

  ParticleDataset.Source withPoses(String poses) {
    return set.source("particles.mrcs", poses, "ctf.pkl", null);
  }

  ParticleDataset.Source withCtf(String ctf) {
    return set.source("particles.mrcs", "poses.pkl", ctf, null);
  }

  ParticleDataset.Source withScaled(int column, double factor) {
    return withCtf(set.scaled("ctf-" + column + "-" + factor + ".pkl", column, factor));
  }

  ParticleDataset.Source withStack(String stack) {
    return set.source(stack, "poses.pkl", "ctf.pkl", null);
  }

  void fail(String name, String check, ParticleDataset.Source source) {
    add(name, check, Finding.Status.FAIL, source, SimulatedSet.largeMachine());
  }

  void warn(String name, String check, ParticleDataset.Source source) {
    add(name, check, Finding.Status.WARN, source, SimulatedSet.largeMachine());
  }

  void add(
      String name,
      String check,
      Finding.Status status,
      ParticleDataset.Source source,
      Machine machine) {
    faults.add(new Fault(name, check, status, source, machine));
  }
}
