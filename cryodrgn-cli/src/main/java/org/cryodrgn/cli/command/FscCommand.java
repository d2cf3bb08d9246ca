package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.maps.FourierShellCorrelation;
import org.cryodrgn.analysis.maps.FscCurve;
import org.cryodrgn.analysis.maps.FscReport;
import org.cryodrgn.analysis.maps.MaskedCorrelations;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.cli.option.OutputNames;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcVolume;
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
        "Fourier shell correlation of two maps, with --ref-volume under the masks that cryoSPARC"
            + " shows")
public final class FscCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FscCommand.class);
  private static final String AUTOMATIC = "true";

  /** Any constant: the same maps give the same curve. */
  private static final long SEED = 0;

  @Spec private CommandSpec spec;

  @Parameters(arity = "2", paramLabel = "VOLUME", description = "The two maps (.mrc)")
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

  @Option(names = "--Apix", paramLabel = "A", description = "Å a voxel, in place of the maps' own")
  private Double pixelSize;

  @Option(
      names = {"--outtxt", "-o"},
      paramLabel = "FILE",
      description = "Write the values here, not to the screen")
  private Path text;

  @Override
  public Integer call() {
    if (reference != null && corrected != null) {
      throw new ParameterException(
          spec.commandLine(), "--ref-volume chooses its own resolution: leave out --corrected");
    }
    if ((corrected != null && !(corrected > 0)) || (pixelSize != null && !(pixelSize > 0))) {
      throw new ParameterException(spec.commandLine(), "--corrected and --Apix must be above 0");
    }
    OutputNames.requirePlot(spec, plot == null ? null : plotFile());
    MrcVolume first = MrcVolume.read(volumes.get(0));
    MrcVolume second = sameBox(volumes.get(1), first.box());
    double angstroms = pixelSize(first, second);
    float[] maskValues = mask == null ? null : sameBox(mask, first.box()).values();
    Map<String, FscCurve> curves;
    String table;
    if (reference != null) {
      curves =
          MaskedCorrelations.of(
              sameBox(reference, first.box()).values(),
              first.values(),
              second.values(),
              first.box(),
              maskValues,
              angstroms,
              Workers.available());
      table = FscReport.table(curves, text == null ? 4 : 6, text == null ? "\t" : " ");
      FscReport.resolutions(curves.get(MaskedCorrelations.CORRECTED), angstroms).forEach(LOG::info);
    } else {
      FscCurve curve = curve(first, second, maskValues, angstroms);
      curves = Map.of("fsc", curve);
      table = text == null ? FscReport.table(curves, 4, "\t") : FscReport.table(curve);
      FscReport.resolutions(curve, angstroms).forEach(LOG::info);
    }
    if (text == null) {
      spec.commandLine().getOut().print(table);
    } else {
      AtomicFile.writeText(text, table);
      LOG.info("Wrote {}", text);
    }
    if (plot != null) {
      Path file = plotFile();
      PlotFile.write(FscReport.plot(curves, angstroms), file);
      LOG.info("Wrote {}", file);
    }
    return 0;
  }

  private FscCurve curve(MrcVolume first, MrcVolume second, float[] mask, double angstroms) {
    int threads = Workers.available();
    float[] a = first.values();
    float[] b = second.values();
    FscCurve curve = FourierShellCorrelation.between(a, b, first.box(), mask, threads);
    if (corrected == null) {
      return curve;
    }
    double beyond = corrected >= 1 ? angstroms / corrected : corrected;
    return FourierShellCorrelation.correct(curve, a, b, mask, beyond, SEED, threads);
  }

  private static MrcVolume sameBox(Path file, int box) {
    MrcVolume volume = MrcVolume.read(file);
    if (volume.box() != box) {
      throw DataException.at(
          file,
          "",
          "has a box of " + volume.box() + " voxels, the first map one of " + box,
          "Bring the maps to one box (cryodrgn downsample --is-vol)");
    }
    if (box % 2 != 0) {
      throw DataException.at(file, "", "has an odd box of " + box, "Crop or pad the maps");
    }
    return volume;
  }

  private double pixelSize(MrcVolume first, MrcVolume second) {
    if (pixelSize != null) {
      return pixelSize;
    }
    double a = first.pixelSize();
    double b = second.pixelSize();
    if (a > 0 && b > 0 && Math.abs(a - b) > 1e-4 * a) {
      throw DataException.at(
          volumes.get(1), "", "has " + b + " Å a voxel, the first map " + a, "Give --Apix");
    }
    return a > 0 ? a : b > 0 ? b : 1;
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
