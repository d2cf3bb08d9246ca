package org.cryodrgn.analysis.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNeighboursTest {

  @ParameterizedTest
  @CsvSource({"1500, 1, 5", "1500, 3, 14", "1500, 8, 14", "300, 40, 10", "3, 2, 2", "13, 2, 4"})
  void treeFindsWhatComparingAllFinds(int n, int dimension, int k) {
    float[] points = Samples.normal(n, dimension, 7);
    NearestNeighbours neighbours = NearestNeighbours.ofAll(points, dimension, k, share -> {});
    for (int i = 0; i < n; i++) {
      int[] expected = Trustworthiness.ranked(points, dimension, i);
      for (int j = 0; j < k; j++) {
        assertEquals(
            Samples.distance(points, dimension, i, expected[j]),
            neighbours.distances()[i * k + j],
            1e-4);
        assertEquals(
            Samples.distance(points, dimension, i, neighbours.indices()[i * k + j]),
            neighbours.distances()[i * k + j],
            1e-4);
      }
    }
  }

  @Test
  void neighboursOfOtherGroupsAreWhatComparingAllFinds() {
    float[] points = Samples.normal(1500, 3, 7);
    int[] groups = IntStream.range(0, 1500).map(i -> i * i % 5).toArray();
    NearestNeighbours neighbours = KdTree.of(points, 3).neighboursOfOtherGroups(6, groups);
    for (int i = 0; i < 1500; i++) {
      int group = groups[i];
      int[] expected =
          Arrays.stream(Trustworthiness.ranked(points, 3, i))
              .filter(j -> groups[j] != group)
              .limit(6)
              .toArray();
      assertArrayEquals(expected, Arrays.copyOfRange(neighbours.indices(), 6 * i, 6 * i + 6));
    }
  }

  @Test
  void equalPointsAreEachOthersNeighbours() {
    float[] points = new float[2 * 200];
    Arrays.fill(points, 0, 200, 1f);
    NearestNeighbours neighbours = NearestNeighbours.ofAll(points, 2, 20, share -> {});
    for (int i = 0; i < 200; i++) {
      int[] row = Arrays.copyOfRange(neighbours.indices(), i * 20, (i + 1) * 20);
      assertEquals(20, Arrays.stream(row).distinct().count());
      for (int j : row) {
        assertTrue(j != i && (j < 100) == (i < 100));
      }
    }
    assertEquals(0, neighbours.meanDistances()[0]);
  }

  @Test
  void theShareThatIsDoneIsTold() {
    float[] points = Samples.normal(3000, 2, 7);
    List<Double> shares = Collections.synchronizedList(new ArrayList<>());
    NeighbourGraph.of(points, 2, 5, 0, shares::add);
    assertTrue(shares.size() >= 3, shares.toString());
    assertEquals(1, Collections.max(shares));
    assertTrue(Collections.min(shares) > 0 && Collections.min(shares) < 0.5, shares.toString());
  }

  @Test
  void nearestParticlesAndCountsOfFewQueries() {
    float[] points = {0, 0, 1, 0, 5, 5, 1, 0};
    double[][] queries = {{0.9, 0.1}, {9, 9}};
    assertArrayEquals(new int[] {1, 2}, NearestNeighbours.nearest(points, 2, queries));
    assertArrayEquals(new int[] {3, 0}, NearestNeighbours.countWithin(points, 2, queries, 1));
  }

  @Test
  void straightPathsAreThoseOfCryodrgn() {
    Latents z = Samples.goldenLatents();
    TextMatrix expected = TextMatrix.read(Samples.golden("cli/direct.txt"));
    float[] path = Trajectories.straight(z.mean(), 4, new int[] {0, 10, 20}, 4);
    assertEquals(expected.values().length, path.length);
    for (int p = 0; p < path.length; p++) {
      assertEquals(expected.values()[p], path[p], 0.0);
    }
  }

  /** The mean of seven thirds takes the edges up to that of 2, which is no shorter than itself. */
  @Test
  void edgesAreShorterThanTheLongest() {
    float[] line = {0, 1, 3};
    NeighbourGraph graph = NeighbourGraph.of(line, 1, 3, 7 / 3.0, share -> {});
    assertEquals(2, graph.longestEdge());
    assertTrue(graph.shortest(0, 1).isPresent());
    assertFalse(graph.shortest(0, 2).isPresent());
    // On average no neighbour but the point itself.
    assertEquals(0, NeighbourGraph.of(line, 1, 3, 1, share -> {}).longestEdge());
  }

  /** Dijkstra's search without a heap: each time the nearest of all that are not done. */
  @Test
  void shortestPathsAreThoseOfAPlainSearch() {
    int n = 6000;
    int k = 20;
    float[] points = Samples.normal(n, 6, 3);
    NearestNeighbours neighbours = NearestNeighbours.ofAll(points, 6, k, share -> {});
    double[] distance = new double[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    distance[0] = 0;
    boolean[] done = new boolean[n];
    for (int step = 0; step < n; step++) {
      int nearest = -1;
      for (int i = 0; i < n; i++) {
        if (!done[i] && (nearest < 0 || distance[i] < distance[nearest])) {
          nearest = i;
        }
      }
      done[nearest] = true;
      for (int e = nearest * k; e < (nearest + 1) * k; e++) {
        int next = neighbours.indices()[e];
        distance[next] = Math.min(distance[next], distance[nearest] + neighbours.distances()[e]);
      }
    }
    NeighbourGraph graph = NeighbourGraph.of(points, 6, k + 1, 0, share -> {});
    for (int to = 1; to < n; to += 61) {
      double length =
          graph.shortest(0, to).map(NeighbourGraph.Path::length).orElse(Double.POSITIVE_INFINITY);
      assertEquals(distance[to], length, 1e-9, "to " + to);
    }
  }

  /** Of each leg the straight distance between its own anchors. */
  @Test
  void legsOfAPathAreToldOneByOne() {
    float[] corner = {0, 0, 3, 0, 3, 4};
    NeighbourGraph graph = NeighbourGraph.of(corner, 2, 3, 0, share -> {});
    Latents latents = new Latents(3, 2, corner, corner);
    ParticlePath path =
        ParticlePath.through(java.nio.file.Path.of("z.pkl"), latents, graph, new int[] {0, 1, 2});
    assertEquals(
        List.of(
            "Total path distance 0->1: 3.000",
            " Euclidean distance 0->1: 3.000",
            "Total path distance 1->2: 4.000",
            " Euclidean distance 1->2: 4.000"),
        path.distances());
  }

  @Test
  void shortestPathGoesRoundTheGap() {
    int n = 60;
    float[] ring = new float[2 * n];
    for (int i = 0; i < n; i++) {
      double angle = 1.8 * Math.PI * i / (n - 1);
      ring[2 * i] = (float) Math.cos(angle);
      ring[2 * i + 1] = (float) Math.sin(angle);
    }
    NeighbourGraph graph = NeighbourGraph.of(ring, 2, 3, 0, share -> {});
    NeighbourGraph.Path path = graph.shortest(0, n - 1).orElseThrow();
    assertEquals(0, path.nodes()[0]);
    assertEquals(n - 1, path.nodes()[path.nodes().length - 1]);
    assertEquals(1.8 * Math.PI, path.length(), 0.01, "along the arc, not across its gap of 0.6");
    assertFalse(
        NeighbourGraph.of(new float[] {0, 1, 50, 51}, 1, 2, 0, share -> {})
            .shortest(0, 3)
            .isPresent());
  }
}
