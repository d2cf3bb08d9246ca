package org.cryodrgn.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.latent.NeighbourGraph;
import org.cryodrgn.analysis.latent.ParticlePath;
import org.cryodrgn.cli.option.LatentAnchors;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Latent coordinates along shortest paths from particle to particle. */
@Command(
    name = "graph_traversal",
    description = "Goes where there are particles; the path is for eval_vol --zfile.",
    footer = "cryodrgn graph_traversal out/z.20.pkl --anchors 120 3055 17 -o z-path.txt")
public final class GraphTraversalCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(GraphTraversalCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private LatentAnchors anchors;

  @Option(
      names = "--max-neighbors",
      defaultValue = "10",
      paramLabel = "N",
      description = "Neighbours of a particle at most, itself counted")
  private int mostNeighbours;

  @Option(
      names = "--avg-neighbors",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Neighbours on average, itself counted: sets the longest step of the path; 0 sets none")
  private double meanNeighbours;

  @Option(
      names = "--batch-size",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Accepted for old scripts; makes no difference")
  private int batchSize;

  @Option(
      names = {"--outtxt", "-o"},
      defaultValue = "z-path.txt",
      paramLabel = "TXT",
      description = "Output: latent coordinates of the path")
  private Path output;

  @Option(
      names = "--outind",
      defaultValue = "z-path-indices.txt",
      paramLabel = "TXT",
      description = "Output: particles of the path (0-based indices)")
  private Path indexOutput;

  @Option(names = "--verbose", description = "Show the path")
  private boolean verbose;

  @Override
  public Integer call() {
    Require.positive(spec, "--batch-size", batchSize);
    Require.that(
        spec, mostNeighbours >= 2, "--max-neighbors must be at least 2, not " + mostNeighbours);
    Require.notNegative(spec, "--avg-neighbors", meanNeighbours);
    Latents z = anchors.latents();
    int[] stops = anchors.indices(z.particles(), false);
    NeighbourGraph graph = graph(z);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.US, "Max dist between neighbors: %.4g%n", graph.longestEdge());
    ParticlePath path = ParticlePath.through(anchors.latentFile(), z, graph, stops);
    path.distances().forEach(out::println);
    if (verbose) {
      out.println(path.table());
    }
    int[] particles = path.particles();
    TextMatrix.writeIntegers(indexOutput, particles);
    path.coordinates().write(output);
    LOG.info("Wrote {} points to {}, their particles to {}", particles.length, output, indexOutput);
    return 0;
  }

  private NeighbourGraph graph(Latents z) {
    try (Progress progress = Progress.ofShareOf("the neighbours")) {
      return NeighbourGraph.of(
          z.mean(), z.dimension(), mostNeighbours, meanNeighbours, progress::advanceToShare);
    }
  }
}
