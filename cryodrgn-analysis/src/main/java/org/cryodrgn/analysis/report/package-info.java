/** The analysis of one epoch of a run: the folder analyze.N with everything that users look for. */
package org.cryodrgn.analysis.report;
