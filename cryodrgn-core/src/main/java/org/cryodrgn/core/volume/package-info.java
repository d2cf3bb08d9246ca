/** Volumes: decoding them from a model, and what is done to them before they are written. */
package org.cryodrgn.core.volume;
