package org.cryodrgn.io.particles;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.cryosparc.CsFields;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.star.RelionLabels;
import org.cryodrgn.io.star.RelionParticles;

/** Opens particle stacks and selects from them. */
public final class ParticleStacks {

  private ParticleStacks() {}

  /**
   * Opens the images that a file holds or names. The headers of all image files are read and
   * checked; images are read when they are asked for.
   *
   * @param file an .mrcs or .mrc stack; a .star or .cs file; a .txt list of stacks, or of such
   *     lists
   * @param dataDir the folder of the image paths in a .star or .cs file; null for the folder of the
   *     file
   * @throws DataException if a file is missing or broken, a particle names an image that is not in
   *     its file, boxes differ, or there are no particles
   */
  public static ParticleStack open(Path file, Path dataDir) {
    if (!Files.exists(file)) {
      throw DataException.at(file, "", "there is no such file", "Check the path");
    }
    ImagePaths.requireFolder(dataDir);
    return switch (extension(file)) {
      case "mrc", "mrcs" -> {
        MemberIndex index = new MemberIndex(file);
        index.addWhole(file);
        yield index.build();
      }
      case "star" -> ofStar(RelionParticles.read(file), dataDir);
      case "cs" -> ofCryosparc(CsFile.read(file), dataDir);
      case "txt" -> {
        MemberIndex index = new MemberIndex(file);
        for (StackList.Member member : StackList.read(file, dataDir)) {
          index.addWhole(member.file());
        }
        yield index.build();
      }
      default ->
          throw DataException.at(
              file,
              "",
              "its name tells of no particle stack",
              "Name an .mrcs, .mrc, .star, .cs or .txt file; convert others to .mrcs first (EMAN2:"
                  + " e2proc2d.py)");
    };
  }

  /** The stacks that a .txt list, or a list in it, names by their full path. */
  public static Set<Path> namedInFull(Path list, Path dataDir) {
    return StackList.read(list, dataDir).stream()
        .filter(StackList.Member::inFull)
        .map(StackList.Member::file)
        .collect(Collectors.toSet());
  }

  /** The images of a RELION particle table that was read; as {@link #open}. */
  public static ParticleStack ofStar(RelionParticles particles, Path dataDir) {
    Path source = particles.file().path();
    if (!particles.has(RelionLabels.IMAGE_NAME)) {
      throw DataException.at(
          source,
          "",
          "no column " + RelionLabels.IMAGE_NAME,
          "Name a particles file, whose rows tell their images");
    }
    NamedImages images = new NamedImages(source, ImagePaths.of(source, dataDir), particles.size());
    for (int i = 0; i < particles.size(); i++) {
      images.addOneBased(particles.imageName(i));
    }
    return images.build(box -> PixelSizes.of(particles, box));
  }

  /** The images of a cryoSPARC particle table that was read; as {@link #open}. */
  public static ParticleStack ofCryosparc(CsFile particles, Path dataDir) {
    Path source = particles.path();
    for (String field : List.of(CsFields.PATH, CsFields.INDEX)) {
      if (!particles.has(field)) {
        throw DataException.at(
            source,
            "",
            "no field " + field,
            "Name the .cs file that holds the blob fields, not a passthrough file");
      }
    }
    NamedImages images = new NamedImages(source, ImagePaths.of(source, dataDir), particles.size());
    double[] sections = particles.numbers(CsFields.INDEX);
    for (int i = 0; i < particles.size(); i++) {
      images.add(particles.text(i, CsFields.PATH), (long) sections[i]);
    }
    return images.build(box -> PixelSizes.of(particles, box));
  }

  /**
   * Some images of a stack, in the order of the indices; repeats are allowed. Closing it closes the
   * stack.
   *
   * @throws DataException if an index is negative or beyond the stack, or there is none
   */
  public static ParticleStack select(ParticleStack stack, int[] indices) {
    if (indices.length == 0) {
      throw new DataException("The selection holds no particle. Check --ind and --first.");
    }
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= stack.size()) {
        throw new DataException(
            String.format(
                Locale.US,
                "Entry %d of the selection is %d, but the stack holds the particles 0 to %d."
                    + " Use a selection that was made for this stack.",
                i,
                indices[i],
                stack.size() - 1));
      }
    }
    return new SelectedStack(stack, indices.clone());
  }

  /**
   * Writes the images of a stack to one MRC file. Those of a single file are copied bit by bit with
   * its header; those of several become float32 with the labels of the first. An extended header
   * tells of the sections that were, and is left out.
   *
   * <p>The pixel size is that of the first image, for a table may know better than the header of
   * its file; where it is not known it is 1 Å, but that of a single file stays.
   *
   * @param done told how many images are written by now
   * @return the pixel size in the header, Å; 0 if it tells none
   */
  public static double write(ParticleStack stack, Path target, IntConsumer done) {
    InputFiles.requireKept(target, stack.files());
    MrcFile first = MrcFile.open(stack.files().get(0));
    boolean single = stack.files().size() == 1;
    double size = stack.pixelSizeOf(0);
    MrcHeader header =
        single
            ? withPixelSize(first.header(), size)
            : MrcHeader.forStack(stack.box(), size > 0 ? size : 1)
                .withLabels(first.header().labels());
    try (MrcWriter writer = MrcWriter.create(target, header)) {
      float[] image = new float[stack.box() * stack.box()];
      for (int i = 0; i < stack.size(); i++) {
        if (single) {
          writer.copy(first, stack.sectionOf(i));
        } else {
          stack.read(new int[] {i}, image);
          writer.write(image);
        }
        done.accept(i + 1);
      }
      writer.finish();
    }
    return header.pixelSize();
  }

  /** A header that tells the size already stays to the bit. */
  private static MrcHeader withPixelSize(MrcHeader header, double size) {
    return size > 0 && !PixelSizes.same(header.pixelSize(), size)
        ? header.withPixelSize(size)
        : header;
  }

  static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
