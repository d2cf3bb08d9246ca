package org.cryodrgn.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cryodrgn.core.Golden;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.device.Engine;
import org.cryodrgn.core.volume.VolumeExport;
import org.cryodrgn.core.volume.VolumePostProcess;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.torch.Checkpoint;
import org.cryodrgn.io.torch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python's eval_vol and eval_images make of a golden model. */
class TrainedModelTest {

  private static final Path WEIGHTS = Golden.file("fourier_gaussian/weights.1.pkl");
  private static final Path CONFIG = Golden.file("fourier_gaussian/config.yaml");
  private static final float[] Z = {0.1f, -0.2f, 0.3f, 0};

  @TempDir Path folder;

  @Test
  void volume() {
    MrcVolume volume = export(Z, OptionalInt.empty(), VolumePostProcess.NONE, 2);
    Golden.assertClose(Golden.mrc("cli/vol.mrc"), volume.values(), 1e-5);
    assertEquals(2, volume.pixelSize(), 1e-6);
  }

  @Test
  void processedVolume() {
    VolumePostProcess steps =
        new VolumePostProcess(true, true, OptionalDouble.of(12), OptionalInt.of(24));
    MrcVolume volume = export(Z, OptionalInt.empty(), steps, 2);
    Golden.assertClose(Golden.mrc("cli/vol_flip_invert_lp_crop.mrc"), volume.values(), 1e-5);
    assertEquals(24, volume.box());
    // Four voxels were cut off on each side.
    assertEquals(8, volume.position().originX(), 1e-6);
  }

  @Test
  void volumesAtASmallerBox() {
    for (int i = 0; i < 3; i++) {
      float[] z = {i - 1, 0, 0, 0};
      MrcVolume volume = export(z, OptionalInt.of(16), VolumePostProcess.NONE, 1);
      Golden.assertClose(Golden.mrc("cli/traj/vol_00" + (i + 1) + ".mrc"), volume.values(), 1e-5);
    }
  }

  @Test
  void aVolumeOfNoNumbersIsNotWritten() {
    float[] far = {Float.NaN, 0, 0, 0};
    DataException error =
        assertThrows(
            DataException.class, () -> export(far, OptionalInt.empty(), VolumePostProcess.NONE, 1));
    assertTrue(error.getMessage().contains("the volume holds NaN"), error.getMessage());
    assertEquals(0, folder.toFile().list().length);
  }

  @Test
  void images() {
    Path losses = folder.resolve("losses.pkl");
    Path z = folder.resolve("z.pkl");
    evaluate(SmallTraining.GOLDEN, losses, z);
    Latents expected = LatentFile.read(Golden.file("cli/z_images.pkl"));
    Latents actual = LatentFile.read(z);
    Golden.assertClose(expected.mean(), actual.mean(), 1e-5);
    Golden.assertClose(expected.logVariance(), actual.logVariance(), 1e-5);
    Map<?, ?> expectedLosses =
        (Map<?, ?>) PickleReader.readAll(Golden.file("cli/losses.pkl")).get(0);
    Map<?, ?> actualLosses = (Map<?, ?>) PickleReader.readAll(losses).get(0);
    assertEquals(expectedLosses.keySet(), actualLosses.keySet());
    for (Object key : expectedLosses.keySet()) {
      assertEquals((Double) expectedLosses.get(key), (Double) actualLosses.get(key), 1e-5);
    }
  }

  /** Of the eight images of its batch only the one that is to blame is named. */
  @Test
  void imagesOfInfiniteLossAreNamedAndNothingIsWritten() throws IOException {
    Path stack = folder.resolve("hot.mrcs");
    ParticleDataset.Source source = SmallTraining.poisoned(stack, 41, 1e30f);
    Path losses = folder.resolve("losses.pkl");
    Path z = folder.resolve("z.pkl");
    DataException error = assertThrows(DataException.class, () -> evaluate(source, losses, z));
    assertEquals(
        stack
            + ", image 42: the loss is not finite (1 of the 96 images evaluated; in the stack,"
            + " counted from 0: 41). Leave them out with --ind, or extract them again.",
        error.getMessage());
    assertFalse(Files.exists(losses));
    assertFalse(Files.exists(z));
  }

