package org.cryodrgn.analysis.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.cryodrgn.core.dataset.ParticleDataset;

/** Faults of images. */
final class ImageFaults extends Faults {

  ImageFaults(SimulatedSet set, List<Fault> faults) {
    super(set, faults);
  }

  void addAll() throws IOException {
    String star = Files.readString(set.file("particles.star"));
    int pixels = SimulatedSet.BOX * SimulatedSet.BOX;
    warn(
        "inverted contrast",
        "contrast",
        withStack(
            set.stack(
                "inverted.mrcs",
                (i, image) -> {
                  for (int p = 0; p < pixels; p++) {
                    image[p] = -image[p];
                  }
                })));
    warn(
        "images upside down",
        "pose convention",
        withStack(
            set.stack(
                "upside.mrcs",
                (i, image) -> {
                  float[] copy = image.clone();
                  for (int p = 0; p < pixels; p++) {
                    int row = (SimulatedSet.BOX - p / SimulatedSet.BOX) % SimulatedSet.BOX;
                    image[p] = copy[row * SimulatedSet.BOX + p % SimulatedSet.BOX];
                  }
                })));
    warn(
        "images transposed",
        "pose convention",
        withStack(
            set.stack(
                "transposed.mrcs",
                (i, image) -> {
                  float[] copy = image.clone();
                  for (int p = 0; p < pixels; p++) {
                    image[p] = copy[p % SimulatedSet.BOX * SimulatedSet.BOX + p / SimulatedSet.BOX];
                  }
                })));
    warn(
        "a quarter of the images inverted",
        "parts of the set",
        withStack(inverted("quarter.mrcs", i -> i < SimulatedSet.PARTICLES / 4)));
    warn(
        "half the images inverted",
        "parts of the set",
        withStack(inverted("half.mrcs", i -> i < SimulatedSet.PARTICLES / 2)));
    warn(
        "every other image inverted",
        "parts of the set",
        withStack(inverted("other.mrcs", i -> i % 2 == 1)));
    String row = star.lines().filter(line -> line.contains("000012@")).findFirst().orElseThrow();
    warn(
        "particles named twice",
        "duplicates",
        set.source(set.write("named.star", star.replace(row, row + "\n" + row)), null, null, null));
    float[] kept = new float[pixels];
    warn(
        "copies of an image",
        "duplicates",
        withStack(
            set.stack(
                "copies.mrcs",
                (i, image) -> {
                  if (i == 30) {
                    System.arraycopy(image, 0, kept, 0, pixels);
                  } else if (i == 200) {
                    System.arraycopy(kept, 0, image, 0, pixels);
                  }
                })));
    warn("constant image", "image values", withChanged(40, image -> Arrays.fill(image, 2)));
    fail("NaN in an image", "image values", withChanged(50, image -> image[9] = Float.NaN));
    warn("hot pixel", "outlier images", withChanged(60, image -> image[99] = 1000));
    warn(
        "image of another scale",
        "outlier images",
        withChanged(
            70,
            image -> {
              for (int p = 0; p < pixels; p++) {
                image[p] *= 5;
              }
            }));
    warn(
        "half the images of another scale",
        "outlier images",
        withStack(
            set.stack(
                "scaled.mrcs",
                (i, image) -> {
                  for (int p = 0; p < pixels; p++) {
                    image[p] *= i % 2 == 0 ? 20 : 1;
                  }
                })));
    warn(
        "images that are not normalised",
        "normalisation",
        withStack(
            set.stack(
                "grey.mrcs",
                (i, image) -> {
                  for (int p = 0; p < pixels; p++) {
                    image[p] = 100 + 10 * image[p];
                  }
                })));
  }

  private String inverted(String name, IntPredicate which) {
    return set.stack(
        name,
        (i, image) -> {
          for (int p = 0; p < image.length && which.test(i); p++) {
            image[p] = -image[p];
          }
        });
  }

  private ParticleDataset.Source withChanged(int changed, Consumer<float[]> change) {
    return withStack(
        set.stack(
            "changed" + changed + ".mrcs",
            (i, image) -> {
              if (i == changed) {
                change.accept(image);
              }
            }));
  }
}
