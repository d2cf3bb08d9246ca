/** CTF parameters of particles: ctf.pkl. */
package org.cryodrgn.io.ctf;
