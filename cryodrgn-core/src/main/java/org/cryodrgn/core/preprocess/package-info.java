/** Stacks made smaller or made ready for training, image by image, at bounded memory. */
package org.cryodrgn.core.preprocess;
