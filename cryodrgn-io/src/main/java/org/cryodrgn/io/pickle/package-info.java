/** Python pickles: a reader that runs nothing, and a writer. */
package org.cryodrgn.io.pickle;
