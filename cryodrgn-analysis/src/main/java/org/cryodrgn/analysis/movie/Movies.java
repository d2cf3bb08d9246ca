package org.cryodrgn.analysis.movie;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.cryodrgn.analysis.latent.Percentiles;
import org.cryodrgn.analysis.maps.Masks;
import org.cryodrgn.analysis.maps.Sections;
import org.cryodrgn.analysis.plot.ImageGrid;
import org.cryodrgn.analysis.plot.PlotFile;
import org.cryodrgn.analysis.report.ChimeraxScript;
import org.cryodrgn.analysis.report.NumberedVolumes;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.latent.TextMatrix;
import org.cryodrgn.io.mrc.MrcVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes movies of the maps in an analysis' folders: by ChimeraX where it is installed, else drawn
 * here, the surface and beside it sections and projections.
 */
public final class Movies {

  private static final Logger LOG = LoggerFactory.getLogger(Movies.class);

  /** Cornflower blue, which the maps of a path have. */
  private static final int PATH_COLOUR = 0x6495ED;

  /** ChimeraX's first level lies below one voxel in a hundred. */
  private static final double BELOW_LEVEL = 0.99;

  private final MovieSettings settings;
  private final int threads;

  /**
   * @param threads that draw
   */
  public Movies(MovieSettings settings, int threads) {
    this.settings = settings;
    this.threads = threads;
  }

  /** Movies of the clusters and components of an analysis of latents. */
  public void ofLatents(Path analysis) {
    requireFolder(analysis, "Run analyze first, or name its folder (--analysis-dir)");
    List<Path> clusters = folders(analysis, name -> name.startsWith("kmeans"));
    List<Path> paths = folders(analysis, name -> name.startsWith("pc"));
    make(analysis, clusters, paths, name -> true, "Run analyze without --skip-vol first");
  }

  /** Movies of the states and components of an analysis of volumes. */
  public void ofVolumes(Path landscape) {
    requireFolder(landscape, "Run analyze_landscape first, or name its folder (--landscape-dir)");
    List<Path> states = folders(landscape, name -> name.contains("clustering"));
    Path components = landscape.resolve("vol_pcs");
    List<Path> paths =
        Files.isDirectory(components)
            ? folders(components, name -> name.startsWith("pc"))
            : List.of();
    make(
        landscape, states, paths, name -> name.endsWith("mean.mrc"), "Run analyze_landscape first");
  }

  private static void requireFolder(Path folder, String remedy) {
    if (!Files.isDirectory(folder)) {
      throw DataException.at(folder, "", "no such folder", remedy);
    }
  }

  private void make(
      Path folder,
      List<Path> clusters,
      List<Path> paths,
      Predicate<String> mapsOfClusters,
      String remedy) {
    int made = 0;
    for (Path each : clusters) {
      made += make(each, false, mapsOfClusters);
    }
    for (Path each : paths) {
      made += make(each, true, name -> true);
    }
    if (made == 0) {
      throw DataException.at(folder, "", "holds no folder with volumes to show", remedy);
    }
  }

  private int make(Path folder, boolean path, Predicate<String> wanted) {
    List<Path> maps =
        ofPoints(
            folder,
            list(
                folder,
                file -> file.endsWith(".mrc") && wanted.test(file) && !file.startsWith(".")));
    if (maps.isEmpty()) {
      LOG.warn("{} holds no volumes", folder);
      return 0;
    }
    Path script = folder.resolve(settings.name() + ".cxc");
    Path video = folder.resolve(settings.name() + ".mp4");
    AtomicFile.writeText(
        script, ChimeraxMovie.script(maps, path, settings, video.getFileName().toString()));
    if (Programs.isInstalled(ChimeraxMovie.PROGRAM)) {
      LOG.info("{} volumes of {}: ChimeraX records", maps.size(), folder);
      ChimeraxMovie.record(script, video);
      LOG.info("Wrote {}", video);
    } else {
      LOG.info("{} volumes of {}: no ChimeraX on the PATH, drawn here", maps.size(), folder);
      draw(folder, maps, path);
    }
    return 1;
  }

