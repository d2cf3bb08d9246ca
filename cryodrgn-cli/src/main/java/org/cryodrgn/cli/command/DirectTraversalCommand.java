package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.latent.Trajectories;
import org.cryodrgn.cli.option.LatentAnchors;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Latent coordinates on straight lines between particles. */
@Command(
    name = "direct_traversal",
    description = "The path is for eval_vol --zfile.",
    footer = "cryodrgn direct_traversal out/z.20.pkl --anchors 120 3055 17 -n 10 -o z-path.txt")
public final class DirectTraversalCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(DirectTraversalCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private LatentAnchors anchors;

  @Option(
      names = "-n",
      defaultValue = "6",
      paramLabel = "N",
      description = "Points of each line, both ends included")
  private int points;

  @Option(names = "--loop", description = "Come back to the first anchor")
  private boolean loop;

  @Option(
      names = {"--outtxt", "-o"},
      arity = "0..1",
      fallbackValue = "z-path.txt",
      paramLabel = "TXT",
      description = "Write the path here, not to the screen; z-path.txt if no name follows")
  private Path output;

  @Override
  public Integer call() {
    Require.points(spec, points, 2);
    Latents z = anchors.latents();
    int[] indices = anchors.indices(z.particles(), loop);
    float[] path = Trajectories.straight(z.mean(), z.dimension(), indices, points);
    TextMatrix table = TextMatrix.of(path, z.dimension());
    if (output == null) {
      spec.commandLine().getOut().print(table.shown());
    } else {
      table.write(output);
      LOG.info("Wrote {}", output);
    }
    return 0;
  }
}
