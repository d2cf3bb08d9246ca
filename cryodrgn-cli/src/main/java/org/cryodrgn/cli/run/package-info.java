/** From a command line to an exit code: registry, parsing, help, logs, progress and signals. */
package org.cryodrgn.cli.run;
