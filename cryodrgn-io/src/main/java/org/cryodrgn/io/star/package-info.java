/** STAR tables, as RELION writes them. */
package org.cryodrgn.io.star;
