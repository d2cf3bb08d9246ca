/**
 * Centred Hartley transforms of images and volumes, windows, cropping and shifting in Fourier
 * space: pure functions on float arrays.
 */
package org.cryodrgn.core.fourier;
