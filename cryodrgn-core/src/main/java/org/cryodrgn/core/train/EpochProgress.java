package org.cryodrgn.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryodrgn.core.model.Losses;
import org.cryodrgn.io.torch.Checkpoint;

/**
 * What a training must know besides the epochs that it has finished, to go on as if it had not been
 * stopped: how far the epoch after them is, and which particles were given up.
 *
 * @param order what the order of particles depends on besides the seed; empty if nothing is told
 *     here
 * @param steps done in the epoch
 * @param position in the epoch's order of particles, behind the last that was seen
 * @param images that took part: those seen, but for the ones left out
 * @param sums over these images
 * @param leftOut particles that made the loss or its gradient infinite, in rising order
 */
record EpochProgress(
    String order, int steps, int position, int images, Losses sums, int[] leftOut) {

  /** Checks that the counts belong together. */
  EpochProgress {
    if (steps < 0 || images < 0 || images > position || !sums.finite()) {
      throw new IllegalArgumentException(
          "%d steps, %d images of the first %d, sums %s".formatted(steps, images, position, sums));
    }
  }

  private static final String ENTRY = "progress";
  private static final String ORDER = "order";
  private static final String STEPS = "steps";
  private static final String POSITION = "position";
  private static final String IMAGES = "images";
  private static final String SUMS = "sums";
  private static final String LEFT_OUT = "left_out";

  /** Before the first step of a training. */
  static final EpochProgress NONE = none("", new int[0]);

  /** Before the first step of an epoch. */
  static EpochProgress none(String order, int[] leftOut) {
    return new EpochProgress(order, 0, 0, 0, new Losses(0, 0, 0), leftOut);
  }

  /** After one step more. */
  EpochProgress after(Losses losses, int batch, int end) {
    Losses more =
        new Losses(
            sums.total() + losses.total() * batch,
            sums.reconstruction() + losses.reconstruction() * batch,
            sums.divergence() + losses.divergence() * batch);
    return new EpochProgress(order, steps + 1, end, images + batch, more, leftOut);
  }

  /** Averages over the images that took part. */
  Losses average() {
    return new Losses(
        sums.total() / images, sums.reconstruction() / images, sums.divergence() / images);
  }

  /** Whether there is anything to tell. */
  boolean any() {
    return position > 0 || leftOut.length > 0;
  }

  /** Adds it to the entries of a checkpoint, if there is anything to tell. */
  void addTo(Map<String, Object> entries) {
    if (any()) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put(ORDER, order);
      told.put(STEPS, (long) steps);
      told.put(POSITION, (long) position);
      told.put(IMAGES, (long) images);
      told.put(SUMS, List.of(sums.total(), sums.reconstruction(), sums.divergence()));
      List<Long> out = new ArrayList<>();
      Arrays.stream(leftOut).forEach(particle -> out.add((long) particle));
      told.put(LEFT_OUT, out);
      entries.put(ENTRY, told);
    }
  }

  /** What a checkpoint tells; nothing, if it was written after an epoch or by another program. */
  static EpochProgress of(Checkpoint checkpoint) {
    if (!(checkpoint.extra().get(ENTRY) instanceof Map<?, ?> told)
        || !(told.get(SUMS) instanceof List<?> sums)
        || !(told.get(LEFT_OUT) instanceof List<?> out)) {
      return NONE;
    }
    return new EpochProgress(
        String.valueOf(told.get(ORDER)),
        integer(told.get(STEPS)),
        integer(told.get(POSITION)),
        integer(told.get(IMAGES)),
        sums(sums),
        out.stream().mapToInt(EpochProgress::integer).toArray());
  }

  private static Losses sums(List<?> told) {
    if (told.size() == 3
        && told.get(0) instanceof Double total
        && told.get(1) instanceof Double reconstruction
        && told.get(2) instanceof Double divergence) {
      return new Losses(total, reconstruction, divergence);
    }
    throw new IllegalArgumentException("sums of losses that are " + told);
  }

  private static int integer(Object value) {
    if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new IllegalArgumentException(value + " where a number of steps or images is due");
  }
}
