package org.cryodrgn.cli.option;

import org.cryodrgn.analysis.latent.Umap;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The UMAPs of several epochs: of which particles, and how they are made. */
@Heading("UMAPs")
public final class EpochViewOptions {

  private static final int NEIGHBOURS = 15;
  private static final double DISTANCE = 0.1;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--force-umap-cpu", description = "Make UMAPs on the CPU, as is always done here")
  private boolean onCpu;

  @Option(
      names = "--subset",
      defaultValue = "50000",
      paramLabel = "N",
      description = "Particles of the UMAPs at most; None: all")
  private String subset;

  @Option(
      names = "--random-seed",
      paramLabel = "N",
      description = "Draws the particles of the UMAPs (0 if not given)")
  private Integer subsetSeed;

  @Option(
      names = "--random-state",
      defaultValue = "42",
      paramLabel = "N",
      description = "Seed of the UMAPs")
  private int seed;

  @Option(
      names = "--n-epochs-umap",
      defaultValue = "25000",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "N",
      description =
          "Passes of the UMAPs (default: 500, or 200 beyond 10,000 particles; cryoDRGN heeds this"
              + " option on the GPU only)")
  private int passes;

  @Option(names = "--skip-umap", description = "Take the UMAPs that are in the folder")
  private boolean skip;

  /**
   * Refuses what no UMAP can be made of.
   *
   * @throws ParameterException if a number is out of range
   */
  public void validate() {
    Require.positive(spec, "--n-epochs-umap", passes);
    Require.notNegative(spec, "--random-seed", subsetSeed);
    if (!subset.equals("None") && (!subset.matches("\\d{1,9}") || Integer.parseInt(subset) < 3)) {
      throw new ParameterException(
          spec.commandLine(), "--subset must be None or a number from 3, not " + subset);
    }
  }

  /** Particles at most. */
  public int particles() {
    return subset.equals("None") ? Integer.MAX_VALUE : Integer.parseInt(subset);
  }

  /** Of the draw of the particles. */
  public int subsetSeed() {
    return subsetSeed == null ? 0 : subsetSeed;
  }

  /** How they are made; null to take those that are there. */
  public Umap.Settings umap() {
    if (skip) {
      return null;
    }
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--n-epochs-umap");
    return new Umap.Settings(NEIGHBOURS, DISTANCE, given ? passes : 0, seed);
  }
}
