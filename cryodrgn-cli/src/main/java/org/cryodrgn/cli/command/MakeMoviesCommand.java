package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.movie.MovieSettings;
import org.cryodrgn.analysis.movie.Movies;
import org.cryodrgn.cli.option.Unused;
import org.cryodrgn.core.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes movies of the volumes of an analysis. */
@Command(
    name = "make_movies",
    description = {
      "Shows the volumes of each folder that analyze (latent) or Python cryoDRGN's"
          + " analyze_landscape (volume) made.",
      "ChimeraX records NAME.mp4 where chimerax is on the PATH. Without it they are drawn here:"
          + " NAME.gif, the surface, and NAME_sections.gif, central sections above and projections"
          + " below; with ffmpeg on the PATH also NAME.mp4. NAME.cxc records the movie elsewhere."
    },
    footer = {
      "cryodrgn_utils make_movies out 50 latent --camera auto",
      "cryodrgn_utils make_movies out 50 latent --iso=31 --camera=1,0,0,50,0,1,0,50,0,0,1,300"
    })
public final class MakeMoviesCommand implements Callable<Integer> {

  private static final int LARGEST = 8192;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WORKDIR", description = "Folder that training wrote")
  private Path folder;

  @Parameters(
      index = "1",
      paramLabel = "EPOCH",
      description = "Epoch that was analyzed; -1: the folder analyze")
  private String epoch;

  @Parameters(
      index = "2",
      paramLabel = "TYPE",
      description = "latent: folders kmeansK and pcN of analyze; volume: those of the landscape")
  private String type;

  @Option(
      names = "--camera",
      required = true,
      paramLabel = "MATRIX",
      description =
          "12 numbers with commas, as ChimeraX's 'view matrix' prints them; auto: along z, all in"
              + " view")
  private String camera;

  @Option(
      names = "--iso",
      paramLabel = "X",
      description =
          "Density at the surface (default: for each volume, what 1 %% of its voxels exceed)")
  private Double level;

  @Option(names = "--frame", paramLabel = "N", description = "Frames a second (default: 3)")
  private Integer framesPerSecond;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of files (default: movie)")
  private String name;

  @Option(names = "--width", paramLabel = "PIXELS", description = "Width, pixels (default: 600)")
  private Integer width;

  @Option(names = "--height", paramLabel = "PIXELS", description = "Height, pixels (default: 800)")
  private Integer height;

  @Option(
      names = "--analysis-dir",
      paramLabel = "DIR",
      description = "If not WORKDIR/analyze.EPOCH")
  private Path analysis;

  @Option(
      names = "--landscape-dir",
      paramLabel = "DIR",
      description = "If not WORKDIR/landscape.EPOCH")
  private Path landscape;

  @Override
  public Integer call() {
    if (!type.matches("latent|volume")) {
      throw new ParameterException(
          spec.commandLine(), "TYPE must be one of latent, volume, not '" + type + "'");
    }
    String stem = name == null ? "movie" : name;
    if (stem.isBlank() || stem.contains("/") || stem.startsWith(".")) {
      throw new ParameterException(
          spec.commandLine(), "--name must be the name of a file, not '" + stem + "'");
    }
    Movies movies = new Movies(settings(stem), Workers.available());
    if (type.equals("latent")) {
      Unused.warn(spec, "with latent", "--landscape-dir");
      movies.ofLatents(folder("analyze", analysis));
    } else {
      Unused.warn(spec, "with volume", "--analysis-dir");
      movies.ofVolumes(folder("landscape", landscape));
    }
    return 0;
  }

  private MovieSettings settings(String stem) {
    try {
      return MovieSettings.of(
          stem,
          camera,
          level,
          within("--width", width, 600, LARGEST),
          within("--height", height, 800, LARGEST),
          within("--frame", framesPerSecond, 3, 100));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--camera: " + e.getMessage(), e);
    }
  }

  private int within(String option, Integer value, int usual, int largest) {
    if (value != null && (value < 1 || value > largest)) {
      throw new ParameterException(
          spec.commandLine(), option + " must be from 1 to " + largest + ", not " + value);
    }
    return value == null ? usual : value;
  }

  private Path folder(String stem, Path given) {
    return given != null ? given : folder.resolve(epoch.equals("-1") ? stem : stem + "." + epoch);
  }
}
