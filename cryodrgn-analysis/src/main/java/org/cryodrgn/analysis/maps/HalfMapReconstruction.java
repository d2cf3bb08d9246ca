package org.cryodrgn.analysis.maps;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.core.backproject.VoxelBackprojection;
import org.cryodrgn.core.backproject.VoxelBackprojection.CtfCorrection;
import org.cryodrgn.core.ctf.ContrastTransfer;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.doctor.TableChecks;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.OutputLock;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A back-projection from its input files to its output folder: the map of all images, two half
 * maps, and what their correlation tells of the resolution.
 */
public final class HalfMapReconstruction {

  /**
   * What to make, and how.
   *
   * @param correction how the CTF enters
   * @param invert whether to turn the sign of the images
   * @param halfMaps whether to make half maps
   * @param correlate whether to correlate them
   * @param sums whether to write the sums of values and weights, (D+1)^3
   * @param regularisation added to each weight, times the mean weight
   * @param batch images to hold at once at most
   */
  public record Settings(
      CtfCorrection correction,
      boolean invert,
      boolean halfMaps,
      boolean correlate,
      boolean sums,
      double regularisation,
      int batch) {}

  /** Told how far it is. */
  public interface Progress {
    /** So many images are done, of so many. */
    void done(int images, int all);
  }

  private static final String FULL = "backproject.mrc";
  private static final String FIRST = "half_map_a.mrc";
  private static final String SECOND = "half_map_b.mrc";
  private static final Logger LOG = LoggerFactory.getLogger(HalfMapReconstruction.class);

  private final ParticleDataset.Source source;
  private final Settings settings;
  private final Path folder;

  /**
   * @param folder where to write; need not exist
   */
  public HalfMapReconstruction(ParticleDataset.Source source, Settings settings, Path folder) {
    this.source = source;
    this.settings = settings;
    this.folder = folder;
  }

  /** What is kept of a back-projection once its grids are given up. */
  private record Maps(int box, double pixelSize, float[] full, float[] first, float[] second) {}

  /**
   * Makes and writes everything; pixel sizes are Å, 1 where no file tells one.
   *
   * @throws org.cryodrgn.io.DataException if an input is wrong or an output cannot be written
   */
  public void run(int threads, Progress progress) {
    try (ParticleDataset data = ParticleDataset.open(source);
        OutputLock lock = OutputLock.of(folder.resolve(FULL))) {
      for (String name : List.of(FULL, FIRST, SECOND)) {
        InputFiles.requireKept(folder.resolve(name), data.stack().files());
      }
      if (settings.halfMaps && data.stack().size() < 2) {
        throw DataException.at(
            source.particles(),
            "",
            "one image alone makes no two half maps",
            "Take more images, or give --no-half-maps");
      }
      TableChecks.atStart(data);
      write(backproject(data, threads, progress), threads);
    }
  }

  private void write(Maps maps, int threads) {
    write(FULL, maps.box, maps.full, maps.pixelSize);
    if (maps.first != null) {
      write(FIRST, maps.box, maps.first, maps.pixelSize);
      write(SECOND, maps.box, maps.second, maps.pixelSize);
      if (settings.correlate) {
        correlate(maps, threads);
      }
    }
  }

  private Maps backproject(ParticleDataset data, int threads, Progress progress) {
    int images = data.stack().size();
    int box = data.stack().box();
    CtfTable table = data.ctf().orElse(null);
    VoxelBackprojection backprojection =
        new VoxelBackprojection(
            data.stack(),
            data.poses(),
            table,
            settings.correction,
            settings.invert,
            settings.halfMaps,
            threads);
    backprojection.run(images, settings.batch, done -> progress.done(done, images));
    double pixelSize =
        table == null ? pixelSizeOf(data.stack()) : ContrastTransfer.pixelSize(table, 0, box);
    double regularisation = settings.regularisation;
    float[] a = settings.halfMaps ? backprojection.halfMap(0, regularisation) : null;
    float[] b = settings.halfMaps ? backprojection.halfMap(1, regularisation) : null;
    VoxelBackprojection.Sums all = backprojection.all();
    if (settings.sums) {
      write("backproject.sums", box + 1, all.values(), pixelSize);
      write("backproject.counts", box + 1, all.weights(), pixelSize);
    }
    return new Maps(box, pixelSize, all.map(regularisation), a, b);
  }

  /** Of several the first image's, as for a stack made from them; 1 Å where none is told. */
  private static double pixelSizeOf(ParticleStack stack) {
    double first = stack.pixelSizeOf(0);
    if (first <= 0) {
      LOG.warn(
          "The particles tell no pixel size: the maps' is written as 1 Å. Set it with add_psize");
      return 1;
    }
    if (stack.pixelSize().isEmpty()) {
      LOG.warn(
          "The particles have several pixel sizes: the maps get that of the first, {} Å", first);
    }
    return first;
  }

  private void correlate(Maps maps, int threads) {
    double pixelSize = maps.pixelSize;
    Map<String, FscCurve> curves =
        MaskedCorrelations.of(
            new MapPair(maps.first, maps.second, maps.box, pixelSize), maps.full, null, threads);
    AtomicFile.writeText(folder.resolve("fsc-vals.txt"), FscReport.table(curves, 6, " "));
    PlotFile.write(FscReport.plot(curves, pixelSize), folder.resolve("fsc-plot.png"));
    LOG.info(
        "Half maps are of even and odd images, whatever halves the poses are of: their FSC may"
            + " flatter");
    FscReport.resolutions(curves.get(MaskedCorrelations.CORRECTED), pixelSize).forEach(LOG::info);
  }

  private void write(String name, int box, float[] values, double pixelSize) {
    new MrcVolume(box, values, pixelSize).write(folder.resolve(name));
    LOG.info("Wrote {}", folder.resolve(name));
  }
}
