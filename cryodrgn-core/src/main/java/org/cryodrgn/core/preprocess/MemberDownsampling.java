package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;

/**
 * Down-samples the files of a .star, .cs or .txt one by one into a folder, in which they lie to
 * each other as they did, and writes the table that names them there.
 */
public final class MemberDownsampling {

  private final StackSource source;
  private final ParticleStack stack;
  private final Path folder;
  private final List<Path> sources = new ArrayList<>();
  private final List<Path> targets = new ArrayList<>();

  /**
   * @param source the images; files that hold none of them are left out
   * @param folder where to put the smaller files
   * @throws DataException if one of them would replace an input
   */
  public MemberDownsampling(StackSource source, Path folder) {
    this.source = source;
    this.stack = source.stack();
    this.folder = folder;
    for (Path file : stack.files()) {
      sources.add(file.toAbsolutePath().normalize());
    }
    Path common = commonFolder(sources);
    for (Path member : sources) {
      Path target = folder.resolve(common.relativize(member));
      targets.add(target);
      InputFiles.requireKept(target, sources);
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

  /**
   * Writes the file that names the new images: as the images were, by a particle table of the same
   * kind, with the values that depend on the pixel and names relative to the folder; or by a list,
   * whose names are relative to itself.
   */
  public void writeTable(int newBox, Path target) {
    if (source.file().relion() != null) {
      IntFunction<String> names =
          i -> String.format(Locale.US, "%06d@%s", stack.sectionOf(i) + 1, relative(i));
      RescaledParticles.of(source.file().relion(), stack.box(), newBox, names).write(target);
    } else if (source.file().cryosparc() != null) {
      RescaledCs.of(
              source.file().cryosparc(), stack.box(), newBox, this::relative, stack::sectionOf)
          .write(target);
    } else {
      AtomicFile.writeText(target, list(target.toAbsolutePath().normalize().getParent()));
    }
  }

  private String relative(int image) {
    return folder.relativize(targets.get(stack.fileOf(image))).toString();
  }

  private StringBuilder list(Path base) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < stack.size(); i++) {
      if (stack.sectionOf(i) == 0) {
        Path target = targets.get(stack.fileOf(i)).toAbsolutePath().normalize();
        lines.append(base.relativize(target)).append('\n');
      }
    }
    return lines;
  }
}
