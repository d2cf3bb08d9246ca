package org.cryodrgn.cli.option;

import java.nio.file.Path;
import org.cryodrgn.analysis.plot.CtfFigure;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands that import CTF parameters write and tell. */
public final class CtfReport {

  private static final Logger LOG = LoggerFactory.getLogger(CtfReport.class);

  /** The names that scripts know from cryoDRGN's log. */
  private static final String[] NAMES = {
    "Image size (pix)",
    "A/pix",
    "DefocusU (A)",
    "DefocusV (A)",
    "Dfang (deg)",
    "voltage (kV)",
    "cs (mm)",
    "w",
    "Phase shift (deg)"
  };

  private CtfReport() {}

  /** Writes the table and, if {@code plot} is not null, the CTF of the first particle. */
  public static void write(CtfTable table, Path output, Path plot) {
    LOG.info("CTF parameters of the first particle:");
    for (int column = 0; column < CtfTable.COLUMNS; column++) {
      float value = table.get(0, column);
      String text = column == CtfTable.BOX ? String.valueOf((int) value) : String.valueOf(value);
      LOG.info(String.format("%-18s: %s", NAMES[column], text));
    }
    CtfFile.write(output, table);
    LOG.info("Wrote the CTF parameters of {} particles to {}", table.size(), output);
    if (plot != null) {
      PlotFile.write(CtfFigure.of(table, 0), plot);
      LOG.info("Wrote {}", plot);
    }
  }
}
