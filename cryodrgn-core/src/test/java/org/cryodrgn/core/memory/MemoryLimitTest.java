package org.cryodrgn.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {

  private static final long GIB = 1L << 30;

  @TempDir Path root;

  @BeforeEach
  void machineOf64Gibibytes() throws IOException {
    write("proc/meminfo", "MemTotal:       67108864 kB\nMemFree:        1 kB\n");
  }

  @Test
  void theMachineCountsWhereNothingElseDoes() {
    assertEquals(new MemoryLimit(64 * GIB, "of the machine"), limit(Map.of()));
  }

  @Test
  void theLeastOfTheGroupsAboveCounts() throws IOException {
    write("proc/self/cgroup", "0::/job/step/task\n");
    write("sys/fs/cgroup/job/step/task/memory.max", "max\n");
    write("sys/fs/cgroup/job/step/memory.max", (10 * GIB) + "\n");
    write("sys/fs/cgroup/job/memory.max", (20 * GIB) + "\n");
    assertEquals(new MemoryLimit(10 * GIB, "of the control group"), limit(Map.of()));
    write("sys/fs/cgroup/job/memory.high", (9 * GIB) + "\n");
    assertEquals(new MemoryLimit(9 * GIB, "of the control group"), limit(Map.of()));
  }

  @Test
  void groupsOfVersion1AndOfContainersAreSeen() throws IOException {
    write("proc/self/cgroup", "7:cpu,cpuacct:/x\n4:memory:/docker/0123\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", (8 * GIB) + "\n");
    assertEquals(8 * GIB, limit(Map.of()).bytes());
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertEquals(64 * GIB, limit(Map.of()).bytes());
  }

  @Test
  void slurmsPromiseCounts() {
    assertEquals(
        new MemoryLimit(16 * GIB, "of SLURM_MEM_PER_NODE"),
        limit(Map.of("SLURM_MEM_PER_NODE", "16384")));
    assertEquals(64 * GIB, limit(Map.of("SLURM_MEM_PER_NODE", "0")).bytes());
    assertEquals(
        new MemoryLimit(12 * GIB, "of SLURM_MEM_PER_CPU"),
        limit(Map.of("SLURM_MEM_PER_CPU", "3072", "SLURM_CPUS_ON_NODE", "4")));
    assertEquals(
        6 * GIB, limit(Map.of("SLURM_MEM_PER_CPU", "3072", "SLURM_CPUS_PER_TASK", "2")).bytes());
    assertEquals(
        new MemoryLimit(32 * GIB, "of SLURM_MEM_PER_GPU"),
        limit(Map.of("SLURM_MEM_PER_GPU", "16384", "SLURM_GPUS_ON_NODE", "2")));
    assertEquals(16 * GIB, limit(Map.of("SLURM_MEM_PER_GPU", "16384")).bytes());
    assertEquals(
        64 * GIB, limit(Map.of("SLURM_MEM_PER_GPU", "0", "SLURM_GPUS_ON_NODE", "2")).bytes());
  }

  @Test
  void theShareSaysWhatItIsOf() {
    MemoryLimit share = limit(Map.of()).share();
    assertEquals((long) (64 * GIB * 0.8), share.bytes());
    assertEquals("80 % of the 64.0 GiB of the machine", share.source());
  }

  private MemoryLimit limit(Map<String, String> environment) {
    return MemoryLimit.of(root, environment);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
