package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.export.StarExport;
import org.cryodrgn.core.preprocess.Downsampling;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sound data sets, at three levels of noise and in every form, raise no alarm. */
class DoctorSoundSetsTest {

  private static final double[] SIGNAL_TO_NOISE = {0.05, 0.3, 3};

  @TempDir static Path folder;

  static List<ParticleDataset.Source> sources() throws IOException {
    List<ParticleDataset.Source> sources = new ArrayList<>();
    for (int i = 0; i < SIGNAL_TO_NOISE.length; i++) {
      Kind kind = i == 1 ? Kind.ASSEMBLY : Kind.HINGE;
      SimulatedSet set =
          new SimulatedSet(folder.resolve("set" + i), kind, SIGNAL_TO_NOISE[i], 5 + i);
      addForms(set, sources);
    }
    return sources;
  }

  private static void addForms(SimulatedSet set, List<ParticleDataset.Source> sources)
      throws IOException {
    new StarExport(set.file("particles.mrcs"), null, null, true, true)
        .write(set.file("ctf.pkl"), set.file("poses.pkl"), set.file("relion30.star"));
    set.write("list.txt", "particles.mrcs\n");
    int[] odd = IntStream.range(0, 150).map(i -> 2 * i + 1).toArray();
    set.write("odd.pkl", odd);
    set.write("oddposes.pkl", set.poses().select(odd));
    set.write("oddctf.pkl", set.ctf().select(odd));
    try (ParticleStack stack = ParticleStacks.open(set.file("particles.mrcs"), null)) {
      new Downsampling(24, 100, 1).stack(stack, set.file("small.mrcs"), done -> {});
    }
    sources.add(set.source("particles.mrcs", "poses.pkl", "ctf.pkl", null));
    sources.add(set.source("particles.star", null, null, null));
    sources.add(set.source("particles.star", "poses.pkl", "ctf.pkl", "odd.pkl"));
    sources.add(set.source("relion30.star", "poses.pkl", "ctf.pkl", null));
    sources.add(set.source("particles.cs", null, null, null));
    sources.add(set.source("particles.cs", "poses.pkl", "ctf.pkl", null));
    sources.add(set.source("list.txt", "poses.pkl", "ctf.pkl", "odd.pkl"));
    sources.add(set.source("particles.mrcs", "oddposes.pkl", "oddctf.pkl", "odd.pkl"));
    sources.add(set.source("small.mrcs", "poses.pkl", "ctf.pkl", null));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void raisesNoAlarm(ParticleDataset.Source source) {
    List<Finding> findings =
        new Doctor(source, folder, true, 2000, SimulatedSet.largeMachine()).examine();
    DoctorReport report = new DoctorReport(source.particles(), findings);
    assertEquals(findings.size(), report.count(Finding.Status.OK), report.table());
    assertEquals(
        1,
        findings.stream()
            .filter(finding -> finding.title().equals("contrast"))
            .filter(finding -> !finding.evidence().contains("too little"))
            .count(),
        report.table());
  }
}
