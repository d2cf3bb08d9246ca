/**
 * Whether a training has converged: latents, representative points and maps from epoch to epoch.
 */
package org.cryodrgn.analysis.convergence;
