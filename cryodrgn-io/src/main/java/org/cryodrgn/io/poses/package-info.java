/** Rotations and shifts of particles: poses.pkl. */
package org.cryodrgn.io.poses;
