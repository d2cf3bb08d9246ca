package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.star.RelionParticles;

/**
 * Down-samples the files of a .star, .cs or .txt one by one into a folder, in which they lie to
 * each other as they did, and writes the table that names them there.
 */
public final class MemberDownsampling {

  private final ParticleStack stack;
  private final Path folder;
  private final List<Path> sources = new ArrayList<>();
  private final List<Path> targets = new ArrayList<>();

  /**
   * @param stack the images; files that hold none of them are left out
   * @param folder where to put the smaller files
   * @throws DataException if one of them would replace an input
   */
  public MemberDownsampling(ParticleStack stack, Path folder) {
    this.stack = stack;
    this.folder = folder;
    for (Path file : stack.files()) {
      sources.add(file.toAbsolutePath().normalize());
    }
    Path common = commonFolder(sources);
    for (Path source : sources) {
      Path target = folder.resolve(common.relativize(source));
      targets.add(target);
      if (target.toAbsolutePath().normalize().equals(source)) {
        throw DataException.at(
            target, "", "the output would replace an input stack", "Choose a folder with --outdir");
      }
      ParticleStacks.requireOther(stack, target);
    }
  }

  private static Path commonFolder(List<Path> files) {
    Path common = files.get(0).getParent();
    for (Path file : files) {
      while (!file.startsWith(common)) {
        common = common.getParent();
      }
    }
    return common;
  }

  /**
   * Writes the smaller files.
   *
   * @param done told how many images of the stack are in files written by now
   */
  public void run(Downsampling downsampling, IntConsumer done) {
    int[] images = new int[sources.size()];
    for (int i = 0; i < stack.size(); i++) {
      images[stack.fileOf(i)]++;
    }
    int[] used = IntStream.range(0, images.length).filter(i -> images[i] > 0).toArray();
    int[] finished = {0};
    OutputSet.write(
        IntStream.of(used).mapToObj(targets::get).toList(),
        i -> {
          try (ParticleStack member = ParticleStacks.open(sources.get(used[i]), null)) {
            downsampling.stack(member, targets.get(used[i]), count -> {});
          }
          finished[0] += images[used[i]];
          done.accept(finished[0]);
        });
  }

  /** Writes the list of the files, relative to the list. */
  public void writeList(Path list) {
    Path base = list.toAbsolutePath().normalize().getParent();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < stack.size(); i++) {
      if (stack.sectionOf(i) == 0) {
        Path target = targets.get(stack.fileOf(i)).toAbsolutePath().normalize();
        lines.append(base.relativize(target)).append('\n');
      }
    }
    AtomicFile.writeText(list, lines);
  }

  /**
   * Writes the particle table with the new images, named relative to the folder, and the values
   * that depend on the pixel.
   *
   * @param particles the rows of the stack's images, in its order
   */
  public void writeStar(RelionParticles particles, int newBox, Path star) {
    RescaledParticles.of(
            particles,
            stack.box(),
            newBox,
            i ->
                String.format(
                    Locale.US,
                    "%06d@%s",
                    stack.sectionOf(i) + 1,
                    folder.relativize(targets.get(stack.fileOf(i)))))
        .write(star);
  }

  /**
   * Writes the cryoSPARC table with the new images, named relative to the folder, and the values
   * that depend on the pixel, in the kind of file that it was read from.
   *
   * @param particles the rows of the stack's images, in its order
   */
  public void writeCs(CsFile particles, int newBox, Path cs) {
    RescaledCs.of(
            particles,
            stack.box(),
            newBox,
            i -> folder.relativize(targets.get(stack.fileOf(i))).toString(),
            stack::sectionOf)
        .write(cs);
  }
}
