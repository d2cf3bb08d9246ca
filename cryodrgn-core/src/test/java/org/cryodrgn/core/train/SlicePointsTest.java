package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cryodrgn.core.model.Domain;
import org.cryodrgn.core.model.TrainingBatch;
import org.junit.jupiter.api.Test;

class SlicePointsTest {

  private static final int BOX = 16;
  private static final ImagePixels PIXELS = new ImagePixels(BOX, BOX / 2);

  @Test
  void drawsLieWithinTheRadiusAndAreEquallyOften() {
    SlicePoints points = new SlicePoints(PIXELS, Domain.FOURIER);
    SlicePoints.Draw draw = points.some(0.5, 0.25, new SplittableRandom(1));
    int inside = 0;
    for (int p = 0; p < points.count(); p++) {
      inside += radius(p) <= BOX / 4.0 ? 1 : 0;
    }
    assertEquals(Math.round(0.25 * inside), draw.count());

    int draws = 20_000;
    int[] times = new int[points.count()];
    for (int i = 0; i < draws; i++) {
      int[] drawn = Arrays.copyOf(draw.next(), draw.count());
      assertEquals(draw.count(), Arrays.stream(drawn).distinct().count());
      for (int p : drawn) {
        times[p]++;
      }
    }
    double share = (double) draw.count() / inside;
    double fiveDeviations = 5 * Math.sqrt(draws * share * (1 - share));
    for (int p = 0; p < times.length; p++) {
      if (radius(p) > BOX / 4.0) {
        assertEquals(0, times[p]);
      } else {
        assertEquals(draws * share, times[p], fiveDeviations);
      }
    }
  }

  @Test
  void rowsOfADrawAreThoseRowsOfTheWholeSlice() {
    TrainingData data = GoldenModel.data();
    int[] particles = {1, 0};
    BatchBuilder all = builder(data);
    all.fill(particles);
    BatchBuilder some = builder(data);
    SlicePoints.Draw draw = some.points().some(0.7, 0.3, new SplittableRandom(5));
    some.fill(particles, draw);
    SlicePoints.Draw again = some.points().some(0.7, 0.3, new SplittableRandom(5));

    TrainingBatch whole = all.batch();
    TrainingBatch part = some.batch();
    assertEquals(draw.count(), part.points());
    assertTrue(part.points() < whole.points() / 4);
    for (int image = 0; image < particles.length; image++) {
      int[] drawn = again.next();
      for (int i = 0; i < part.points(); i++) {
        int here = image * part.points() + i;
        int there = image * whole.points() + drawn[i];
        assertEquals(whole.ctf().get(there), part.ctf().get(here));
        for (int k = 0; k < 2; k++) {
          assertEquals(whole.targets().get(2 * there + k), part.targets().get(2 * here + k));
        }
        for (int k = 0; k < 3; k++) {
          assertEquals(
              whole.coordinates().get(3 * there + k), part.coordinates().get(3 * here + k));
        }
      }
    }
  }

  @Test
  void theRadiusGrowsToTheFullOne() {
    Recipe recipe = new Recipe(0.25, 0.4, 0.5, 0.2, 8, false);
    assertEquals(0.4, recipe.radius(0), 1e-12);
    assertEquals(0.7, recipe.radius(0.25), 1e-12);
    assertEquals(1, recipe.radius(0.5), 1e-12);
    assertEquals(1, recipe.radius(0.9), 1e-12);
    assertEquals(1, recipe.rateFactor(0.8), 1e-12);
    assertEquals(0.55, recipe.rateFactor(0.9), 1e-12);
    assertEquals(0.1, recipe.rateFactor(1), 1e-12);
    assertEquals(1, Recipe.CLASSIC.radius(0), 0);
    assertEquals(1, Recipe.CLASSIC.rateFactor(1), 0);
  }

  private static BatchBuilder builder(TrainingData data) {
    return GoldenModel.builder(
        data, GoldenModel.spec("fourier_gaussian", data.pixels().encoder().length));
  }

  private static double radius(int point) {
    int pixel = PIXELS.stored()[PIXELS.masked()[point]];
    return Math.hypot(pixel % (BOX + 1) - BOX / 2.0, pixel / (BOX + 1) - BOX / 2.0);
  }
}
