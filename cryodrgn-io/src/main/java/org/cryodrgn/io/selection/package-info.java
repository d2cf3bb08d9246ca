/** Which particles of a data set. */
package org.cryodrgn.io.selection;
