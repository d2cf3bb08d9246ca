/** MRC2014 maps and image stacks: header, reader, streaming writer. */
package org.cryodrgn.io.mrc;
