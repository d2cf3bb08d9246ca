/** Particle images behind one face, whatever files name and hold them. */
package org.cryodrgn.io.particles;
