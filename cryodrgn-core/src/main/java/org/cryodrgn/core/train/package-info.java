/** Training: batches of image arrays, the objective's schedule, the loop, checkpoints. */
package org.cryodrgn.core.train;
