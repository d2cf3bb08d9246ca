package org.cryodrgn.analysis.doctor;

import java.util.List;
import org.cryodrgn.core.doctor.Finding;

/** Faults of the selection, and of the machine that a training will run on. */
final class RunFaults extends Faults {

  RunFaults(SimulatedSet set, List<Fault> faults) {
    super(set, faults);
  }

  void addAll() {
    fail(
        "index out of range",
        "selection",
        set.source("particles.mrcs", "poses.pkl", "ctf.pkl", set.write("far.pkl", 0, 1, 300)));
    fail(
        "index there twice",
        "selection",
        set.source("particles.mrcs", "poses.pkl", "ctf.pkl", set.write("twice.pkl", 0, 1, 1)));
    Machine large = SimulatedSet.largeMachine();
    add(
        "no disk space",
        "disk",
        Finding.Status.FAIL,
        withPoses("poses.pkl"),
        new Machine(1 << 20, true, large.heapBytes(), 2, large.gpu()));
    add(
        "too little memory",
        "memory",
        Finding.Status.WARN,
        withPoses("poses.pkl"),
        new Machine(large.freeBytes(), true, 1 << 18, 2, large.gpu()));
    add(
        "GPU that does not answer",
        "GPU",
        Finding.Status.WARN,
        withPoses("poses.pkl"),
        new Machine(large.freeBytes(), true, 1L << 36, 2, new Machine.Gpu(true, List.of())));
  }
}
