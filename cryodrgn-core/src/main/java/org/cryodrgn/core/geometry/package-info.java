/** Rotations in the conventions of the programs that determine poses, and central slices. */
package org.cryodrgn.core.geometry;
