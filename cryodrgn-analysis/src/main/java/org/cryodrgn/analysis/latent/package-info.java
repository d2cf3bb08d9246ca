/**
 * Questions asked of latent coordinates alone: principal components, clusters, neighbours, paths
 * and the two-dimensional UMAP view.
 *
 * <p>Latents are passed as one row-major {@code float[]} of N x dimension with the dimension beside
 * it, as {@code z.pkl} holds them; no class keeps an object per particle. Where a class takes a
 * seed, its result depends on the seed and the data only, not on the number of threads.
 */
package org.cryodrgn.analysis.latent;
