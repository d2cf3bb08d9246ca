/** Latent variables and other small tables of numbers. */
package org.cryodrgn.io.latent;
