/**
 * Files as typed values. Here: what all formats share, namely errors, and files that are whole or
 * not there.
 */
package org.cryodrgn.io;
