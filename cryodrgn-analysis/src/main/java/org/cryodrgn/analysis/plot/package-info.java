/**
 * Headless figures in one common look (white ground, dark ink, Okabe and Ito's palette, which
 * colour-blind readers can tell apart). A {@link org.cryodrgn.analysis.plot.Figure} knows how to
 * draw itself; {@link org.cryodrgn.analysis.plot.PlotFile} writes it as PNG, SVG or PDF. Clouds of
 * points are rasterised whatever the format, so that millions of them stay a small file.
 */
package org.cryodrgn.analysis.plot;
