/** Reconstruction by putting the images' central slices back into the volume's transform. */
package org.cryodrgn.core.backproject;
