/** PyTorch's checkpoints. */
package org.cryodrgn.io.torch;
