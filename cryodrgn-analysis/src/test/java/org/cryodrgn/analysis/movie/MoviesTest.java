package org.cryodrgn.analysis.movie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.TextMatrix;
import org.cryodrgn.io.mrc.MrcVolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoviesTest {

  private static final int BOX = 16;

  @TempDir Path folder;

  private static MrcVolume bar(int x) {
    float[] values = new float[BOX * BOX * BOX];
    for (int z = 4; z < 12; z++) {
      for (int y = 6; y < 10; y++) {
        values[(z * BOX + y) * BOX + x] = 1;
        values[(z * BOX + y) * BOX + x + 1] = 1;
      }
    }
    return new MrcVolume(BOX, values, 3);
  }

  private static MovieSettings settings() {
    return MovieSettings.of("film", "auto", 0.5, 60, 80, 4);
  }

  /** A frame for each map in the order of their numbers, a quarter of a second each. */
  @Test
  void mapsBecomeFrames() throws IOException {
    assumeFalse(Programs.isInstalled(ChimeraxMovie.PROGRAM));
    for (int i = 1; i <= 3; i++) {
      bar(3 * i).write(folder.resolve("pc1/vol_00" + i + ".mrc"));
    }
    bar(3).write(folder.resolve("kmeans2/vol_001.mrc"));
    Files.createDirectories(folder.resolve("pc2"));
    new Movies(settings(), 2).ofLatents(folder);
    List<BufferedImage> frames = frames(folder.resolve("pc1/film.gif"));
    assertEquals(3, frames.size());
    assertEquals(60, frames.get(0).getWidth());
    assertEquals(80, frames.get(0).getHeight());
    double[] places = frames.stream().mapToDouble(MoviesTest::middle).toArray();
    assertTrue(places[0] + 2 < places[1] && places[1] + 2 < places[2], places[0] + "");
    assertEquals(3, frames(folder.resolve("pc1/film_sections.gif")).size());
    assertEquals(1, frames(folder.resolve("kmeans2/film.gif")).size());
    assertFalse(Files.exists(folder.resolve("pc2/film.gif")));
    String script = Files.readString(folder.resolve("pc1/film.cxc"));
    assertTrue(script.contains("open \"vol_002.mrc\"\n"), script);
    assertTrue(script.contains("\nvolume all level 0.5\n"), script);
    assertTrue(script.contains("\nmovie encode \"film.mp4\" framerate 4\n"), script);
    assertFalse(Files.readString(folder.resolve("kmeans2/film.cxc")).contains("cornflower"));
  }

  /** What an analysis with more points left, or somebody else, is no frame. */
  @Test
  void framesAreAsManyAsPoints() throws IOException {
    assumeFalse(Programs.isInstalled(ChimeraxMovie.PROGRAM));
    for (int i = 0; i < 5; i++) {
      bar(2 * i + 2).write(folder.resolve("pc1/vol_00" + i + ".mrc"));
    }
    bar(3).write(folder.resolve("pc1/my.mrc"));
    TextMatrix.of(new float[3][2]).write(folder.resolve("pc1/z_values.txt"));
    new Movies(settings(), 2).ofLatents(folder);
    assertEquals(3, frames(folder.resolve("pc1/film.gif")).size());
    String script = Files.readString(folder.resolve("pc1/film.cxc"));
    assertTrue(script.contains("vol_000.mrc") && script.contains("vol_002.mrc"), script);
    assertFalse(script.contains("vol_003.mrc") || script.contains("my.mrc"), script);
  }

  /** Another program's reader; skipped where there is none (Debian: python3-pil). */
  @Test
  void pillowReadsTheSameFrames() throws IOException, InterruptedException {
    Path gif = folder.resolve("m.gif");
    SplittableRandom random = new SplittableRandom(3);
    List<BufferedImage> frames = new ArrayList<>();
    try (AnimatedGif movie = new AnimatedGif(gif, 4)) {
      for (int i = 0; i < 3; i++) {
        BufferedImage frame = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < 200; pixel++) {
          frame.getRaster().setSample(pixel % 20, pixel / 20, 0, random.nextInt(256));
        }
        movie.add(frame);
        frames.add(frame);
      }
      movie.finish();
    }
    String python = System.getProperty("cryodrgn.python", "python3");
    assumeTrue(python.startsWith("/") || Programs.isInstalled(python), python + " is not there");
    String script =
        "import sys\n"
            + "try: from PIL import Image\n"
            + "except ImportError: sys.exit(9)\n"
            + "gif = Image.open(sys.argv[1])\n"
            + "for i in range(gif.n_frames):\n"
            + " gif.seek(i)\n"
            + " print(gif.size, gif.info['duration'], gif.info['loop'],"
            + " list(gif.convert('L').tobytes()))";
    Process process = new ProcessBuilder(python, "-c", script, gif.toString()).start();
    List<String> read = process.inputReader().lines().toList();
    assumeTrue(process.waitFor() != 9, python + " has no Pillow");
    List<String> expected = new ArrayList<>();
    for (BufferedImage frame : frames) {
      expected.add(
          "(20, 10) 250 0 "
              + Arrays.toString(frame.getRaster().getSamples(0, 0, 20, 10, 0, (int[]) null)));
    }
    assertEquals(expected, read);
  }

  @Test
  void aFolderWithoutVolumesIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("kmeans20"));
    DataException refused =
        assertThrows(DataException.class, () -> new Movies(settings(), 1).ofLatents(folder));
    assertTrue(refused.getMessage().contains("--skip-vol"), refused.getMessage());
    assertThrows(DataException.class, () -> new Movies(settings(), 1).ofVolumes(folder));
  }

  private static double middle(BufferedImage frame) {
    double sum = 0;
    double count = 0;
    for (int x = 0; x < frame.getWidth(); x++) {
      for (int y = 0; y < frame.getHeight(); y++) {
        if ((frame.getRGB(x, y) & 0xFF) < 250) {
          sum += x;
          count++;
        }
      }
    }
    return sum / count;
  }

  private static List<BufferedImage> frames(Path gif) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      reader.setInput(in);
      ArrayList<BufferedImage> frames = new ArrayList<>();
      for (int i = 0; i < reader.getNumImages(true); i++) {
        IIOMetadataNode root =
            (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode control =
            (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        assertEquals("25", control.getAttribute("delayTime"));
        frames.add(reader.read(i));
      }
      return frames;
    }
  }
}
