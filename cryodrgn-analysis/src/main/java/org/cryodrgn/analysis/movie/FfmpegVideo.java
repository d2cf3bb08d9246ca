package org.cryodrgn.analysis.movie;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** A video that ffmpeg makes of frames, in the format of the file's extension. */
final class FfmpegVideo implements MovieFile {

  static final String PROGRAM = "ffmpeg";

  private final String program;
  private final Path target;
  private final Path beside;
  private final double framesPerSecond;
  private Process process;
  private OutputStream out;
  private Path messages;
  private byte[] pixels;

  /** Nothing is started before the first frame, which tells the size. */
  FfmpegVideo(Path target, double framesPerSecond) {
    this(PROGRAM, target, framesPerSecond);
  }

  /** Made by a program of another name. */
  FfmpegVideo(String program, Path target, double framesPerSecond) {
    this.program = program;
    this.target = target;
    this.framesPerSecond = framesPerSecond;
    String name = target.getFileName().toString();
    beside =
        target
            .toAbsolutePath()
            .resolveSibling("." + ProcessHandle.current().pid() + ".partial." + name);
  }

  private void start(int width, int height) throws IOException {
    messages = Files.createTempFile("ffmpeg", ".log");
    process =
        new ProcessBuilder(
                List.of(
                    program,
                    "-y",
                    "-loglevel",
                    "error",
                    "-f",
                    "rawvideo",
                    "-pix_fmt",
                    "rgb24",
                    "-s",
                    width + "x" + height,
                    "-r",
                    String.format(Locale.US, "%.4f", framesPerSecond),
                    "-i",
                    "-",
                    // Players want an even size and this layout of colours.
                    "-vf",
                    "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white",
                    "-pix_fmt",
                    "yuv420p",
                    beside.toString()))
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
    pixels = new byte[3 * width * height];
  }

  @Override
  public void add(BufferedImage frame) throws IOException {
    if (process == null) {
      start(frame.getWidth(), frame.getHeight());
    }
    for (int i = 0; i < pixels.length / 3; i++) {
      int rgb = frame.getRGB(i % frame.getWidth(), i / frame.getWidth());
      pixels[3 * i] = (byte) (rgb >> 16);
      pixels[3 * i + 1] = (byte) (rgb >> 8);
      pixels[3 * i + 2] = (byte) rgb;
    }
    try {
      out.write(pixels);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void finish() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
    if (Programs.end(process) != 0 || !Files.exists(beside)) {
      throw failed(null);
    }
    Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A broken pipe tells no more than that the program has ended: why, it wrote itself. */
  private IOException failed(IOException pipe) throws IOException {
    Programs.end(process);
    return new IOException(PROGRAM + " failed: " + Programs.lastLine(messages), pipe);
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.destroy();
    }
    if (messages != null) {
      Files.deleteIfExists(messages);
    }
    Files.deleteIfExists(beside);
  }
}
