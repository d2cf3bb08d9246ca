package org.cryodrgn.analysis.latent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;

/**
 * A path from particle to particle through anchors, between which it is the shortest over near
 * neighbours.
 *
 * @param latents of all particles
 * @param anchors rows of the latents, two or more
 * @param legs from each anchor to the next
 */
public record ParticlePath(Latents latents, int[] anchors, List<NeighbourGraph.Path> legs) {

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
    List<NeighbourGraph.Path> legs = new ArrayList<>();
    for (int leg = 0; leg + 1 < anchors.length; leg++) {
      legs.add(leg(file, graph, anchors[leg], anchors[leg + 1]));
    }
    return new ParticlePath(latents, anchors, legs);
  }

  private static NeighbourGraph.Path leg(Path file, NeighbourGraph graph, int from, int to) {
    return graph
        .shortest(from, to)
        .orElseThrow(
            () ->
                DataException.at(
                    file,
                    "",
                    "no path over near neighbours leads from particle " + from + " to " + to,
                    "Raise --avg-neighbors and --max-neighbors, or choose other anchors"));
  }

  /** Rows of the latents, anchors included. */
  public int[] particles() {
    IntStream behindFirst = legs.stream().flatMapToInt(leg -> Arrays.stream(leg.nodes()).skip(1));
    return IntStream.concat(IntStream.of(anchors[0]), behindFirst).toArray();
  }

  /** Two lines a leg, under the names that scripts know: along the path, and straight. */
  public List<String> distances() {
    List<String> lines = new ArrayList<>();
    for (int leg = 0; leg < legs.size(); leg++) {
      int from = anchors[leg];
      int to = anchors[leg + 1];
      double straight = Trajectories.distance(latents.mean(), latents.dimension(), from, to);
      lines.add(distance("Total path distance", from, to, legs.get(leg).length()));
      lines.add(distance(" Euclidean distance", from, to, straight));
    }
    return lines;
  }

  private static String distance(String name, int from, int to, double distance) {
    return String.format(Locale.US, "%s %d->%d: %.4g", name, from, to, distance);
  }

  /** Where the particles are: particles x dimension. */
  public TextMatrix coordinates() {
    int dimension = latents.dimension();
    int[] particles = particles();
    double[] values = new double[particles.length * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = latents.mean()[particles[i / dimension] * dimension + i % dimension];
    }
    return new TextMatrix(particles.length, dimension, values);
  }

  /** One line a point: the particle, (a) if it is an anchor, its coordinates, the step to it. */
  public String table() {
    int dimension = latents.dimension();
    int[] particles = particles();
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
