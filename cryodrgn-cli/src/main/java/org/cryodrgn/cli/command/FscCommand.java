package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.maps.FscCurve;
import org.cryodrgn.analysis.maps.FscReport;
import org.cryodrgn.analysis.maps.MapPair;
import org.cryodrgn.analysis.maps.MaskedCorrelations;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Correlates two maps shell by shell. */
@Command(
    name = "fsc",
    description =
        "With --ref-volume under the masks that cryoSPARC shows: none, a sphere, loose, "
            + "tight, and tight corrected for what the mask adds.",
    footer = {
      "cryodrgn_utils fsc half_map_a.mrc half_map_b.mrc --mask mask.mrc --corrected "
          + "16.4 -o fsc.txt -p",
      "cryodrgn_utils fsc half_map_a.mrc half_map_b.mrc --ref-volume backproject.mrc "
          + "-p fsc.png"
    })
public final class FscCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FscCommand.class);
  private static final String AUTOMATIC = "true";

  /** What the curve is called where it is the only one. */
  private static final String SINGLE = "fsc";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "2", paramLabel = "VOLUME", description = "The two maps (.mrc)")
  private List<Path> volumes;

  @Option(
      names = "--ref-volume",
      paramLabel = "MRC",
      description = "Make a loose and a tight mask from this map and correlate under each")
  private Path reference;

  @Option(
      names = "--mask",
      paramLabel = "MRC",
      description = "Multiply both maps by this mask; with --ref-volume, the tight mask")
  private Path mask;

  @Option(
      names = "--corrected",
      paramLabel = "RES",
      description =
          "Correct for the mask by random phases beyond this resolution in Å (below 1: in cycles a"
              + " voxel)")
  private Double corrected;

  @Option(
      names = {"--plot", "-p"},
      arity = "0..1",
      fallbackValue = AUTOMATIC,
      paramLabel = "FILE",
      description = "Plot too (.png, .svg, .pdf); by default beside the text, or fsc-plot.png")
  private String plot;

  @Option(names = "--Apix", paramLabel = "Å", description = "Å a voxel, in place of the maps' own")
  private Double pixelSize;

  @Option(
      names = {"--outtxt", "-o"},
      paramLabel = "FILE",
      description =
          "Write the values here, not to the screen: cycles a voxel and FSC, a shell a row")
  private Path text;

  @Override
  public Integer call() {
    Require.that(
        spec,
        reference == null || corrected == null,
        "--ref-volume chooses its own resolution: leave out --corrected");
    Require.positive(spec, "--corrected", corrected);
    Require.pixelSize(spec, pixelSize);
    Require.plot(spec, plot == null ? null : plotFile());
    MapPair maps = MapPair.read(volumes.get(0), volumes.get(1), pixelSize);
    LOG.info("Correlating {} and {}", volumes.get(0), volumes.get(1));
    Map<String, FscCurve> curves = curves(maps);
    FscCurve telling = curves.get(reference != null ? MaskedCorrelations.CORRECTED : SINGLE);
    FscReport.resolutions(telling, maps.pixelSize()).forEach(LOG::info);
    tell(curves);
    if (plot != null) {
      Path file = plotFile();
      PlotFile.write(FscReport.plot(curves, maps.pixelSize()), file);
      LOG.info("Wrote {}", file);
    }
    return 0;
  }

  /** The curve under each of cryoSPARC's masks, or the one under that which is given. */
  private Map<String, FscCurve> curves(MapPair maps) {
    float[] maskValues = mask == null ? null : maps.mask(mask);
    int threads = Workers.available();
    if (reference != null) {
      return MaskedCorrelations.of(maps, maps.sameBox(reference), maskValues, threads);
    }
    OptionalDouble beyond = corrected == null ? OptionalDouble.empty() : beyond(maps);
    return Map.of(SINGLE, maps.correlate(maskValues, beyond, threads));
  }

  /**
   * Prints the table, or writes it. On the screen its rows begin at the sixth line, and an empty
   * one follows, as scripts that count lines know it.
   */
  private void tell(Map<String, FscCurve> curves) {
    if (text == null) {
      LOG.info("Cycles a voxel and FSC:");
      spec.commandLine().getOut().println(FscReport.table(curves, 4, "\t"));
      return;
    }
    AtomicFile.writeText(
        text,
        reference != null ? FscReport.table(curves, 6, " ") : FscReport.table(curves.get(SINGLE)));
    LOG.info("Wrote {}", text);
  }

  /** The frequency beyond which phases are random, cycles a voxel. */
  private OptionalDouble beyond(MapPair maps) {
    try {
      return OptionalDouble.of(maps.frequency(corrected));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--corrected " + e.getMessage());
    }
  }

  private Path plotFile() {
    if (!plot.equals(AUTOMATIC)) {
      return Path.of(plot);
    }
    if (text == null) {
      return Path.of("fsc-plot.png");
    }
    String name = text.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return text.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".png");
  }
}
