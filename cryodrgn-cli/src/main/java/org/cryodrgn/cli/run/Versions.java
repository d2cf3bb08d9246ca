package org.cryodrgn.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.TreeSet;

/** The versions of everything that changes a number; the build writes them into a resource. */
final class Versions {

  private Versions() {}

  /** The version of this program. */
  static String program() {
    return read().getProperty("cryodrgn");
  }

  static void print(PrintWriter out) {
    Properties versions = read();
    out.println("cryodrgn " + versions.remove("cryodrgn"));
    out.println("Java " + System.getProperty("java.vm.version"));
    for (String name : new TreeSet<>(versions.stringPropertyNames())) {
      out.println(name + " " + versions.getProperty(name));
    }
    String natives = System.getenv("PYTORCH_LIBRARY_PATH");
    if (natives != null) {
      out.printf(
          "PyTorch natives %s %s in %s%n",
          System.getenv("PYTORCH_VERSION"), System.getenv("PYTORCH_FLAVOR"), natives);
    }
  }

  private static Properties read() {
    Properties versions = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions;
  }
}
