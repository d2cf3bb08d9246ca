package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.plot.ImageGrid;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.WholeStackInput;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.preprocess.StackSource;
import org.cryodrgn.core.preprocess.Translating;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.poses.PoseFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shifts images. */
@Command(
    name = "translate_mrcs",
    description =
        "The shift of a pose centres the particle. What leaves at one side enters at the "
            + "other.",
    footer = "cryodrgn_utils translate_mrcs particles.mrcs poses.pkl -o centred.mrcs")
public final class TranslateMrcsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(TranslateMrcsCommand.class);
  private static final int SHOWN = 9;

  @Spec private CommandSpec spec;

  @Mixin private WholeStackInput particles;

  @Parameters(
      index = "1",
      paramLabel = "PKL",
      description = "Poses, or translations alone (x, y), as a fraction of the box")
  private Path translations;

  @Option(
      names = "--tscale",
      defaultValue = "1.0",
      paramLabel = "X",
      description = "Multiply translations by this; -1 turns them round")
  private double scale;

  @Option(names = "-o", required = true, paramLabel = "MRCS", description = "Output stack")
  private Path output;

  @Option(
      names = "--out-png",
      paramLabel = "PNG",
      description = "Plot the first 9 images of the output (.png, .svg or .pdf)")
  private Path plot;

  @Override
  public Integer call() {
    Require.stack(spec, "-o", output);
    Require.plot(spec, plot);
    try (StackSource source = particles.open();
        Progress progress = Progress.of("particles", source.stack().size())) {
      ParticleStack stack = source.stack();
      double[] fractions = PoseFile.translations(translations, scale);
      new Translating(stack, translations, fractions, Workers.available())
          .write(output, progress::advanceTo);
      LOG.info("Wrote {} images to {}", stack.size(), output);
    }
    if (plot != null) {
      try (ParticleStack written = ParticleStacks.open(output, null)) {
        PlotFile.write(ImageGrid.ofFirst(written, SHOWN, 1), plot);
        LOG.info("Wrote {}", plot);
      }
    }
    return 0;
  }
}
