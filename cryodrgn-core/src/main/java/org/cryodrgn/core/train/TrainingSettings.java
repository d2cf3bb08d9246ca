package org.cryodrgn.core.train;

/**
 * How a model is trained.
 *
 * @param epochs how many there are to be
 * @param recipe what a step looks at
 * @param batchSize images of a step
 * @param learningRate of Adam
 * @param weightDecay L2 penalty
 * @param beta schedule of the divergence's weight
 * @param betaControl weight of the controlled divergence; NaN for none
 * @param seed of the noise and the initial weights
 * @param shuffleSeed of the order of particles
 * @param workers threads that prepare batches, at least 1
 * @param logInterval particles between two progress lines
 */
public record TrainingSettings(
    int epochs,
    Recipe recipe,
    int batchSize,
    double learningRate,
    double weightDecay,
    BetaSchedule beta,
    double betaControl,
    long seed,
    long shuffleSeed,
    int workers,
    int logInterval) {}
