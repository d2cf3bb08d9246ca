/** Movies of maps: drawn here, or by ChimeraX where it is installed. */
package org.cryodrgn.analysis.movie;
