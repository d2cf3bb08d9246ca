/** One class for each subcommand: it parses, validates, calls one object and reports. */
package org.cryodrgn.cli.command;
