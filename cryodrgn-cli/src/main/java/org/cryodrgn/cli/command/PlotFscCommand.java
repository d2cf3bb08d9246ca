package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.maps.FscReport;
import org.cryodrgn.analysis.maps.FscTable;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.cli.option.Require;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plots correlations that were computed before. */
@Command(
    name = "plot_fsc",
    description = "From the text files of fsc and backproject_voxel.",
    footer = "cryodrgn_utils plot_fsc fsc1.txt fsc2.txt --Apix 1.31 -o fsc.png")
public final class PlotFscCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(PlotFscCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "TXT",
      description = "Files of fsc -o or backproject_voxel (fsc-vals.txt), of one or more curves")
  private List<Path> inputs;

  @Option(
      names = {"-a", "--Apix"},
      paramLabel = "Å",
      description = "Å a voxel, for an axis in Å; without, it is in 1/voxel")
  private Double pixelSize;

  @Option(
      names = {"-o", "--outfile"},
      defaultValue = "fsc-plot.png",
      paramLabel = "FILE",
      description = "Where to write (.png, .svg or .pdf)")
  private Path output;

  @Override
  public Integer call() {
    Require.plot(spec, output);
    Require.pixelSize(spec, pixelSize);
    Map<Path, FscTable> tables = new TreeMap<>();
    for (Path input : inputs) {
      tables.computeIfAbsent(input, FscTable::read);
    }
    OptionalDouble angstroms =
        pixelSize == null ? OptionalDouble.empty() : OptionalDouble.of(pixelSize);
    PlotFile.write(FscReport.plot(tables, angstroms), output);
    LOG.info("Wrote {}", output);
    return 0;
  }
}