  /** The golden model with the names of cryoDRGN's tilt encoder, which two networks make up. */
  @Test
  void ofARunOnTiltSeriesVolumesAreDecodedAndNoImagesEncoded() throws IOException {
    Checkpoint golden = Checkpoint.read(WEIGHTS);
    Map<String, Tensor> model = new LinkedHashMap<>();
    model.put("encoder.encoder2.main.0.bias", Tensor.of(new float[7], 7));
    golden
        .model()
        .forEach(
            (name, tensor) ->
                model.put(
                    name.replaceFirst("^encoder", "encoder.encoder1"),
                    Tensor.of(tensor.toArray(), tensor.shape())));
    Path weights = folder.resolve("weights.1.pkl");
    new Checkpoint(1, model, Optional.empty(), Map.of()).write(weights);
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, Files.readString(CONFIG).replace("mode: resid", "mode: tilt"));
    MrcVolume volume = export(weights, config, Z, OptionalInt.empty(), VolumePostProcess.NONE, 2);
    Golden.assertClose(Golden.mrc("cli/vol.mrc"), volume.values(), 1e-5);
    Path z = folder.resolve("z.pkl");
    DataException error =
        assertThrows(
            DataException.class,
            () -> evaluate(weights, config, SmallTraining.GOLDEN, folder.resolve("l.pkl"), z));
    assertTrue(error.getMessage().contains("tilt is not available yet"), error.getMessage());
    assertFalse(Files.exists(z));
  }

  private static void evaluate(ParticleDataset.Source source, Path losses, Path z) {
    evaluate(WEIGHTS, CONFIG, source, losses, z);
  }

  private static void evaluate(
      Path weights, Path config, ParticleDataset.Source source, Path losses, Path z) {
    new ImageEvaluator(weights, config, 8, OptionalDouble.empty(), 1)
        .run(
            source,
            new ImageSettings(true, true, 0.85, null),
            losses,
            z,
            new TrainingListener() {});
  }

  @Test
  void weightsOfAnotherLatentDimensionAreRefused() throws IOException {
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, Files.readString(CONFIG).replace("zdim: 4", "zdim: 5"));
    Engine engine = Engine.start(1, true);
    DataException error =
        assertThrows(DataException.class, () -> TrainedModel.open(engine, WEIGHTS, config).close());
    assertTrue(error.getMessage().contains("weights.1.pkl"), error.getMessage());
    assertTrue(error.getMessage().contains("zdim 4"), error.getMessage());
    assertTrue(error.getMessage().contains("zdim 5"), error.getMessage());
  }

  @Test
  void weightsOfOtherLayersAreRefusedByTheParameterThatDiffers() throws IOException {
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, Files.readString(CONFIG).replace("pdim: 20", "pdim: 21"));
    Engine engine = Engine.start(1, true);
    DataException error =
        assertThrows(DataException.class, () -> TrainedModel.open(engine, WEIGHTS, config).close());
    assertTrue(error.getMessage().contains("decoder.decoder.main.0.weight"), error.getMessage());
    assertTrue(error.getMessage().contains("[20, 100]"), error.getMessage());
  }

  private MrcVolume export(
      float[] z, OptionalInt downsample, VolumePostProcess steps, double pixelSize) {
    return export(WEIGHTS, CONFIG, z, downsample, steps, pixelSize);
  }

  private MrcVolume export(
      Path weights,
      Path config,
      float[] z,
      OptionalInt downsample,
      VolumePostProcess steps,
      double pixelSize) {
    Path file = folder.resolve("volume.mrc");
    try (TrainedModel trained = TrainedModel.open(Engine.start(1, true), weights, config)) {
      new VolumeExport(trained.model(), trained.config().dataset(), downsample, steps, pixelSize, 1)
          .write(z, file);
    }
    return MrcVolume.read(file);
  }
}
