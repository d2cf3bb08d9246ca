/**
 * What can be told of a data set from its tables alone: counts, ranges, units, rotations. No image
 * is read, so it costs well under a second for millions of particles; every training begins with
 * it. The checks that look at images are in {@code org.cryodrgn.analysis.doctor}.
 */
package org.cryodrgn.core.doctor;
