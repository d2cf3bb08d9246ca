package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.KeptParticles;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes selected particles to a stack of their own. */
@Command(
    name = "filter_mrcs",
    footer = "cryodrgn_utils filter_mrcs particles.mrcs --ind ind.pkl -o selected.mrcs")
public final class FilterMrcsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FilterMrcsCommand.class);

  @Parameters(
      index = "0",
      paramLabel = "PARTICLES",
      description = "Particles: .mrcs, .star, .cs, or .txt list of stacks")
  private Path input;

  @Mixin private KeptParticles kept;

  @Option(
      names = {"-o", "--outfile"},
      paramLabel = "MRCS",
      description = "Output stack; PARTICLES_PKL.mrcs beside the input if not given")
  private Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (output != null) {
      Require.stack(spec, "--outfile", output);
    }
    try (ParticleStack all = ParticleStacks.open(input, null)) {
      ParticleStack selected = ParticleStacks.select(all, kept.of(all.size()));
      Path target = output != null ? output : kept.besideOf(input, ".mrcs");
      double pixelSize;
      try (Progress progress = Progress.of("particles", selected.size())) {
        pixelSize = ParticleStacks.write(selected, target, progress::advanceTo);
      }
      LOG.info("Wrote {} of {} particles to {}", selected.size(), all.size(), target);
      if (selected.pixelSizeOf(0) <= 0) {
        LOG.warn(
            "The particles tell no pixel size; the header is written with {} Å: set it with"
                + " add_psize, or take it from the .star file",
            pixelSize);
      } else if (selected.pixelSize().isEmpty()) {
        LOG.warn(
            "The particles have several pixel sizes; the header is written with that of the first,"
                + " {} Å: what each has is in the files that they were read from",
            pixelSize);
      }
      return 0;
    }
  }
}
