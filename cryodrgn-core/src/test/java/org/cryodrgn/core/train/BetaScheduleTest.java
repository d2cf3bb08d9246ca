package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaScheduleTest {

  @TempDir Path folder;

  /** Values of cryoDRGN 4.3's get_beta_schedule. */
  @ParameterizedTest
  @CsvSource({
    "a, 0, 0.001",
    "a, 250000, 3.75075",
    "a, 2000000, 15",
    "b, 0, 5",
    "b, 350000, 7.5",
    "b, 900000, 15",
    "c, 199999, 5",
    "c, 500000, 11.5",
    "c, 800000, 18",
    "d, 1000000, 5",
    "d, 2000000, 8.25",
    "d, 10000000000, 18",
    "0.25, 0, 0.25",
    "0.25, 5000000, 0.25",
  })
  void weightsAreCryodrgns(String schedule, long particlesSeen, double weight) {
    assertEquals(weight, BetaSchedule.parse(schedule).at(particlesSeen), 1e-12);
  }

  /** The particles of the epochs before and of this one, those of the batch among them. */
  @Test
  void aTrainingCountsTheParticlesThatItHasSeen() {
    SmallTraining training = new SmallTraining(folder, SmallTraining.GOLDEN, 2);
    training.beta = BetaSchedule.parse("a");
    List<TrainingListener.Interval> intervals = new ArrayList<>();
    training.runToTheEnd(
        new TrainingListener() {
          @Override
          public void interval(Interval interval) {
            intervals.add(interval);
          }
        });
    assertEquals(8, intervals.size());
    for (int i = 0; i < intervals.size(); i++) {
      assertEquals(i / 4 + 1, intervals.get(i).epoch());
      assertEquals(24 * (i % 4 + 1), intervals.get(i).seen());
      assertEquals(0.001 + 14.999 * 24 * (i + 1) / 1e6, intervals.get(i).beta(), 1e-12);
    }
  }
}
