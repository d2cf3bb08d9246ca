package org.cryodrgn.cli.option;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.cryodrgn.core.train.Recipe;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The way to a trained model: what a step looks at. */
@Heading("Recipe")
public final class RecipeOptions {

  static final class Names extends Choices {
    Names() {
      super("classic", "fast");
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description =
          "classic: cryoDRGN's, every point of every slice in each step; fast: random points of"
              + " each slice within a radius that grows. An epoch then takes about a quarter of"
              + " the time; give a tenth more of them, -n 22 for 20 (default: classic, or that of"
              + " a loaded checkpoint)")
  private String recipe;

  @Option(
      names = "--point-share",
      paramLabel = "X",
      description = "Share of a slice's points that a step draws (default: the recipe's)")
  private Double pointShare;

  @Option(
      names = "--first-radius",
      paramLabel = "X",
      description =
          "Radius that training begins with, as a fraction of the full one (default: the recipe's)")
  private Double firstRadius;

  @Option(
      names = "--radius-growth",
      paramLabel = "X",
      description = "Share of the epochs after which the radius is full (default: the recipe's)")
  private Double growth;

  @Option(
      names = "--rate-decay",
      paramLabel = "X",
      description =
          "Fraction of the epochs, the last ones, over which the learning rate falls to a tenth"
              + " (default: the recipe's)")
  private Double decay;

  @Option(
      names = "--even-latents",
      paramLabel = "WHETHER",
      arity = "1",
      description =
          "true: weights are drawn so that z counts as much as the position from the beginning;"
              + " false: as cryoDRGN draws them (default: the recipe's)")
  private Boolean evenLatents;

  /**
   * The recipe that the user names; empty if none of these options is given.
   *
   * @throws ParameterException if a share is out of range
   */
  public Optional<Recipe> recipe() {
    if (Stream.of(recipe, pointShare, firstRadius, growth, decay, evenLatents)
        .allMatch(Objects::isNull)) {
      return Optional.empty();
    }
    Recipe named = "fast".equals(recipe) ? Recipe.FAST : Recipe.CLASSIC;
    return Optional.of(
        new Recipe(
            share("--point-share", pointShare, Double.MIN_VALUE, named.pointShare()),
            share("--first-radius", firstRadius, Double.MIN_VALUE, named.firstRadius()),
            share("--radius-growth", growth, 0, named.growth()),
            share("--rate-decay", decay, 0, named.rateDecay()),
            named.largestBatch(),
            evenLatents == null ? named.evenLatents() : evenLatents));
  }

  private double share(String option, Double given, double least, double otherwise) {
    if (given != null && !(given >= least && given <= 1)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be %s 0 and at most 1, not %s"
              .formatted(option, least > 0 ? "above" : "at least", given));
    }
    return given == null ? otherwise : given;
  }
}