  /** As many as the folder's z_values.txt has points; others are not of the same analysis. */
  private static List<Path> ofPoints(Path folder, List<Path> maps) {
    Path table = folder.resolve("z_values.txt");
    int points = Files.exists(table) ? TextMatrix.read(table).rows() : maps.size();
    if (maps.size() <= points) {
      return maps;
    }
    List<Path> shown =
        maps.stream()
            .sorted(Comparator.comparing(map -> !NumberedVolumes.isOne(map)))
            .limit(points)
            .toList();
    LOG.warn(
        "{} has {} points, but {} volumes lie there: {} to {} are shown. Remove the others, or run"
            + " analyze again",
        table,
        points,
        maps.size(),
        shown.get(0).getFileName(),
        shown.get(points - 1).getFileName());
    return shown;
  }

  private void draw(Path folder, List<Path> maps, boolean path) {
    List<Path> written = new ArrayList<>();
    try (AnimatedGif surfaces = gif(folder, "", written);
        AnimatedGif sections = gif(folder, "_sections", written);
        FfmpegVideo video = video(folder, written)) {
      boolean seen = false;
      float[][] scale = null;
      Camera camera = settings.camera();
      for (int i = 0; i < maps.size(); i++) {
        MrcVolume map = MrcVolume.read(maps.get(i));
        float[] planes = Sections.central(map.values(), map.box());
        float[] projections = Sections.projections(map.values(), map.box());
        // The grey values of the first map serve all, so that changes show.
        if (scale == null) {
          scale = new float[][] {ends(planes), ends(projections)};
        }
        sections.add(grid(planes, projections, map.box(), scale));
        float level = level(map);
        Dust.remove(map.values(), map.box(), level, ChimeraxMovie.DUST / Camera.voxel(map));
        if (camera == null) {
          camera = Camera.facing(map, level, settings.width(), settings.height());
        }
        BufferedImage frame =
            new SurfaceView(map, level)
                .draw(
                    camera,
                    path ? PATH_COLOUR : ChimeraxScript.colour(i),
                    settings.width(),
                    settings.height(),
                    threads);
        seen |= !isWhite(frame);
        surfaces.add(frame);
        if (video != null) {
          video.add(frame);
        }
      }
      if (!seen) {
        LOG.warn("The camera does not see the volumes, or none reaches --iso: try --camera auto");
      }
      surfaces.finish();
      sections.finish();
      if (video != null) {
        video.finish();
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(written.get(written.size() - 1), e);
    }
    written.forEach(file -> LOG.info("Wrote {}", file));
  }

  private AnimatedGif gif(Path folder, String suffix, List<Path> written) throws IOException {
    written.add(folder.resolve(settings.name() + suffix + ".gif"));
    return new AnimatedGif(written.get(written.size() - 1), settings.framesPerSecond());
  }

  private FfmpegVideo video(Path folder, List<Path> written) {
    if (!Programs.isInstalled(FfmpegVideo.PROGRAM)) {
      return null;
    }
    written.add(folder.resolve(settings.name() + ".mp4"));
    return new FfmpegVideo(written.get(written.size() - 1), settings.framesPerSecond());
  }

  private float level(MrcVolume map) {
    return settings.level() != null
        ? settings.level().floatValue()
        : (float) Masks.percentile(map.values(), BELOW_LEVEL);
  }

  /** Sections above, projections below. */
  private static BufferedImage grid(float[] planes, float[] projections, int box, float[][] scale) {
    ImageGrid grid = new ImageGrid(3);
    for (int i = 0; i < 6; i++) {
      float[] from = i < 3 ? planes : projections;
      grid.add(from, i % 3 * box * box, box, scale[i / 3][0], scale[i / 3][1]);
    }
    return PlotFile.image(grid);
  }

  /** What is drawn black and white: all but the outermost in a thousand. */
  private static float[] ends(float[] values) {
    Percentiles percentiles = Percentiles.of(values);
    return new float[] {(float) percentiles.at(0.1), (float) percentiles.at(99.9)};
  }

  private static boolean isWhite(BufferedImage frame) {
    for (int i = 0; i < frame.getWidth() * frame.getHeight(); i++) {
      if ((frame.getRGB(i % frame.getWidth(), i / frame.getWidth()) & 0xFFFFFF) != 0xFFFFFF) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> folders(Path folder, Predicate<String> wanted) {
    return list(folder, wanted).stream().filter(Files::isDirectory).toList();
  }

  /** By name, pc2 before pc10. */
  private static List<Path> list(Path folder, Predicate<String> wanted) {
    return InputFiles.list(folder).stream()
        .filter(file -> wanted.test(file.getFileName().toString()))
        .sorted(Comparator.comparing(file -> file.getFileName().toString().length()))
        .toList();
  }
}
