/** How much memory a run may take. */
package org.cryodrgn.core.memory;
