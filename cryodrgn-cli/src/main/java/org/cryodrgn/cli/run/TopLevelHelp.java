package org.cryodrgn.cli.run;

import java.io.PrintWriter;
import org.cryodrgn.cli.run.Commands.Entry;
import org.cryodrgn.cli.run.Commands.Group;

/** The list of commands by task, from the registry alone. */
final class TopLevelHelp {

  private TopLevelHelp() {}

  static void print(String program, PrintWriter out) {
    out.printf("Usage: %s COMMAND [OPTIONS]%n", program);
    out.println("Heterogeneous cryo-EM reconstruction with neural networks.");
    for (Group group : Group.values()) {
      out.printf("%n%s%n", group.title);
      for (Entry entry : Commands.all()) {
        if (entry.group() == group) {
          out.printf("  %-19s %s%n", entry.name(), entry.purpose());
        }
      }
    }
    out.printf("%n%s COMMAND --help shows the options of a command, with examples.%n", program);
    out.printf("%s help --all shows those of all commands.%n", program);
    out.printf("%s --version shows the version of everything that changes a number.%n", program);
  }
}
