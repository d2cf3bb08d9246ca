package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cryodrgn.cli.option.Choices;
import org.cryodrgn.cli.option.Heading;
import org.cryodrgn.cli.option.Unused;
import org.cryodrgn.cli.run.Progress;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.simulate.Simulation;
import org.cryodrgn.core.simulate.SimulationSettings;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a synthetic data set with known truth. */
@Command(
    name = "simulate",
    description =
        "Writes particles.mrcs with .star, .cs, poses.pkl and ctf.pkl, and in truth/ the "
            + "latent of each particle and the maps.",
    footer = "cryodrgn simulate hinge -n 2000 -D 32 -o sim")
public final class SimulateCommand implements Callable<Integer> {

  static final class Kinds extends Choices {
    Kinds() {
      super("hinge", "assembly");
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      completionCandidates = Kinds.class,
      description = "hinge: an arm that swivels; assembly: domains that come and go, in states")
  private String name;

  @Option(
      names = {"-o", "--outdir"},
      required = true,
      paramLabel = "DIR",
      description = "Output folder")
  private Path folder;

  @Option(names = "-n", paramLabel = "N", description = "Number of particles")
  private int particles = 4000;

  @Option(names = "-D", paramLabel = "PIXELS", description = "Box size, pixels, even, 1022 at most")
  private int box = 64;

  @Option(
      names = "--snr",
      paramLabel = "X",
      description = "Variance of the signal over the box / variance of the noise")
  private double signalToNoise = 0.5;

  @Option(names = "--seed", paramLabel = "S", description = "Draws molecule, particles and noise")
  private long seed = 0;

  @Option(
      names = "--Apix",
      paramLabel = "Å",
      description = "Pixel size, Å; 0: such that the molecule fills 3/4 of the box")
  private double pixelSize = 0;

  @Option(
      names = "--shift-sd",
      paramLabel = "FRACTION",
      description = "Standard deviation of the shifts, a fraction of the box")
  private double shiftDeviation = 0.025;

  @Option(names = "--arc", paramLabel = "DEG", description = "hinge: range of the swivel, degrees")
  private double arc = 360;

  @Option(names = "--states", paramLabel = "K", description = "assembly: number of states")
  private int states = 6;

  @Heading("Resources")
  @Option(names = "--max-threads", paramLabel = "T", description = "Threads at most")
  private int threads = 16;

  @Override
  public Integer call() {
    if (name.equals("hinge")) {
      Unused.warn(spec, "to a hinge", "--states");
    } else {
      Unused.warn(spec, "to an assembly", "--arc");
    }
    SimulationSettings settings = settings();
    Simulation simulation = new Simulation(settings);
    try (Progress progress = Progress.of("particles", particles)) {
      simulation.write(folder, progress::advanceTo);
    }
    return 0;
  }

  private SimulationSettings settings() {
    try {
      return new SimulationSettings(
          Kind.valueOf(name.toUpperCase(Locale.ROOT)),
          particles,
          box,
          signalToNoise,
          seed,
          pixelSize,
          shiftDeviation,
          arc,
          states,
          Math.min(threads, Workers.available()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
