/** Half maps, and maps compared with each other: Fourier shell correlations and their masks. */
package org.cryodrgn.analysis.maps;
