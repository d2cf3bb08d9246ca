/** NumPy's arrays and their .npy files. */
package org.cryodrgn.io.numpy;
