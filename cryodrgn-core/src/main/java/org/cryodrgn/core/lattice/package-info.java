/** The points of Fourier space that a particle image is compared at. */
package org.cryodrgn.core.lattice;
