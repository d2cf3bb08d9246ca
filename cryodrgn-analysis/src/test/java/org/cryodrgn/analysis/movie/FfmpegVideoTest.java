package org.cryodrgn.analysis.movie;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts in the place of ffmpeg, which need not be installed. */
class FfmpegVideoTest {

  @TempDir Path folder;

  @Test
  void framesAreRedGreenAndBlueBytesRowByRow() throws IOException {
    Path video = folder.resolve("film.mp4");
    // Its last argument is the file to write.
    String program = program("for last; do :; done; cat > \"$last\"");
    try (FfmpegVideo made = new FfmpegVideo(program, video, 4)) {
      made.add(frame(2, 1, 0x010203, 0xFDFEFF));
      made.add(frame(2, 1, 0x040506, 0x070809));
      made.finish();
    }
    byte[] expected = {1, 2, 3, (byte) 0xFD, (byte) 0xFE, (byte) 0xFF, 4, 5, 6, 7, 8, 9};
    assertArrayEquals(expected, Files.readAllBytes(video));
    assertEquals(List.of("film.mp4", "program"), names());
  }

  /** The frames are more than a pipe holds. */
  @Test
  void programThatEndsEarlyIsQuoted() throws IOException {
    String program = program("echo 'Unknown encoder' >&2; exit 1");
    IOException failure =
        assertThrows(
            IOException.class,
            () -> {
              try (FfmpegVideo made = new FfmpegVideo(program, folder.resolve("film.mp4"), 4)) {
                made.add(frame(1000, 1000, new int[1000 * 1000]));
                made.finish();
              }
            });
    assertEquals("ffmpeg failed: Unknown encoder", failure.getMessage());
    assertEquals(List.of("program"), names());
  }

  private static BufferedImage frame(int width, int height, int... pixels) {
    BufferedImage frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    frame.setRGB(0, 0, width, height, pixels, 0, width);
    return frame;
  }

  private String program(String commands) throws IOException {
    Path script = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + commands + "\n");
    script.toFile().setExecutable(true);
    return script.toString();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toFile).map(File::getName).sorted().toList();
    }
  }
}
