package org.cryodrgn.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.cryodrgn.analysis.maps.Masks;
import org.cryodrgn.analysis.maps.Sections;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.cli.option.Require;
import org.cryodrgn.cli.run.ArgumentChecks;
import org.cryodrgn.core.parallel.Workers;
import org.cryodrgn.core.volume.GivenMap;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.mrc.MrcVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a mask from a map. */
@ArgumentChecks.WritesTo("MASK")
@Command(
    name = "gen_mask",
    description = "1 where the map is dense, grown, with an edge that falls as a cosine.",
    footer = "cryodrgn_utils gen_mask vol.mrc mask.mrc --dilate 15 --dist 10 -p mask.png")
public final class GenMaskCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(GenMaskCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MAP", description = "The map (.mrc)")
  private Path input;

  @Parameters(index = "1", paramLabel = "MASK", description = "Output: the mask (.mrc)")
  private Path output;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description = "Least density within the mask; half the 99.99th percentile if not given")
  private Double threshold;

  @Option(
      names = "--dilate",
      defaultValue = "25",
      paramLabel = "Å",
      description = "By how much to grow, Å, in whole voxels")
  private int dilation;

  @Option(names = "--dist", defaultValue = "15", paramLabel = "Å", description = "Width of edge, Å")
  private int edge;

  @Option(names = "--Apix", paramLabel = "Å", description = "Å a voxel, in place of the map's own")
  private Double pixelSize;

  @Option(
      names = {"--png-output", "-p"},
      paramLabel = "PNG",
      description = "Plot the central sections of the mask (.png, .svg or .pdf)")
  private Path plot;

  @Override
  public Integer call() {
    Require.extension(spec, "The output", output, ".mrc");
    Require.plot(spec, plot);
    Require.pixelSize(spec, pixelSize);
    Require.notNegative(spec, "--dilate", dilation);
    Require.notNegative(spec, "--dist", edge);
    MrcVolume map = GivenMap.read(input);
    double angstroms = angstroms(map);
    Masks.Settings settings =
        new Masks.Settings(
            threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold),
            dilation,
            edge);
    double least = settings.threshold(map.values());
    if (threshold == null) {
      Masks.tellContrast(least);
    }
    tell("Mask A/px=%.5g; Threshold=%.5g", angstroms, least);
    tell("Dilated by %d px", (int) Math.floor(dilation / angstroms));
    tell("Width of cosine edge: %.2f px", edge / angstroms);
    float[] mask = settings.at(least).mask(map.values(), map.box(), angstroms, Workers.available());
    double share = share(mask, least);
    new MrcVolume(map.box(), mask, angstroms, map.position()).write(output);
    tell("Wrote %s: %.3g %% of the box", output, 100 * share);
    if (plot != null) {
      PlotFile.write(Sections.grid(mask, map.box()), plot);
      LOG.info("Wrote {}", plot);
    }
    return 0;
  }

  private static void tell(String format, Object... values) {
    LOG.info(String.format(Locale.US, format, values));
  }

  /** The pixel size that widths are measured in, Å. */
  private double angstroms(MrcVolume map) {
    double angstroms = pixelSize != null ? pixelSize : map.pixelSize();
    if (!(angstroms > 0)) {
      throw DataException.at(input, "", "tells no pixel size", "Give --Apix");
    }
    return angstroms;
  }

  /** The share of the box within the mask, of which there has to be some. */
  private double share(float[] mask, double least) {
    double share = Masks.share(mask);
    if (share == 0) {
      throw DataException.at(
          input, "", "no voxel reaches a density of " + least, "Lower --threshold");
    }
    if (share == 1) {
      LOG.warn("The mask is the whole box: raise --threshold, or lower --dilate");
    }
    return share;
  }
}
