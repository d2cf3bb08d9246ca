/**
 * The networks: an encoder from masked images to the latent distribution, and a decoder from (3D
 * spatial frequency, latent) to the Fourier or Hartley coefficient; forward and written-out
 * backward pass, optimiser, parameters. With {@code core.device} the only place that sees DJL.
 */
package org.cryodrgn.core.model;
