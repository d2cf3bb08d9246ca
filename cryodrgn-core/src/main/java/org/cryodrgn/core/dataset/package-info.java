/** The particles of a run with their poses and CTF parameters, joined and checked. */
package org.cryodrgn.core.dataset;
