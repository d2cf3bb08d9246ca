package org.cryodrgn.core.preprocess;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.cryodrgn.core.fourier.FourierCrop;
import org.cryodrgn.core.volume.GivenMap;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.InputFiles;
import org.cryodrgn.io.mrc.MapPosition;
import org.cryodrgn.io.mrc.MrcHeader;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.mrc.MrcWriter;
import org.cryodrgn.io.particles.ParticleStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings images or a volume to a smaller box by keeping the central frequencies: the field of view
 * stays, the pixel size grows by D/d.
 */
public final class Downsampling {

  private static final Logger LOG = LoggerFactory.getLogger(Downsampling.class);

  private final int newBox;
  private final int batchSize;
  private final int threads;

  /**
   * @param newBox the new box size d, even
   * @param batchSize how many images are worked on together, as far as memory is bounded
   * @param threads how many threads share them
   */
  public Downsampling(int newBox, int batchSize, int threads) {
    this.newBox = newBox;
    this.batchSize = batchSize;
    this.threads = threads;
  }

  /** The new box size d. */
  public int newBox() {
    return newBox;
  }

  /**
   * Writes the smaller images of a stack to one file, float32.
   *
   * @param done told how many images are written by now
   * @throws DataException if the stack's box is smaller than the new one, or the file is one of the
   *     stack's own
   */
  public void stack(ParticleStack stack, Path target, IntConsumer done) {
    requireSmaller(newBox, stack.describe(0), stack.box());
    InputFiles.requireKept(target, stack.files());
    write(stack, 0, stack.size(), StackHeaders.resized(stack, newBox), target, done);
  }

  /**
   * Writes the smaller images to files of at most {@code chunk} images, NAME.0.mrcs, NAME.1.mrcs,
   * ..., and NAME.txt, which lists them.
   *
   * @param target NAME.mrcs
   * @return the list
   */
  public Path chunks(ParticleStack stack, Path target, int chunk, IntConsumer done) {
    requireSmaller(newBox, stack.describe(0), stack.box());
    String name = target.getFileName().toString();
    int dot = name.lastIndexOf('.');
    List<Path> parts = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (long from = 0; from < stack.size(); from += chunk) {
      String part = name.substring(0, dot) + "." + parts.size() + name.substring(dot);
      parts.add(target.resolveSibling(part));
      list.append(part).append('\n');
      InputFiles.requireKept(parts.get(parts.size() - 1), stack.files());
    }
    MrcHeader header = StackHeaders.resized(stack, newBox);
    Path listFile = target.resolveSibling(name.substring(0, dot) + ".txt");
    OutputSet.write(
        parts,
        i -> {
          int from = i * chunk;
          int to = (int) Math.min((long) from + chunk, stack.size());
          write(stack, from, to, header, parts.get(i), done);
        });
    AtomicFile.writeText(listFile, list);
    return listFile;
  }

  /**
   * Writes the smaller volume, where the larger one lies; as an origin, for a place in the grid of
   * the larger one need not be one in that of the smaller. Values grow by (D/d) cubed.
   */
  public void volume(Path source, Path target) {
    MrcVolume volume = GivenMap.read(source);
    requireSmaller(newBox, source.toString(), volume.box());
    float[] values = FourierCrop.volume(volume.values(), volume.box(), newBox, threads);
    new MrcVolume(newBox, values, volume.pixelSize() * volume.box() / newBox, place(volume))
        .write(target);
  }

  /** Boxes grow from their origin, which lies half a voxel beyond the middle of an odd one. */
  private static MapPosition place(MrcVolume volume) {
    MapPosition place = volume.position().asOrigin(volume.pixelSize());
    double beyond = (FourierCrop.origin(volume.box()) - volume.box() / 2.0) * volume.pixelSize();
    return MapPosition.origin(
        place.originX() + beyond, place.originY() + beyond, place.originZ() + beyond);
  }

  /**
   * Warns of images whose origin is not the pixel in the middle, from which shifts may count.
   *
   * @param stack images that are made smaller
   */
  public static void tellOfOrigin(ParticleStack stack) {
    int middle = stack.box() / 2;
    int origin = FourierCrop.origin(stack.box());
    if (origin != middle) {
      LOG.warn(
          "{}: its box of {} is odd: pixel {}, counted from 0, becomes the centre, as in cryoDRGN."
              + " Shifts that count from pixel {} will be one pixel of this box off",
          stack.files().get(0),
          stack.box(),
          origin,
          middle);
    }
  }

  private void write(
      ParticleStack stack, int from, int to, MrcHeader header, Path target, IntConsumer done) {
    StackPipeline pipeline =
        new StackPipeline(
            stack,
            newBox,
            batchSize,
            (first, count, images, results) ->
                FourierCrop.images(images, count, stack.box(), newBox, results, threads));
    try (MrcWriter writer = MrcWriter.create(target, header)) {
      pipeline.write(from, to, writer, done);
      writer.finish();
    }
  }

  /**
   * Checks that a box is not enlarged.
   *
   * @param what has the box, for the error
   * @throws DataException if it would be
   */
  static void requireSmaller(int newBox, String what, int box) {
    if (newBox > box) {
      throw new DataException(
          what + ": its box is " + box + ", smaller than " + newBox + ". Choose a smaller -D.");
    }
  }
}
