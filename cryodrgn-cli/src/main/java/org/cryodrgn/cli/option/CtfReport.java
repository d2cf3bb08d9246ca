package org.cryodrgn.cli.option;

import java.nio.file.Path;
import java.util.Locale;
import org.cryodrgn.analysis.plot.CtfFigure;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands that import CTF parameters write and tell. */
public final class CtfReport {

  private static final Logger LOG = LoggerFactory.getLogger(CtfReport.class);

  private static final String[] NAMES = {
    "Image size (pixels)",
    "Pixel size (Å)",
    "Defocus U (Å)",
    "Defocus V (Å)",
    "Defocus angle (degrees)",
    "Voltage (kV)",
    "Spherical aberration (mm)",
    "Amplitude contrast",
    "Phase shift (degrees)"
  };

  private CtfReport() {}

  /** Writes the table and, if {@code plot} is not null, the CTF of the first particle. */
  public static void write(CtfTable table, Path output, Path plot) {
    LOG.info("CTF parameters of the first particle:");
    for (int column = 0; column < CtfTable.COLUMNS; column++) {
      LOG.info(String.format(Locale.US, "  %-26s %s", NAMES[column], table.get(0, column)));
    }
    CtfFile.write(output, table);
    LOG.info("Wrote the CTF parameters of {} particles to {}", table.size(), output);
    if (plot != null) {
      PlotFile.write(CtfFigure.of(table, 0), plot);
      LOG.info("Wrote {}", plot);
    }
  }
}
