/** cryoSPARC's particle tables. */
package org.cryodrgn.io.cryosparc;
