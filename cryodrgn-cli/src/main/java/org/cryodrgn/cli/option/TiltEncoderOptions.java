package org.cryodrgn.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The sizes of cryoDRGN's tilt encoder. Its scripts give them for single particles too, where they
 * do nothing.
 */
@Heading("Networks")
public final class TiltEncoderOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--t-emb-dim",
      paramLabel = "N",
      description = "Accepted for old scripts; only for tilt series, not available yet")
  private int embeddingDimension;

  @Option(
      names = "--tlayers",
      paramLabel = "N",
      description = "Accepted for old scripts; only for tilt series, not available yet")
  private int layers = 3;

  @Option(
      names = "--tdim",
      paramLabel = "N",
      description = "Accepted for old scripts; only for tilt series, not available yet")
  private int width = 1024;

  /**
   * @param embeddingDimension the default of {@code --t-emb-dim}, which differs between commands
   */
  public TiltEncoderOptions(int embeddingDimension) {
    this.embeddingDimension = embeddingDimension;
  }

  /** Warns of those that are given. */
  public void tellUnused() {
    Unused.warn(spec, "to single particles", "--t-emb-dim", "--tlayers", "--tdim");
  }
}
