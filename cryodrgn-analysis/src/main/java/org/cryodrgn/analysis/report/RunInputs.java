package org.cryodrgn.analysis.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryodrgn.core.ctf.ContrastTransfer;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ProjectPaths;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.selection.IndexFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that a run was trained with, as its config.yaml names them.
 *
 * @param configFile the config.yaml
 * @param config what it tells
 * @param poses null if there were none
 * @param ctf null if there was none
 * @param selection the file of the particles used; null if all were, or the first ones
 */
public record RunInputs(Path configFile, RunConfig config, Path poses, Path ctf, Path selection) {

  private static final Logger LOG = LoggerFactory.getLogger(RunInputs.class);

  /**
   * Reads them from a run's config.yaml. A relative path counts from the current folder, as it did
   * for the training, or else from the folder of config.yaml or one above it. An absolute one that
   * is not there any more is looked for in the project of config.yaml; what is taken is told.
   */
  public static RunInputs of(Path configFile) {
    RunConfig config = RunConfig.read(configFile);
    // A whole number instead of a file: the first so many particles.
    Optional<String> selection = config.dataset().indices().filter(ind -> !ind.matches("\\d+"));
    return new RunInputs(
        configFile,
        config,
        told(configFile, config.dataset().poses()),
        told(configFile, config.dataset().ctf()),
        told(configFile, selection));
  }

  /** The box size that was trained on, pixels. */
  public int box() {
    return config.lattice().box();
  }

  /** Whether poses and CTF are of tilts, several for each particle. */
  public boolean tiltSeries() {
    return config.model().ofTiltSeries();
  }

  /**
   * What of a run's files its config.yaml names: particles, poses, CTF, selection; found as by
   * {@link #of}, which tells what is taken.
   */
  public static List<Path> files(Path configFile) {
    RunConfig.DatasetArgs data = RunConfig.read(configFile).dataset();
    return Stream.of(Optional.of(data.particles()), data.poses(), data.ctf(), data.indices())
        .filter(Optional::isPresent)
        .map(name -> resolve(configFile, name))
        .toList();
  }

  /**
   * Holds latents against the run in whose folder they lie. Warns where they are of another number
   * of particles than its selection, or, of a run of all particles, its CTF parameters or poses.
   *
   * @param file the file of the latents
   * @throws DataException if its networks are of another zdim
   */
  public void requireOfRun(Path file, Latents latents) {
    int dimension = config.model().latentDimension();
    if (latents.dimension() != dimension) {
      throw DataException.at(
          file,
          "",
          "holds z of dimension %d, but %s tells zdim %d"
              .formatted(latents.dimension(), configFile, dimension),
          "Put back the file that the run wrote");
    }
    Optional<Path> table = tableOfParticles();
    int rows = table.map(this::rows).orElse(latents.particles());
    if (rows != latents.particles()) {
      LOG.warn(
          "{} holds {} particles, but {}, which {} names, {}: one of them is of another training",
          file,
          latents.particles(),
          table.get(),
          configFile,
          rows);
    }
  }

  /** A file with a row for each particle of the run, if there is one that can be read. */
  private Optional<Path> tableOfParticles() {
    if (tiltSeries()) {
      return Optional.empty();
    }
    Stream<Path> tables = selection != null ? Stream.of(selection) : tablesOfAll();
    return tables.filter(Files::isReadable).findFirst();
  }

  /** The files of all particles of the data set, if the run is of all. */
  private Stream<Path> tablesOfAll() {
    boolean firstOnes = config.dataset().indices().isPresent();
    return firstOnes ? Stream.empty() : Stream.of(ctf, poses).filter(Objects::nonNull);
  }

  private int rows(Path table) {
    if (table.equals(selection)) {
      return IndexFile.read(table).length;
    }
    return table.equals(ctf) ? CtfFile.read(table).size() : PoseFile.read(table).size();
  }

  private static Path told(Path configFile, Optional<String> name) {
    Path given = name.map(Path::of).orElse(null);
    Path taken = resolve(configFile, name);
    if (given != null && given.isAbsolute() && !taken.equals(given)) {
      LOG.warn("{} is not there, which {} names: {} is taken", given, configFile, taken);
    }
    return taken;
  }

  private static Path resolve(Path configFile, Optional<String> name) {
    Path given = name.map(Path::of).orElse(null);
    if (given == null || Files.exists(given)) {
      return given;
    }
    return (given.isAbsolute()
            ? ProjectPaths.findMoved(given, configFile)
            : ProjectPaths.find(given, configFile))
        .orElse(given);
  }

  /**
   * A file that config.yaml names, if it is there.
   *
   * @throws DataException if it is not; names what to do
   */
  public static Path required(Path file) {
    if (Files.notExists(file)) {
      throw DataException.at(
          file,
          "",
          "there is no such file",
          "The config.yaml of the run names it: put it there or beside config.yaml, or work in the"
              + " folder where the training was begun");
    }
    return file;
  }

  /**
   * The pixel size of volumes at the box that was trained on: that of the CTF parameters, scaled by
   * the box sizes. Where there are several, the first, with a warning. Without CTF parameters that
   * can be read it is 1 Å, with a warning, if it only goes into headers: weights and config.yaml
   * are enough to decode volumes elsewhere.
   *
   * @param filtered whether volumes are filtered by it
   * @return Å, to five decimals
   * @throws DataException if volumes are filtered, but there are no CTF parameters to read
   */
  public double pixelSize(boolean filtered) {
    if (ctf == null || !Files.isReadable(ctf)) {
      String why =
          ctf == null
              ? "config.yaml names no CTF parameters"
              : ctf + ": is not there or may not be read";
      if (filtered) {
        throw new DataException(
            why
                + ", and the low-pass filter needs the pixel size. Give --Apix"
                + (ctf == null ? "." : ", or put the file there or beside config.yaml."));
      }
      LOG.warn("{}, so the pixel size is written as 1 Å: give --Apix", why);
      return 1;
    }
    CtfTable table = CtfFile.read(ctf);
    TreeSet<Double> sizes = new TreeSet<>();
    for (int i = 0; i < table.size(); i++) {
      sizes.add(pixelSize(table, i, box()));
    }
    double first = pixelSize(table, 0, box());
    if (sizes.size() > 1) {
      LOG.warn(
          "{} holds several pixel sizes ({} Å at box {}): the first, {} Å, is used; give --Apix to"
              + " choose",
          ctf,
          sizes.stream()
              .limit(10)
              .map(size -> String.format(Locale.US, "%.4f", size))
              .collect(Collectors.joining(", ")),
          box(),
          first);
    } else {
      LOG.info("Pixel size {} Å at box {}, from {}", first, box(), ctf);
    }
    return first;
  }

  /** To five decimals, so that 1.31 at box 320 is 13.1 at 32 though ctf.pkl has single floats. */
  private static double pixelSize(CtfTable table, int particle, int box) {
    return Math.rint(1e5 * ContrastTransfer.pixelSize(table, particle, box)) / 1e5;
  }

  /**
   * The place of each of a run's particles in the original stack.
   *
   * @param particles how many the run has latents of
   * @throws DataException if the run's selection holds another number
   */
  public int[] originalIndices(int particles) {
    if (selection == null) {
      int[] all = new int[particles];
      for (int i = 0; i < particles; i++) {
        all[i] = i;
      }
      return all;
    }
    int[] indices = IndexFile.read(required(selection));
    if (indices.length != particles) {
      throw DataException.at(
          selection,
          "",
          "holds " + indices.length + " indices, but the run has latents of " + particles,
          "Give back the selection that the run was trained with");
    }
    return indices;
  }
}
