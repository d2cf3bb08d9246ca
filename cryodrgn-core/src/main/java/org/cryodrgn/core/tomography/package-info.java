/** RELION 5's tomography tables, as tables of images. */
package org.cryodrgn.core.tomography;
