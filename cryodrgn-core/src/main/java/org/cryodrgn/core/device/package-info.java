/** The engine behind the networks: devices, precisions, and the owners of native arrays. */
package org.cryodrgn.core.device;
