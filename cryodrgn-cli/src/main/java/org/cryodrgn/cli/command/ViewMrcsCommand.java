package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.plot.ImageGrid;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.option.StackInput;
import org.cryodrgn.core.preprocess.StackSource;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the first images of a stack. */
@Command(
    name = "view_mrcs",
    description = "The first 25, side by side; of a volume (.mrc) its first sections.",
    footer = "cryodrgn_utils view_mrcs particles.mrcs -o particles.png")
public final class ViewMrcsCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ViewMrcsCommand.class);
  private static final int SHOWN = 25;

  @Spec private CommandSpec spec;

  @Mixin private StackInput particles;

  @Option(names = "--invert", description = "Turn the sign of the images")
  private boolean invert;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "PNG",
      description = "Where to write (.png, .svg or .pdf)")
  private Path output;

  @Override
  public Integer call() {
    Require.plot(spec, output);
    try (StackSource source = particles.open()) {
      ParticleStack stack = source.stack();
      LOG.info("{} {}x{} images", stack.size(), stack.box(), stack.box());
      PlotFile.write(ImageGrid.ofFirst(stack, SHOWN, invert ? -1 : 1), output);
      LOG.info("Wrote {}", output);
    }
    return 0;
  }
}
