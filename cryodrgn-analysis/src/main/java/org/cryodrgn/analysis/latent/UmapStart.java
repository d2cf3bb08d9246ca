package org.cryodrgn.analysis.latent;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/**
 * Where the layout of a graph begins: the spectral embedding of each connected component, small
 * ones their principal components, side by side as their centres lie along the principal axes and
 * pushed apart until they do not overlap. No point is left out.
 */
final class UmapStart {
  /**
   * Smaller than the layout will be: what starts too wide is torn as its edges draw it together.
   */
  private static final double EXTENT = 5;

  private static final double NOISE = 1e-3;
  private static final int MOST_PUSHED = 500;
  private static final int PUSHES = 200;

  private UmapStart() {}

  /**
   * Places every node.
   *
   * @param principal N x 2, the points along the first two principal axes
   * @param progress told the share of the most that there may be to do
   * @return N x 2 within [-5, 5]; components in proportion to the root of their sizes
   */
  static float[] of(FuzzyGraph graph, float[] principal, long seed, DoubleConsumer progress) {
    int[] component = graph.components();
    int[][] members = members(component);
    float[] view = new float[principal.length];
    if (members.length == 1) {
      view = embed(graph, principal, seed, progress);
    } else {
      int largest = Arrays.stream(members).mapToInt(m -> m.length).max().orElseThrow();
      double[] radii = new double[members.length];
      double[][] centres = centres(members, principal);
      for (int c = 0; c < members.length; c++) {
        radii[c] = Math.sqrt((double) members[c].length / largest);
      }
      pushApart(centres, radii);
      double before = 0;
      for (int c = 0; c < members.length; c++) {
        float[] part = new float[2 * members[c].length];
        for (int i = 0; i < members[c].length; i++) {
          part[2 * i] = principal[2 * members[c][i]];
          part[2 * i + 1] = principal[2 * members[c][i] + 1];
        }
        double done = before;
        double share = (double) members[c].length / graph.size();
        DoubleConsumer onPass = passes -> progress.accept(done + share * passes);
        part = embed(graph.part(members[c]), part, seed + c, onPass);
        before += share;
        fit(part, radii[c]);
        for (int i = 0; i < members[c].length; i++) {
          view[2 * members[c][i]] = (float) (centres[c][0] + part[2 * i]);
          view[2 * members[c][i] + 1] = (float) (centres[c][1] + part[2 * i + 1]);
        }
      }
    }
    fit(view, EXTENT);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < view.length; i++) {
      view[i] += (float) (NOISE * (random.nextDouble() - 0.5));
    }
    return view;
  }

  private static float[] embed(
      FuzzyGraph graph, float[] principal, long seed, DoubleConsumer progress) {
    if (graph.size() < SpectralEmbedding.fewestNodes()) {
      return principal.clone();
    }
    float[] view = SpectralEmbedding.of(graph, principal, seed, progress);
    for (float value : view) {
      if (!Float.isFinite(value)) {
        return principal.clone();
      }
    }
    return view;
  }

  /** Centres the view and scales it so that its largest coordinate is {@code extent}. */
  private static void fit(float[] view, double extent) {
    int n = view.length / 2;
    double largest = 0;
    double[] mean = new double[2];
    for (int p = 0; p < view.length; p++) {
      mean[p % 2] += view[p] / n;
    }
    for (int p = 0; p < view.length; p++) {
      view[p] -= (float) mean[p % 2];
      largest = Math.max(largest, Math.abs(view[p]));
    }
    for (int p = 0; p < view.length && largest > 0; p++) {
      view[p] *= (float) (extent / largest);
    }
  }

  private static int[][] members(int[] component) {
    int count = Arrays.stream(component).max().orElse(0) + 1;
    int[] sizes = new int[count];
    for (int c : component) {
      sizes[c]++;
    }
    int[][] members = new int[count][];
    for (int c = 0; c < count; c++) {
      members[c] = new int[sizes[c]];
    }
    Arrays.fill(sizes, 0);
    for (int i = 0; i < component.length; i++) {
      members[component[i]][sizes[component[i]]++] = i;
    }
    return members;
  }

  /**
   * The centre of each component along the principal axes, at most 2 from the origin along each.
   */
  private static double[][] centres(int[][] members, float[] principal) {
    double[][] centres = new double[members.length][2];
    double largest = 0;
    for (int c = 0; c < members.length; c++) {
      for (int i : members[c]) {
        centres[c][0] += principal[2 * i] / members[c].length;
        centres[c][1] += principal[2 * i + 1] / members[c].length;
      }
      largest = Math.max(largest, Math.max(Math.abs(centres[c][0]), Math.abs(centres[c][1])));
    }
    for (double[] centre : centres) {
      centre[0] *= largest > 0 ? 2 / largest : 0;
      centre[1] *= largest > 0 ? 2 / largest : 0;
    }
    return centres;
  }

  private static void pushApart(double[][] centres, double[] radii) {
    if (centres.length > MOST_PUSHED) {
      return;
    }
    boolean overlap = true;
    for (int push = 0; push < PUSHES && overlap; push++) {
      overlap = false;
      for (int a = 1; a < centres.length; a++) {
        for (int b = 0; b < a; b++) {
          double dx = centres[a][0] - centres[b][0];
          double dy = centres[a][1] - centres[b][1];
          double distance = Math.hypot(dx, dy);
          double missing = 1.5 * (radii[a] + radii[b]) - distance;
          if (missing > 1e-6) {
            overlap = true;
            double ux = distance > 0 ? dx / distance : Math.cos(a + 31.0 * b);
            double uy = distance > 0 ? dy / distance : Math.sin(a + 31.0 * b);
            centres[a][0] += ux * missing / 2;
            centres[a][1] += uy * missing / 2;
            centres[b][0] -= ux * missing / 2;
            centres[b][1] -= uy * missing / 2;
          }
        }
      }
    }
  }
}
