/**
 * Choosing particles without a window: by cluster labels, regions, outliers and expressions over
 * named columns.
 */
package org.cryodrgn.analysis.selection;
