package org.cryodrgn.core.train;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.cryodrgn.io.particles.ParticleStack;

/** Images read from their files and transformed each time they are asked for. */
final class StreamedImages implements HartleyImages {

  private final ParticleStack stack;
  private final ImagePixels pixels;
  private final ImagePreparation preparation;
  private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param stack the particles
   * @param pixels which pixels are kept
   * @param preparation what is done to an image
   */
  StreamedImages(ParticleStack stack, ImagePixels pixels, ImagePreparation preparation) {
    this.stack = stack;
    this.pixels = pixels;
    this.preparation = preparation;
  }

  @Override
  public int size() {
    return stack.size();
  }

  @Override
  public void read(int[] particles, float[] values) {
    Worker worker = idle.poll();
    if (worker == null) {
      worker = new Worker(new ImageTransform(pixels, preparation));
    }
    worker.read(particles, values);
    idle.add(worker);
  }

  private final class Worker {
    private final ImageTransform transform;
    private float[] images = new float[0];

    Worker(ImageTransform transform) {
      this.transform = transform;
    }

    void read(int[] particles, float[] values) {
      int area = stack.box() * stack.box();
      if (images.length < particles.length * area) {
        images = new float[particles.length * area];
      }
      stack.read(particles, images);
      for (int i = 0; i < particles.length; i++) {
        transform.apply(images, i * area, values, i * pixels.count());
      }
    }
  }
}
