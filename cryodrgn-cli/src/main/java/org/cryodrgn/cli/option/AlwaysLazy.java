package org.cryodrgn.cli.option;

import picocli.CommandLine.Option;

/** cryoDRGN's {@code --lazy} for commands that go over their images once and never hold them. */
@Heading("Particles")
public final class AlwaysLazy {

  @Option(
      names = "--lazy",
      description = "Accepted for old scripts; images are always read when they are needed")
  private boolean lazy;
}
