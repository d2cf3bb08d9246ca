package org.cryodrgn.core.model;

import java.util.List;

/**
 * Adds up what the parts of a batch have given, wherever they were computed. Each part is already
 * divided by the size of the whole batch.
 */
public interface GradientReduction {

  /**
   * The sum of a number over all parts.
   *
   * @param parts those of this process
   */
  double sum(double[] parts);

  /**
   * Adds the gradients of all parts into those of the first model.
   *
   * @param models one for each part of this process
   */
  void sum(List<? extends VolumeModel> models);

  /** The parts are all of this process. */
  GradientReduction LOCAL =
      new GradientReduction() {
        @Override
        public double sum(double[] parts) {
          double sum = 0;
          for (double part : parts) {
            sum += part;
          }
          return sum;
        }

        @Override
        public void sum(List<? extends VolumeModel> models) {
          models.stream().skip(1).forEach(models.get(0)::addGradients);
        }
      };
}
