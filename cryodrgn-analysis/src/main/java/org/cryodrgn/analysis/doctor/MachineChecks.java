package org.cryodrgn.analysis.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.model.Activation;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ParameterLayout;
import org.cryodrgn.core.model.PositionalEncoding;
import org.cryodrgn.core.train.ImagePixels;
import org.cryodrgn.core.train.ImagePrecision;
import org.cryodrgn.core.train.RunFiles;

/** Whether disk, memory and graphics processor suffice for train_vae at its defaults, z of 8. */
final class MachineChecks {

  private static final int EPOCHS = 20;
  private static final int LATENT = 8;
  private static final int WIDTH = 1024;
  private static final int LAYERS = 3;

  /** Volumes that the analysis after a training writes: k-means and two principal components. */
  private static final int VOLUMES = 40;

  /** Weights and Adam's two moments, float32. */
  private static final int BYTES_PER_PARAMETER = 12;

  /** Mean and log-variance, float32. */
  private static final int BYTES_PER_LATENT = 8;

  /** What the JVM needs beside the images. */
  private static final double HEAP_SHARE = 0.9;

  /** The oldest driver that runs CUDA 12. */
  private static final int OLDEST_DRIVER = 525;

  private final Machine machine;

  MachineChecks(Machine machine) {
    this.machine = machine;
  }

  List<Finding> all(Path folder, int particles, int box) {
    List<Finding> findings = new ArrayList<>();
    if (particles > 0 && box > 0) {
      findings.add(disk(folder, particles, box));
      findings.add(memory(particles, box));
    }
    findings.add(gpu());
    return findings;
  }

  private Finding disk(Path folder, int particles, int box) {
    String title = "disk";
    RunFiles files = new RunFiles(folder);
    if (!machine.writable() || Files.exists(folder) && !Files.isDirectory(folder)) {
      return Finding.fail(title, folder + " cannot be written to", "Choose another --workdir");
    }
    long parameters = new ParameterLayout(defaults(box)).size();
    long checkpoint =
        parameters * BYTES_PER_PARAMETER + (long) particles * LATENT * BYTES_PER_LATENT;
    long needed = (EPOCHS + 1) * checkpoint + VOLUMES * 4L * box * box * box;
    String evidence =
        String.format(
            Locale.US,
            "%s free at %s; %d epochs of train_vae at its defaults write about %s",
            machine.freeBytes() < 0 ? "unknown space" : size(machine.freeBytes()),
            folder,
            EPOCHS,
            size(needed));
    if (machine.freeBytes() >= 0 && machine.freeBytes() < needed) {
      boolean none = machine.freeBytes() < 2 * checkpoint;
      return new Finding(
          none ? Finding.Status.FAIL : Finding.Status.WARN,
          title,
          evidence,
          "Free some space, choose another --workdir, or write fewer epochs with --checkpoint");
    }
    if (Files.exists(files.finalWeights()) || !files.checkpoints().isEmpty()) {
      return Finding.warn(
          title,
          folder + " holds a training already",
          "Go on with it by --load latest, or choose another --workdir");
    }
    return Finding.ok(title, evidence);
  }

  private Finding memory(int particles, int box) {
    long values = (long) particles * new ImagePixels(box, box / 2).count();
    long free = (long) (HEAP_SHARE * machine.heapBytes());
    String evidence =
        "images take "
            + size(values * ImagePrecision.FLOAT32.bytes())
            + " when held in memory, Java may take "
            + size(machine.heapBytes());
    if (values * ImagePrecision.FLOAT32.bytes() <= free) {
      return Finding.ok("memory", evidence);
    }
    if (values * ImagePrecision.FLOAT16.bytes() <= free) {
      return Finding.ok("memory", evidence + ": they will be held as float16");
    }
    return Finding.warn(
        "memory",
        evidence + ": they will be read again in every epoch",
        "If that is too slow, down-sample the images or train where there is more memory");
  }

  private Finding gpu() {
    String title = "GPU";
    List<String> cards = machine.gpu().cards();
    if (cards.isEmpty()) {
      return machine.gpu().driver()
          ? Finding.warn(
              title,
              "the driver is loaded but nvidia-smi does not answer",
              "Ask for a GPU in the job, or have the driver mended")
          : Finding.ok(title, "none: computed on the CPU, threads: " + machine.threads());
    }
    String first = cards.get(0);
    String driver = first.substring(first.lastIndexOf(',') + 1).strip();
    String evidence = cards.size() + " x " + first;
    if (driver.matches("\\d+\\..*")
        && Integer.parseInt(driver.substring(0, driver.indexOf('.'))) < OLDEST_DRIVER) {
      return Finding.warn(
          title, evidence, "CUDA 12 needs driver " + OLDEST_DRIVER + " or newer: have it updated");
    }
    return Finding.ok(title, evidence);
  }

  private static ModelSpec defaults(int box) {
    return new ModelSpec(
        box,
        LATENT,
        new ImagePixels(box, box / 2).encoder().length,
        EncoderKind.RESIDUAL,
        LAYERS,
        WIDTH,
        LAYERS,
        WIDTH,
        PositionalEncoding.Type.GAUSSIAN,
        box / 2,
        0.5,
        Domain.FOURIER,
        Activation.RELU,
        0.5);
  }

  private static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.US, "%.1f GiB", bytes / (double) (1L << 30))
        : String.format(Locale.US, "%.1f MiB", bytes / (double) (1L << 20));
  }
}
