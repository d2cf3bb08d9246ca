/**
 * Synthetic data sets whose truth is known: molecules made of Gaussian residues that move or come
 * apart, imaged exactly in Fourier space.
 */
package org.cryodrgn.core.simulate;
