package org.cryodrgn.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.latent.TextMatrix;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The latents that a path leads through, and the particles that it must meet. */
public final class LatentAnchors {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "Z", description = "Latent coordinates (z.N.pkl)")
  private Path latentFile;

  @Option(
      names = "--anchors",
      arity = "1..*",
      preprocessor = LastWins.class,
      required = true,
      paramLabel = "INDEX|TXT",
      description = "Particles (0-based), or .txt files of them, in the order of the path")
  private List<String> given;

  /** The file of the latents. */
  public Path latentFile() {
    return latentFile;
  }

  /**
   * Reads the latents.
   *
   * @throws DataException if they are of fewer than two particles
   */
  public Latents latents() {
    Latents latents = LatentFile.read(latentFile);
    if (latents.particles() < 2) {
      throw DataException.at(
          latentFile, "", "a path needs two particles or more", "Name the z.N.pkl of a run");
    }
    return latents;
  }

  /**
   * The anchors, all files read.
   *
   * @param particles how many there are to choose from
   * @throws ParameterException if a word is neither a file nor a number, or there are fewer than
   *     two
   * @throws DataException if a file is not there, or a number names no particle
   */
  public int[] indices(int particles, boolean loop) {
    List<Integer> anchors = new ArrayList<>();
    for (String word : given) {
      Path file = Path.of(word);
      if (Files.exists(file) || word.endsWith(".txt")) {
        for (double value : TextMatrix.read(file).values()) {
          anchors.add(checked(word, value, particles));
        }
      } else if (word.matches("\\d{1,18}")) {
        anchors.add(checked("--anchors", Long.parseLong(word), particles));
      } else {
        throw new ParameterException(
            spec.commandLine(),
            "--anchors takes indices or .txt files of them, not '" + word + "'");
      }
    }
    if (loop) {
      anchors.add(anchors.get(0));
    }
    if (anchors.size() < 2) {
      throw new ParameterException(spec.commandLine(), "--anchors needs two particles or more");
    }
    return anchors.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int checked(String source, double value, int particles) {
    if (!(value >= 0 && value < particles) || value != Math.rint(value)) {
      throw new DataException(
          source
              + ": anchor "
              + (value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value))
              + " is no particle. Give indices from 0 to "
              + (particles - 1)
              + ".");
    }
    return (int) value;
  }
}
