package org.cryodrgn.core.train;

import java.util.Locale;
import org.cryodrgn.core.memory.MemoryLimit;
import org.cryodrgn.core.memory.MemorySize;
import org.cryodrgn.io.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the images of a run are held so that the run keeps to its memory: all as float32 if they fit,
 * else all as float16, else read again in every epoch.
 *
 * @param held whether all images are held
 * @param precision of images that are held, all or a window's
 * @param shuffle how particles are drawn
 */
record MemoryPlan(boolean held, ImagePrecision precision, Shuffle shuffle) {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryPlan.class);

  /** A larger window brings nothing that could be measured. */
  private static final int LARGEST_WINDOW = 32_768;

  /** Fewer blocks of a window would leave too much of the stack's order. */
  private static final int FEWEST_BLOCKS = 256;

  /** Bytes that a disk reads in one go at its full rate. */
  private static final long BLOCK_BYTES = 4 << 20;

  /** The next window is read while one is used. */
  private static final int WINDOWS = 2;

  /**
   * The images' part of a run.
   *
   * @param particles how many
   * @param box box size D
   * @param pixels values kept of an image
   * @param readers threads that read
   */
  record Images(int particles, int box, int pixels, int readers) {

    private long bytes(ImagePrecision precision) {
      return (long) particles * pixels * precision.bytes();
    }

    /** Raw and transformed images in the hands of the reading threads. */
    private long readingBytes(int block) {
      return (long) readers * block * ((long) box * box + pixels) * Float.BYTES;
    }

    private int block(int window) {
      long together = BLOCK_BYTES / ((long) box * box * Float.BYTES);
      return (int) Math.max(1, Math.min(together, window / FEWEST_BLOCKS));
    }

    private long windowBytes(int window, ImagePrecision precision) {
      return (long) WINDOWS * window * pixels * precision.bytes() + readingBytes(block(window));
    }

    /** The largest window, of whole blocks or all particles, that takes no more. */
    private int window(long bytes, ImagePrecision precision) {
      int low = 0;
      int high = Math.min(particles, LARGEST_WINDOW);
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (windowBytes(middle, precision) <= bytes) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low == particles ? low : low - low % block(low);
    }
  }

  /**
   * Chooses, and tells the log.
   *
   * @param limit what the machine gives
   * @param jvm what the JVM takes at most for images
   * @param settings what is asked for
   * @param rest what the run takes beside its images
   * @param images the images
   * @throws DataException if the run cannot keep to what is asked for
   */
  static MemoryPlan of(
      MemoryLimit limit, long jvm, MemorySettings settings, MemoryEstimate rest, Images images) {
    MemoryLimit budget =
        settings.limit() > 0 ? new MemoryLimit(settings.limit(), "--max-memory") : limit.share();
    if (budget.bytes() > limit.bytes()) {
      LOG.warn(
          "--max-memory {} is more than the {} {}",
          MemorySize.text(budget.bytes()),
          MemorySize.text(limit.bytes()),
          limit.source());
    }
    long free = Math.min(jvm, budget.bytes() - rest.total());
    MemoryPlan plan = choose(free, settings, images);
    long taken = plan.imageBytes(images);
    LOG.info(
        "Memory: {} at most ({}), {} are expected",
        MemorySize.text(budget.bytes()),
        budget.source(),
        MemorySize.text(rest.total() + taken));
    LOG.info("Memory: images {}, {}", MemorySize.text(taken), rest);
    if (taken > free) {
      String needed =
          "The run needs %s, of which %s for images; %s are allowed (%s)"
              .formatted(
                  MemorySize.text(rest.total() + taken),
                  MemorySize.text(taken),
                  MemorySize.text(budget.bytes()),
                  budget.source());
      if (settings.limit() > 0) {
        boolean lowered = rest.withoutBatches() < budget.bytes();
        throw new DataException(
            needed
                + ". Raise --max-memory"
                + (lowered ? ", or lower --shuffler-size or --batch-size." : "."));
      }
      LOG.warn(needed);
    }
    plan.tell(settings, images);
    return plan;
  }

  private static MemoryPlan choose(long free, MemorySettings settings, Images images) {
    ImagePrecision asked = settings.precision();
    if (!settings.lazy()) {
      if (asked != ImagePrecision.FLOAT16 && images.bytes(ImagePrecision.FLOAT32) <= free) {
        return new MemoryPlan(true, ImagePrecision.FLOAT32, Shuffle.UNIFORM);
      }
      if (asked != ImagePrecision.FLOAT32 && images.bytes(ImagePrecision.FLOAT16) <= free) {
        return new MemoryPlan(true, ImagePrecision.FLOAT16, Shuffle.UNIFORM);
      }
    }
    ImagePrecision precision = asked == null ? ImagePrecision.FLOAT32 : asked;
    int window =
        settings.window() != null
            ? settings.window()
            : Math.max(Math.min(images.particles(), FEWEST_BLOCKS), images.window(free, precision));
    boolean oneByOne = window == 0 || window >= images.particles();
    return new MemoryPlan(
        false, precision, oneByOne ? Shuffle.UNIFORM : new Shuffle(window, images.block(window)));
  }

  private long imageBytes(Images images) {
    if (held) {
      return images.bytes(precision);
    }
    return shuffle.window() == 0
        ? images.readingBytes(1)
        : images.windowBytes(shuffle.window(), precision);
  }

  private void tell(MemorySettings settings, Images images) {
    if (held) {
      LOG.info("Images are held in memory as {}", name());
      if (settings.precision() == null && precision == ImagePrecision.FLOAT16) {
        LOG.warn(
            "As float32 they would take {}: float16 changes the last digits of results. To read"
                + " them again in every epoch instead, give --cache-dtype float32",
            MemorySize.text(images.bytes(ImagePrecision.FLOAT32)));
      }
      if (settings.window() != null && settings.window() > 0) {
        LOG.warn("--shuffler-size does nothing without --lazy: all images are held");
      }
      return;
    }
    LOG.info(
        "Images are read again in every epoch ({})",
        settings.lazy() ? "--lazy" : "they do not fit into memory");
    if (shuffle.window() == 0) {
      LOG.info("Particles are drawn from the whole set, each image read by itself");
      if (settings.precision() != null) {
        LOG.warn("--cache-dtype does nothing: no image is held");
      }
    } else {
      LOG.info(
          "Particles are drawn from windows of {}, of blocks of {} that follow each other"
              + " (--shuffler-size; 0: from the whole set, which reads each image by itself)",
          shuffle.window(),
          shuffle.block());
    }
  }

  private String name() {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
