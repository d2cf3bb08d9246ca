/** MRC2014 maps and image stacks: header, memory-mapped reader, streaming writer. */
package org.cryodrgn.io.mrc;
