package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.cryodrgn.analysis.latent.NeighbourGraph;
import org.cryodrgn.analysis.latent.Trajectories;
import org.cryodrgn.cli.option.LatentAnchors;
import org.cryodrgn.cli.option.OutputNames;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      description = "Accepted as in cryoDRGN; makes no difference")
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
    OutputNames.requirePositive(spec, "--batch-size", batchSize);
    if (mostNeighbours < 2 || !(meanNeighbours >= 0)) {
      throw new ParameterException(
          spec.commandLine(),
          "--max-neighbors must be 2 or more, --avg-neighbors must not be negative");
    }
    Latents z = anchors.latents();
    int[] stops = anchors.indices(z.particles(), false);
    NeighbourGraph graph =
        NeighbourGraph.of(z.mean(), z.dimension(), mostNeighbours, meanNeighbours);
    LOG.info(String.format(Locale.US, "Steps are shorter than %.4g", graph.longestEdge()));
    int[] path = {stops[0]};
    for (int leg = 0; leg + 1 < stops.length; leg++) {
      int[] nodes = leg(graph, z, stops[leg], stops[leg + 1]);
      path = IntStream.concat(Arrays.stream(path), Arrays.stream(nodes, 1, nodes.length)).toArray();
    }
    double[] values = new double[path.length * z.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = z.mean()[path[i / z.dimension()] * z.dimension() + i % z.dimension()];
    }
    if (verbose) {
      show(z, path, stops);
    }
    TextMatrix.writeIntegers(indexOutput, path);
    new TextMatrix(path.length, z.dimension(), values).write(output);
    LOG.info("Wrote {} points to {}, their particles to {}", path.length, output, indexOutput);
    return 0;
  }

  private int[] leg(NeighbourGraph graph, Latents z, int from, int to) {
    NeighbourGraph.Path path =
        graph
            .shortest(from, to)
            .orElseThrow(
                () ->
                    DataException.at(
                        anchors.latentFile(),
                        "",
                        "no path over near neighbours leads from particle " + from + " to " + to,
                        "Raise --avg-neighbors and --max-neighbors, or choose other anchors"));
    LOG.info(
        String.format(
            Locale.US,
            "%d to %d: %d steps, length %.4g, %.4g in a straight line",
            from,
            to,
            path.nodes().length - 1,
            path.length(),
            Trajectories.distance(z.mean(), z.dimension(), from, to)));
    return path.nodes();
  }

  /** One line a point: the particle, (a) if it is an anchor, its coordinates, the step to it. */
  private void show(Latents z, int[] path, int[] stops) {
    BitSet anchored = new BitSet();
    Arrays.stream(stops).forEach(anchored::set);
    StringBuilder text = new StringBuilder("ind");
    for (int d = 1; d <= z.dimension(); d++) {
      text.append("\tz").append(d);
    }
    text.append("\tdist");
    for (int i = 0; i < path.length; i++) {
      text.append('\n').append(path[i]).append(anchored.get(path[i]) ? "(a)" : "");
      for (int d = 0; d < z.dimension(); d++) {
        text.append(String.format(Locale.US, "\t%.3f", z.mean()[path[i] * z.dimension() + d]));
      }
      int before = path[Math.max(0, i - 1)];
      text.append(
          String.format(
              Locale.US,
              "\t%.3f",
              Trajectories.distance(z.mean(), z.dimension(), before, path[i])));
    }
    spec.commandLine().getOut().println(text);
  }
}
