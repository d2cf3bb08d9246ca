package org.cryodrgn.core.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How much memory a process may take, and who says so.
 *
 * @param bytes the limit
 * @param source for messages
 */
public record MemoryLimit(long bytes, String source) {

  /** The part of what the machine gives that a run takes if it is not told otherwise. */
  public static final double SHARE = 0.8;

  /** What this process may have: the least of what control groups, SLURM and the machine give. */
  public static MemoryLimit ofMachine() {
    return of(Path.of("/"), System.getenv());
  }

  /**
   * As {@link #ofMachine()}.
   *
   * @param root where {@code proc} and {@code sys} are
   * @param environment with SLURM's variables, if it started the process
   */
  static MemoryLimit of(Path root, Map<String, String> environment) {
    MemoryLimit least = new MemoryLimit(physical(root), "of the machine");
    least = least.orLess(controlGroup(root), "of the control group");
    long megabytes = number(environment.get("SLURM_MEM_PER_NODE"));
    least = least.orLess(megabytes << 20, "of SLURM_MEM_PER_NODE");
    long each = number(environment.get("SLURM_MEM_PER_CPU"));
    String cpus = environment.get("SLURM_CPUS_ON_NODE");
    long processors = number(cpus != null ? cpus : environment.get("SLURM_CPUS_PER_TASK"));
    least = least.orLess(each * processors << 20, "of SLURM_MEM_PER_CPU");
    // A job that asks for memory by the GPU has one at least.
    long gpus = Math.max(1, number(environment.get("SLURM_GPUS_ON_NODE")));
    long ofGpu = number(environment.get("SLURM_MEM_PER_GPU"));
    return least.orLess(ofGpu * gpus << 20, "of SLURM_MEM_PER_GPU");
  }

  /** {@link #SHARE} of this limit. */
  public MemoryLimit share() {
    return new MemoryLimit(
        (long) (bytes * SHARE),
        "%.0f %% of the %s %s".formatted(100 * SHARE, MemorySize.text(bytes), source));
  }

  /** SLURM and version 1 of control groups write 0 or a huge number where there is no limit. */
  private MemoryLimit orLess(long other, String otherSource) {
    return other > 0 && other < bytes ? new MemoryLimit(other, otherSource) : this;
  }

  private static long physical(Path root) {
    for (String line : lines(root.resolve("proc/meminfo"))) {
      if (line.startsWith("MemTotal:")) {
        return number(line.replaceAll("\\D", "")) << 10;
      }
    }
    return Runtime.getRuntime().maxMemory();
  }

  /**
   * The least limit of the process's group and those above it. Within a container the group's path
   * is often not to be seen; its limit is then at the root of what is. Above memory.high a process
   * is held up until it stands still.
   */
  private static long controlGroup(Path root) {
    long least = Long.MAX_VALUE;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      boolean second = parts[1].isEmpty();
      if (!second && !List.of(parts[1].split(",")).contains("memory")) {
        continue;
      }
      Path top = root.resolve(second ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
      List<String> files =
          second ? List.of("memory.max", "memory.high") : List.of("memory.limit_in_bytes");
      Path group = top.resolve(parts[2].replaceFirst("^/+", "")).normalize();
      while (group.startsWith(top)) {
        for (String file : files) {
          for (String limit : lines(group.resolve(file))) {
            long bytes = number(limit.strip());
            least = bytes > 0 ? Math.min(least, bytes) : least;
          }
        }
        group = group.getParent();
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A number; 0 for what is none, such as "max". */
  private static long number(String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
