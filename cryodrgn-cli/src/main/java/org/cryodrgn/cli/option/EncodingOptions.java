package org.cryodrgn.cli.option;

import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What goes into a decoder and comes out: encoding of positions, domain, activation. */
@Heading("Networks")
public final class EncodingOptions {

  static final class EncodingTypes extends Choices {
    EncodingTypes() {
      super("geom_ft", "geom_full", "geom_lowf", "geom_nohighf", "linear_lowf", "gaussian", "none");
    }
  }

  static final class Domains extends Choices {
    Domains() {
      super("hartley", "fourier");
    }
  }

  static final class Activations extends Choices {
    Activations() {
      super("relu", "leaky_relu");
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--pe-type",
      paramLabel = "TYPE",
      completionCandidates = EncodingTypes.class,
      description = "Positional encoding: ${COMPLETION-CANDIDATES}")
  private String encoding = "gaussian";

  @Option(
      names = "--feat-sigma",
      paramLabel = "X",
      description = "Scale of the gaussian positional encoding")
  private double featureSigma = 0.5;

  @Option(
      names = "--pe-dim",
      paramLabel = "N",
      description = "Frequencies of the positional encoding for each axis (default: half the box)")
  private Integer encodingDimension;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      completionCandidates = Domains.class,
      description = "What the decoder gives: ${COMPLETION-CANDIDATES}")
  private String domain = "fourier";

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      completionCandidates = Activations.class,
      description = "Between layers: ${COMPLETION-CANDIDATES}")
  private String activation = "relu";

  /** Kind of positional encoding. */
  public String type() {
    return encoding;
  }

  /**
   * Scale of the gaussian encoding.
   *
   * @throws ParameterException if it is not above zero
   */
  public double featureSigma() {
    Require.positive(spec, "--feat-sigma", featureSigma);
    if (!encoding.equals("gaussian")) {
      Unused.warn(spec, "without --pe-type gaussian", "--feat-sigma");
    }
    return featureSigma;
  }

  /**
   * Frequencies of each axis; empty for half the box.
   *
   * @throws ParameterException if there is none
   */
  public OptionalInt dimension() {
    if (encodingDimension == null) {
      return OptionalInt.empty();
    }
    Require.atLeastOne(spec, "--pe-dim", encodingDimension);
    return OptionalInt.of(encodingDimension);
  }

  /** fourier or hartley. */
  public String domain() {
    return domain;
  }

  /** relu or leaky_relu. */
  public String activation() {
    return activation;
  }
}
