/** Particles, poses and CTF parameters handed back to other programs. */
package org.cryodrgn.core.export;
