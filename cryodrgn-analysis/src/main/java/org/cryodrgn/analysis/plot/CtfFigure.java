package org.cryodrgn.analysis.plot;

import java.util.Locale;
import java.util.stream.IntStream;
import org.cryodrgn.core.ctf.ContrastTransfer;
import org.cryodrgn.io.ctf.CtfTable;

/** The contrast transfer function of a particle, in the plane of its frequencies. */
public final class CtfFigure {

  private CtfFigure() {}

  /** Draws the CTF of one particle of a table at the table's own box and pixel size. */
  public static Figure of(CtfTable table, int particle) {
    int box = (int) table.get(particle, CtfTable.BOX);
    double pixelSize = table.get(particle, CtfTable.PIXEL_SIZE);
    int side = box + 1;
    float[] values = new float[side * side];
    int[] all = IntStream.range(0, values.length).toArray();
    new ContrastTransfer(all, box).values(table, particle, pixelSize, values, 0);
    double nyquist = 0.5 / pixelSize;
    String title =
        String.format(
            Locale.US,
            "Particle %d: defocus %.0f and %.0f Å",
            particle + 1,
            table.get(particle, CtfTable.DEFOCUS_U),
            table.get(particle, CtfTable.DEFOCUS_V));
    return new HeatMap(values, side, side)
        .title(title)
        .axes("Frequency x (1/Å)", "Frequency y (1/Å)", -nyquist, nyquist)
        .values("CTF", -1, 1);
  }
}
