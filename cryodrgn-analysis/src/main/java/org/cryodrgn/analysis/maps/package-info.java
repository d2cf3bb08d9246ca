/** Maps compared with each other: Fourier shell correlations and the masks that they need. */
package org.cryodrgn.analysis.maps;
