package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import org.cryodrgn.core.dataset.ParticlesFile;
import org.cryodrgn.core.doctor.TableChecks;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.particles.ParticleStack;
import org.cryodrgn.io.particles.ParticleStacks;
import org.cryodrgn.io.selection.IndexFile;

/**
 * The particles that another stack is made from: their images, and the rows of the .star or .cs
 * file that names them, if one does. Closing it closes the stack.
 */
public final class StackSource implements AutoCloseable {

  private final ParticlesFile file;
  private final ParticleStack stack;
  private final int[] selection;
  private final int particles;

  private StackSource(ParticlesFile file, ParticleStack stack, int[] selection, int particles) {
    this.file = file;
    this.stack = stack;
    this.selection = selection;
    this.particles = particles;
  }

  /**
   * Opens it. Where a table names the images, files of images that are not selected are not looked
   * at.
   *
   * @param file .mrcs, .star, .cs, or .txt list of stacks
   * @param dataDir the folder of image paths in a .star or .cs file; null for that of the file
   * @param selection file of indices; null for all
   * @throws DataException if a file is missing or broken, or an index names no particle
   */
  public static StackSource open(Path file, Path dataDir, Path selection) {
    ParticlesFile all = ParticlesFile.read(file);
    if (selection == null) {
      ParticleStack stack = all.stack(dataDir);
      return new StackSource(all, stack, null, stack.size());
    }
    if (all.hasRows()) {
      int[] indices = IndexFile.read(selection, all.size());
      ParticlesFile selected = all.select(indices);
      return new StackSource(selected, selected.stack(dataDir), indices, all.size());
    }
    ParticleStack stack = all.stack(dataDir);
    int[] indices = IndexFile.read(selection, stack.size());
    return new StackSource(all, ParticleStacks.select(stack, indices), indices, stack.size());
  }

  /** The selected images. */
  public ParticleStack stack() {
    return stack;
  }

  /** The rows of the selected images, if the file has rows. */
  ParticlesFile file() {
    return file;
  }

  /**
   * The CTF of the selected images.
   *
   * @param pickle of all particles of the file; null to take it from the .star or .cs file
   * @throws DataException if the pickle is of other particles, or the table lacks a parameter
   */
  public CtfTable ctf(Path pickle) {
    if (pickle == null) {
      return file.ctfOf(stack);
    }
    CtfTable ctf = TableChecks.readCtf(pickle, file.path(), particles, selection);
    return selection == null ? ctf : ctf.select(selection);
  }

  /**
   * Writes beside a new stack of the selected images what names them there: NAME.star, NAME.txt,
   * and NAME.cs if they were named by a .cs file.
   *
   * @param newBox the box size of the new images
   * @param newStack the new stack, written already
   */
  public void writeTables(int newBox, Path newStack) {
    Path star = beside(newStack, "star");
    if (file.relion() != null) {
      PreparedStar.write(file.relion(), stack.box(), newStack, star);
    } else {
      PreparedStar.write(newStack, star);
    }
    if (file.cryosparc() != null) {
      RescaledCs.write(file.cryosparc(), stack.box(), newBox, newStack, beside(newStack, "cs"));
    }
    AtomicFile.writeText(beside(newStack, "txt"), newStack.getFileName() + "\n");
  }

  /** The file of another extension beside a stack. */
  public static Path beside(Path stack, String extension) {
    String name = stack.getFileName().toString();
    return stack.resolveSibling(name.substring(0, name.lastIndexOf('.') + 1) + extension);
  }

  @Override
  public void close() {
    stack.close();
  }
}
