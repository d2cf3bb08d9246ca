/** The contrast transfer function of the microscope. */
package org.cryodrgn.core.ctf;
