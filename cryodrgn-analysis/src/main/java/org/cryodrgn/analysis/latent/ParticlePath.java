package org.cryodrgn.analysis.latent;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A path from particle to particle through anchors, between which it is the shortest over near
 * neighbours.
 *
 * @param latents of all particles
 * @param anchors rows of the latents, two or more
 * @param particles rows of the latents, anchors included
 */
public record ParticlePath(Latents latents, int[] anchors, int[] particles) {

  private static final Logger LOG = LoggerFactory.getLogger(ParticlePath.class);

  /**
   * Finds it.
   *
   * @param file of the latents, for messages
   * @param graph over the latents
   * @param anchors rows of the latents, two or more, in the order of the path
   * @throws DataException if the graph does not join two anchors that follow each other
   */
  public static ParticlePath through(
      Path file, Latents latents, NeighbourGraph graph, int[] anchors) {
    IntStream particles = IntStream.of(anchors[0]);
    for (int leg = 0; leg + 1 < anchors.length; leg++) {
      int[] nodes = leg(file, latents, graph, anchors[leg], anchors[leg + 1]);
      particles = IntStream.concat(particles, Arrays.stream(nodes, 1, nodes.length));
    }
    return new ParticlePath(latents, anchors, particles.toArray());
  }

  private static int[] leg(Path file, Latents latents, NeighbourGraph graph, int from, int to) {
    NeighbourGraph.Path path =
        graph
            .shortest(from, to)
            .orElseThrow(
                () ->
                    DataException.at(
                        file,
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
            Trajectories.distance(latents.mean(), latents.dimension(), from, to)));
    return path.nodes();
  }

  /** Where the particles are: particles x dimension. */
  public TextMatrix coordinates() {
    int dimension = latents.dimension();
    double[] values = new double[particles.length * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = latents.mean()[particles[i / dimension] * dimension + i % dimension];
    }
    return new TextMatrix(particles.length, dimension, values);
  }

  /** One line a point: the particle, (a) if it is an anchor, its coordinates, the step to it. */
  public String table() {
    int dimension = latents.dimension();
    BitSet anchored = new BitSet();
    Arrays.stream(anchors).forEach(anchored::set);
    StringBuilder text = new StringBuilder("ind");
    for (int d = 1; d <= dimension; d++) {
      text.append("\tz").append(d);
    }
    text.append("\tdist");
    for (int i = 0; i < particles.length; i++) {
      int particle = particles[i];
      text.append('\n').append(particle).append(anchored.get(particle) ? "(a)" : "");
      for (int d = 0; d < dimension; d++) {
        text.append(String.format(Locale.US, "\t%.3f", latents.mean()[particle * dimension + d]));
      }
      int before = particles[Math.max(0, i - 1)];
      double step = Trajectories.distance(latents.mean(), dimension, before, particle);
      text.append(String.format(Locale.US, "\t%.3f", step));
    }
    return text.toString();
  }
}
