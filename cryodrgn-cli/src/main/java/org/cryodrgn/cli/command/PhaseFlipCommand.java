package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.WholeStackInput;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.preprocess.Preprocessing;
import org.cryodrgn.core.preprocess.StackSource;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Flips the phases of images where the CTF is negative. */
@Command(
    name = "phase_flip",
    footer = "cryodrgn_utils phase_flip particles.mrcs ctf.pkl -o particles_flipped.mrcs")
public final class PhaseFlipCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(PhaseFlipCommand.class);
  private static final int BATCH = 5000;

  @Spec private CommandSpec spec;

  @Mixin private WholeStackInput particles;

  @Parameters(index = "1", paramLabel = "CTF", description = "CTF parameters (.pkl)")
  private Path ctf;

  @Option(names = "-o", required = true, paramLabel = "MRCS", description = "Output stack")
  private Path output;

  @Override
  public Integer call() {
    Require.stack(spec, "-o", output);
    try (StackSource source = particles.open();
        Progress progress = Progress.of("particles", source.stack().size())) {
      ParticleStack stack = source.stack();
      Preprocessing.Settings settings =
          new Preprocessing.Settings(
              stack.box(), false, 1, false, source.ctf(ctf), BATCH, Workers.available());
      new Preprocessing(stack, settings).write(output, progress::advanceTo);
      LOG.info("Wrote {} images to {}", stack.size(), output);
    }
    return 0;
  }
}
