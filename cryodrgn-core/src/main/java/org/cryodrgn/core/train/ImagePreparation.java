package org.cryodrgn.core.train;

/**
 * How real images become training data.
 *
 * @param window whether a circular window is applied
 * @param windowRadius its inner radius as a fraction of D/2
 * @param invert whether the sign is inverted, which light-on-dark images need
 * @param mean subtracted from the Hartley transform
 * @param standardDeviation that the transform is divided by
 */
public record ImagePreparation(
    boolean window, double windowRadius, boolean invert, double mean, double standardDeviation) {}
