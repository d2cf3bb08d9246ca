/** Options that several commands share, as mixins, and the checks of their values. */
package org.cryodrgn.cli.option;
