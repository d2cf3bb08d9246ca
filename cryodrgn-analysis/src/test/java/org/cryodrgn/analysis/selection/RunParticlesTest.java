package org.cryodrgn.analysis.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.analysis.plot.PlotFormat;
import org.cryodrgn.analysis.report.RunFolder;
import org.cryodrgn.analysis.report.RunInputs;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.Latents;
import org.cryodrgn.io.numpy.NumpyArray;
import org.cryodrgn.io.pickle.PickleWriter;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.poses.Poses;
import org.cryodrgn.io.selection.IndexFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunParticlesTest {

  private static final Path GOLDEN = Path.of(System.getProperty("cryodrgn.test-data"), "golden");

  /** The run used four particles of the stack, not in their order. */
  private static final int[] USED = {90, 7, 3, 50};

  @TempDir Path folder;

  private RunInputs inputs;
  private CtfTable ctf;

  @BeforeEach
  void makeRun() throws IOException {
    float[] z = {3, 4, 1, 0, 0, 1, -1, -5};
    LatentFile.write(folder.resolve("z.2.pkl"), new Latents(4, 2, z, z));
    IndexFile.write(folder.resolve("ind.pkl"), USED);
    ctf = CtfFile.read(GOLDEN.resolve("ctf.pkl"));
    double[] rotations = new double[96 * 9];
    double[] shifts = new double[96 * 2];
    for (int i = 0; i < 96; i++) {
      Rotations.fromRelion(i, 10 + i, -i, rotations, 9 * i);
      shifts[2 * i] = i / 1000.0;
      shifts[2 * i + 1] = -i / 500.0;
    }
    PoseFile.write(folder.resolve("poses.pkl"), new Poses(rotations, shifts));
    Files.copy(GOLDEN.resolve("ctf.pkl"), folder.resolve("ctf.pkl"));
    inputs = inputs("resid");
  }

  private RunInputs inputs(String encoder) throws IOException {
    String config =
        Files.readString(GOLDEN.resolve("fourier_gaussian/config.yaml"))
            .replace("ind: null", "ind: ind.pkl")
            .replace("encode_mode: resid", "encode_mode: " + encoder);
    return RunInputs.of(Files.writeString(folder.resolve("config.yaml"), config));
  }

  private RunParticles particles(int kmeans) {
    return new RunParticles(new RunFolder(folder, 2), inputs, kmeans);
  }

  @Test
  void columnsAreOfTheParticlesThatTheRunUsed() {
    ParticleColumns table = particles(-1).columns();
    assertArrayEquals(new float[] {90, 7, 3, 50}, table.column("index"));
    assertArrayEquals(new float[] {3, 1, 0, -1}, table.column("z0"));
    assertEquals(5, table.column("znorm")[0], 1e-6);
    assertArrayEquals(new float[] {90, 7, 3, 50}, table.column("rot"), 1e-4f);
    assertArrayEquals(new float[] {100, 17, 13, 60}, table.column("tilt"), 1e-4f);
    assertArrayEquals(new float[] {-90, -7, -3, -50}, table.column("psi"), 1e-4f);
    assertArrayEquals(new float[] {0.09f, 0.007f, 0.003f, 0.05f}, table.column("TX"), 1e-7f);
    for (int row = 0; row < USED.length; row++) {
      assertEquals(ctf.get(USED[row], CtfTable.DEFOCUS_U), table.column("df1")[row]);
      assertEquals(ctf.get(USED[row], CtfTable.DEFOCUS_V), table.column("df2")[row]);
      assertEquals(ctf.get(USED[row], CtfTable.DEFOCUS_ANGLE), table.column("dfang")[row]);
    }
    assertArrayEquals(new float[] {4, 0, 1, -5}, table.column("z1"));
    assertArrayEquals(new float[] {-0.18f, -0.014f, -0.006f, -0.1f}, table.column("ty"), 1e-7f);
    assertEquals(300, table.column("voltage")[3]);
    assertEquals(2.7f, table.column("cs")[3]);
    assertEquals(0.1f, table.column("amplitude_contrast")[3]);
    assertEquals(0, table.column("phase")[3]);
    assertEquals(7.11f, table.column("pixel_size")[3]);
    // As NumPy's singular value decomposition has them.
    float[] first = {4.55954061f, 0.09695725f, 0.63085961f, -5.28735746f};
    float[] second = {0.52257958f, 0.23043284f, -1.0791275f, 0.32611508f};
    assertArrayEquals(first, table.column("pc1"), 1e-5f);
    assertArrayEquals(second, table.column("pc2"), 1e-5f);
  }

  /** Those of the same epoch, which are of the run's particles alone. */
  @Test
  void refinedPosesTakeThePlaceOfThoseGiven() {
    double[] rotations = new double[4 * 9];
    for (int i = 0; i < 4; i++) {
      Rotations.fromRelion(20 + i, 40, 0, rotations, 9 * i);
    }
    Poses refined = new Poses(rotations, new double[] {0.01, 0, 0.02, 0, 0.03, 0, 0.04, 0});
    PoseFile.write(folder.resolve("pose.1.pkl"), refined);
    assertArrayEquals(new float[] {90, 7, 3, 50}, particles(-1).columns().column("rot"), 1e-4f);
    PoseFile.write(folder.resolve("pose.2.pkl"), refined);
    ParticleColumns table = particles(-1).columns();
    assertArrayEquals(new float[] {20, 21, 22, 23}, table.column("rot"), 1e-4f);
    assertArrayEquals(new float[] {0.01f, 0.02f, 0.03f, 0.04f}, table.column("tx"), 1e-7f);
    PoseFile.write(folder.resolve("pose.2.pkl"), PoseFile.read(folder.resolve("poses.pkl")));
    DataException other =
        assertThrows(DataException.class, () -> particles(-1).columns().column("rot"));
    assertTrue(other.getMessage().contains("pose.2.pkl: holds poses of 96"), "" + other);
  }

  /** Those that a run refined are of its tilts, too. */
  @Test
  void posesAndCtfOfTiltsAreNoColumns() throws IOException {
    inputs = inputs("tilt");
    PoseFile.write(folder.resolve("pose.2.pkl"), PoseFile.read(folder.resolve("poses.pkl")));
    ParticleColumns table = particles(-1).columns();
    assertArrayEquals(new float[] {90, 7, 3, 50}, table.column("index"));
    for (String column : new String[] {"rot", "tx", "defocus_u"}) {
      DataException e = assertThrows(DataException.class, () -> table.column(column));
      assertTrue(e.getMessage().contains("is of tilt series, whose"), e.getMessage());
    }
  }

  @Test
  void umapAndLabelsNeedAnAnalysisAndSayHowToGetIt() throws IOException {
    ParticleColumns table = particles(-1).columns();
    DataException noLabels = assertThrows(DataException.class, () -> particles(-1).labels());
    assertTrue(noLabels.getMessage().contains("cryodrgn analyze " + folder + " 2"));
    assertFalse(particles(-1).hasUmap());
    // Of a z of two dimensions analyze makes no UMAP, of one no clusters either.
    DataException noUmap = assertThrows(DataException.class, () -> table.column("umap1"));
    assertTrue(noUmap.getMessage().endsWith("Choose by pc1 and pc2."), noUmap.getMessage());

    Path analysis = folder.resolve("analyze.2");
    PickleWriter.write(
        analysis.resolve("kmeans2/labels.pkl"), NumpyArray.of(new long[] {0, 1, 1, 0}, 4));
    PickleWriter.write(
        analysis.resolve("umap.pkl"), NumpyArray.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2));
    assertArrayEquals(new int[] {0, 1, 1, 0}, particles(-1).labels());
    assertArrayEquals(new float[] {2, 4, 6, 8}, particles(-1).columns().column("umap2"));
    Files.createDirectories(analysis.resolve("kmeans20"));
    DataException several = assertThrows(DataException.class, () -> particles(-1).labels());
    assertTrue(several.getMessage().contains("kmeans2, kmeans20"), several.getMessage());
    assertArrayEquals(new int[] {0, 1, 1, 0}, particles(2).labels());
  }

  @Test
  void aSelectionOfAnotherLengthIsRefused() {
    IndexFile.write(folder.resolve("ind.pkl"), new int[] {1, 2, 3});
    DataException e = assertThrows(DataException.class, () -> particles(-1));
    assertTrue(e.getMessage().contains("3 indices"), e.getMessage());
    IndexFile.write(folder.resolve("ind.pkl"), new int[] {1, 2, 3, 96});
    assertThrows(DataException.class, () -> particles(-1).columns().column("defocus_u"));
  }

  @Test
  void whatIsWrittenCountsInTheOriginalStack() {
    RunParticles particles = particles(-1);
    ParticleSelection selection = new ParticleSelection(particles.columns()).where("z0 >= 1");
    SelectionFiles files = SelectionFiles.named(folder, "good.pkl", PlotFormat.PNG);
    files.checkAbsent();
    files.write(
        selection, particles.columns(), particles.original(), "pc1", "pc2", new int[] {3, 4});
    assertArrayEquals(new int[] {7, 90}, IndexFile.read(folder.resolve("good.pkl")));
    assertArrayEquals(new int[] {3, 50}, IndexFile.read(folder.resolve("good_inverse.pkl")));
    assertTrue(Files.exists(folder.resolve("good.png")));
    assertThrows(DataException.class, files::checkAbsent);
  }
}
