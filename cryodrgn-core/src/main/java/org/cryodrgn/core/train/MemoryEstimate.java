package org.cryodrgn.core.train;

import java.util.Optional;
import java.util.stream.LongStream;
import org.cryodrgn.core.memory.MemorySize;
import org.cryodrgn.core.model.EncoderKind;
import org.cryodrgn.core.model.ModelSpec;
import org.cryodrgn.core.model.ParameterLayout;

/**
 * Main memory, in bytes, that a training takes beside its images. Memory of a GPU is not counted.
 *
 * @param engine the program, its libraries, and the engine's work space
 * @param model weights, gradients, moments, and what a step makes of them
 * @param batches those prepared ahead
 * @param particles poses, CTF parameters, places in files, orders
 * @param latents of all particles, and the copy that is written
 */
record MemoryEstimate(long engine, long model, long batches, long particles, long latents) {

  private static final long CPU_ENGINE = 450L << 20;
  private static final long GPU_ENGINE = 4L << 30;

  /** Rotation and shift, twice while a selection is made of them; the CTF's floats likewise. */
  private static final int PARTICLE_BYTES = 2 * 8 * (9 + 2) + 2 * 4 * 9 + 5 * 4;

  /** Vectors of parameters: themselves, gradients and moments, and what a step makes of them. */
  private static final int PARAMETER_VECTORS = 4 + 3;

  /** Of an encoder's latents: means and log variances, and what is written of both. */
  private static final int ENCODED_ARRAYS = 2 * 2;

  /** Of latents that are learned: rows and two moments, the checkpoint's copy, and z.pkl's. */
  private static final int TABLE_ARRAYS = 2 * 3 + 1;

  static MemoryEstimate of(
      ModelSpec spec,
      ImagePixels pixels,
      int particles,
      int batchSize,
      Optional<PoseSettings> poses,
      int workers,
      boolean onGpu) {
    long points = (long) pixels.masked().length / spec.domain().channels();
    long values = points * spec.domain().channels();
    int refined = poses.map(MemoryEstimate::refinedPoseBytes).orElse(0);
    long images = Math.min(batchSize, particles);
    long batch =
        images * pixels.count() * Float.BYTES
            + LongStream.of(
                    spec.encoderInputs(), points * 3, values, points, refined > 0 ? values : 0)
                .map(ofImage -> bufferBytes(images * ofImage, onGpu))
                .sum();
    int latentArrays = spec.encoder() == EncoderKind.NONE ? TABLE_ARRAYS : ENCODED_ARRAYS;
    return new MemoryEstimate(
        onGpu ? GPU_ENGINE : CPU_ENGINE,
        (long) new ParameterLayout(spec).size() * Float.BYTES * PARAMETER_VECTORS,
        (workers + 1L) * batch,
        (long) particles * (PARTICLE_BYTES + refined),
        (long) latentArrays * particles * spec.latentDimension() * Float.BYTES);
  }

  /** PyTorch rounds page-locked memory up to a power of two. */
  private static long bufferBytes(long values, boolean onGpu) {
    long bytes = values * Float.BYTES;
    return onGpu && bytes > 0 ? Long.highestOneBit(2 * bytes - 1) : bytes;
  }

  /** Rows and their moments, the copy that a checkpoint is written from, and the pose file's. */
  private static int refinedPoseBytes(PoseSettings poses) {
    int row = poses.embedding().size() + 2;
    return Float.BYTES * (2 * 3 * row + 9 + 2);
  }

  long total() {
    return engine + model + batches + particles + latents;
  }

  /** What smaller batches do not save. */
  long withoutBatches() {
    return total() - batches;
  }

  @Override
  public String toString() {
    return "program and engine %s, model %s, batches %s, particles %s, z %s"
        .formatted(
            MemorySize.text(engine),
            MemorySize.text(model),
            MemorySize.text(batches),
            MemorySize.text(particles),
            MemorySize.text(latents));
  }
}
