package org.cryodrgn.io.star;

import java.util.List;

/**
 * A data block of a STAR file.
 *
 * @param name the name without {@code data_}; may be empty
 * @param tables its loops and its runs of pairs, in the file's order
 */
public record StarBlock(String name, List<StarTable> tables) {}
