package org.cryodrgn.core.train;

import org.cryodrgn.core.geometry.RotationEmbedding;

/**
 * How poses are refined while a model is trained.
 *
 * @param embedding what rotations are learned in
 * @param learningRate of their Adam; shifts are in pixels
 * @param firstEpoch the first epoch in which they move
 */
public record PoseSettings(RotationEmbedding embedding, double learningRate, int firstEpoch) {}
