package org.cryodrgn.analysis.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.cryodrgn.core.dataset.ParticleDataset;
import org.cryodrgn.core.doctor.Finding;
import org.cryodrgn.core.geometry.Rotations;
import org.cryodrgn.core.simulate.SimulationSettings.Kind;
import org.cryodrgn.io.ctf.CtfTable;
import org.cryodrgn.io.poses.Poses;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault at a time is put into a sound data set, and the check that is there for it tells. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorFaultsTest {

  /**
   * A fault.
   *
   * @param name as in docs/doctor.md
   * @param check the check that must tell
   * @param status how
   * @param source the data set with it
   * @param machine where it will run
   */
  record Fault(
      String name,
      String check,
      Finding.Status status,
      ParticleDataset.Source source,
      Machine machine) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<String> SPOILT = List.of("pose convention", "CTF fit");

  @TempDir static Path folder;

  private SimulatedSet set;
  private final List<Fault> faults = new ArrayList<>();

  @BeforeAll
  void makeFaults() throws IOException {
    set = new SimulatedSet(folder.resolve("set"), Kind.HINGE, 0.2, 11);
    Poses poses = set.poses();
    int[] swapped = SimulatedSet.halvesSwapped();
    int[] few = IntStream.range(0, 200).toArray();

    String star = Files.readString(set.file("particles.star"));
    fail(
        "image file that is not there",
        "particles",
        set.source(
            set.write("lost.star", star.replace("particles.mrcs", "x.mrcs")), null, null, null));
    byte[] bytes = Files.readAllBytes(set.file("particles.mrcs"));
    Files.write(set.file("short.mrcs"), Arrays.copyOf(bytes, bytes.length - 5000));
    fail("truncated stack", "particles", set.source("short.mrcs", "poses.pkl", "ctf.pkl", null));
    fail("too few poses", "number of poses", withPoses(set.write("few.pkl", poses.select(few))));
    fail(
        "CTF of another number of particles",
        "number of CTF rows",
        withCtf(set.write("fewctf.pkl", set.ctf().select(few))));
    fail(
        "poses in another order than the .star",
        "order",
        set.source(
            "particles.star", set.write("swapped.pkl", poses.select(swapped)), "ctf.pkl", null));
    fail(
        "CTF in another order than the .cs",
        "order",
        set.source(
            "particles.cs",
            "poses.pkl",
            set.write("swappedctf.pkl", set.ctf().select(swapped)),
            null));
    warn("poses of other particles, no .star", "pose convention", withPoses("swapped.pkl"));

    warn("box of the CTF twice too large", "box and pixel size", withScaled(CtfTable.BOX, 2));
    fail("box of the CTF too small", "box and pixel size", withScaled(CtfTable.BOX, 0.5));
    warn("pixel size not the header's", "box and pixel size", withScaled(CtfTable.PIXEL_SIZE, 1.3));
    float[] twoScales = set.ctf().values().clone();
    for (int i = 0; i < 100 * CtfTable.COLUMNS; i += CtfTable.COLUMNS) {
      twoScales[i + CtfTable.PIXEL_SIZE] *= 1.02f;
    }
    warn(
        "images of two pixel sizes",
        "box and pixel size",
        withCtf(set.write("scales.pkl", new CtfTable(twoScales))));
    float[] micrometres = set.ctf().values().clone();
    for (int i = 0; i < micrometres.length; i += CtfTable.COLUMNS) {
      micrometres[i + CtfTable.DEFOCUS_U] *= 1e-4f;
      micrometres[i + CtfTable.DEFOCUS_V] *= 1e-4f;
    }
    fail(
        "defocus in micrometres",
        "defocus",
        withCtf(set.write("um.pkl", new CtfTable(micrometres))));
    warn("defocus in nanometres", "defocus", withCtf(set.write("nm.pkl", nanometres())));
    warn(
        "amplitude contrast of 0",
        "amplitude contrast",
        withScaled(CtfTable.AMPLITUDE_CONTRAST, 0));
    warn(
        "defocus angle in radians",
        "defocus angle",
        withScaled(CtfTable.DEFOCUS_ANGLE, Math.PI / 180));
    fail("voltage in V", "voltage", withScaled(CtfTable.VOLTAGE, 1000));
    fail(
        "spherical aberration in micrometres",
        "spherical aberration",
        withScaled(CtfTable.SPHERICAL_ABERRATION, 1000));
    fail(
        "amplitude contrast in percent",
        "amplitude contrast",
        withScaled(CtfTable.AMPLITUDE_CONTRAST, 100));
    float[] noPhase = set.ctf().values().clone();
    noPhase[3 * CtfTable.COLUMNS + CtfTable.PHASE_SHIFT] = Float.NaN;
    fail(
        "phase shift that is no number",
        "phase shift",
        withCtf(set.write("nophase.pkl", new CtfTable(noPhase))));

    makeOpticsFaults(star);
    makePoseFaults(poses);
    makeImageFaults(star);
    fail(
        "index out of range",
        "selection",
        set.source("particles.mrcs", "poses.pkl", "ctf.pkl", set.write("far.pkl", 0, 1, 300)));
    fail(
        "index there twice",
        "selection",
        set.source("particles.mrcs", "poses.pkl", "ctf.pkl", set.write("twice.pkl", 0, 1, 1)));
    Machine large = SimulatedSet.largeMachine();
    add(
        "no disk space",
        "disk",
        Finding.Status.FAIL,
        withPoses("poses.pkl"),
        new Machine(1 << 20, true, large.heapBytes(), 2, large.gpu()));
    add(
        "too little memory",
        "memory",
        Finding.Status.WARN,
        withPoses("poses.pkl"),
        new Machine(large.freeBytes(), true, 1 << 18, 2, large.gpu()));
    add(
        "GPU that does not answer",
        "GPU",
        Finding.Status.WARN,
        withPoses("poses.pkl"),
        new Machine(large.freeBytes(), true, 1L << 36, 2, new Machine.Gpu(true, List.of())));
  }

  private CtfTable nanometres() {
    float[] values = set.ctf().values().clone();
    for (int i = 0; i < values.length; i += CtfTable.COLUMNS) {
      values[i + CtfTable.DEFOCUS_U] *= 0.1f;
      values[i + CtfTable.DEFOCUS_V] *= 0.1f;
    }
    return new CtfTable(values);
  }

  private void makeOpticsFaults(String star) throws IOException {
    warn("beam tilt in the .star", "aberrations", withOptics(star, "_rlnBeamTiltX", "0.2"));
    warn(
        "Zernike coefficients in the .star",
        "aberrations",
        withOptics(star, "_rlnEvenZernike", "[0,0,0,0,0,0,3.5,0,0]"));
    warn(
        "images multiplied by their CTF",
        "aberrations",
        withOptics(star, "_rlnCtfDataAreCtfPremultiplied", "1"));
  }

  /** The data set with one more column in the table of optics. */
  private ParticleDataset.Source withOptics(String star, String label, String value)
      throws IOException {
    String changed =
        star.replaceFirst("(?m)^_rlnImageDimensionality.*$", "$0\n" + label + " #9")
            .replaceFirst("(?m)^1 opticsGroup1.*$", "$0 " + value);
    return set.source(set.write(label + ".star", changed), null, null, null);
  }

  private void makePoseFaults(Poses poses) {
    double[] r = poses.rotations();
    double[] t = poses.translations();
    double[] transposed = new double[r.length];
    double[] sheared = r.clone();
    for (int i = 0; i < r.length; i++) {
      transposed[i] = r[i / 9 * 9 + i % 3 * 3 + i % 9 / 3];
    }
    for (int k = 0; k < 3; k++) {
      sheared[9 * 7 + k] += 0.1;
    }
    warn(
        "transposed rotations",
        "pose convention",
        withPoses(set.write("transposed.pkl", new Poses(transposed, t))));
    fail(
        "matrix that is no rotation",
        "rotations",
        withPoses(set.write("sheared.pkl", new Poses(sheared, t))));
    double[] pixels = Arrays.stream(t).map(x -> SimulatedSet.BOX * x).toArray();
    fail("shifts in pixels", "shifts", withPoses(set.write("pixels.pkl", new Poses(r, pixels))));
    double[] turned = Arrays.stream(t).map(x -> -x).toArray();
    warn(
        "shifts of the other sign",
        "direction of shifts",
        withPoses(set.write("turned.pkl", new Poses(r, turned))));
    makeFittedFaults(poses);
    warn(
        "shifts in pixels of another size, some in a .cs",
        "scale of shifts",
        set.source(set.halvedShifts("halved.cs", 200), null, null, null));
  }

  /** What only the fit of projections to images tells. */
  private void makeFittedFaults(Poses poses) {
    double[] r = poses.rotations();
    double[] t = poses.translations();
    int size = poses.size();
    double[] turned = new double[r.length];
    double[] mixed = r.clone();
    double[] angles = new double[3];
    double[] oneSign = t.clone();
    double[] swapped = new double[t.length];
    for (int i = 0; i < size; i++) {
      Rotations.toRelion(r, 9 * i, angles, 0);
      Rotations.fromRelion(angles[0], angles[1], -angles[2], turned, 9 * i);
      for (int k = 0; k < 9 && i < size / 4; k++) {
        mixed[9 * i + k] = r[9 * i + k % 3 * 3 + k / 3];
      }
      oneSign[2 * i] = -t[2 * i];
      swapped[2 * i] = t[2 * i + 1];
      swapped[2 * i + 1] = t[2 * i];
    }
    int[] next = IntStream.range(0, size).map(i -> (i + 1) % size).toArray();
    warn(
        "poses off by one row, no .star",
        "pose convention",
        withPoses(set.write("next.pkl", poses.select(next))));
    warn(
        "angle psi of the other sign",
        "pose convention",
        withPoses(set.write("psi.pkl", new Poses(turned, t))));
    warn(
        "a quarter of the rotations transposed",
        "parts of the set",
        withPoses(set.write("mixed.pkl", new Poses(mixed, t))));
    warn(
        "shifts along x of the other sign",
        "direction of shifts",
        withPoses(set.write("onesign.pkl", new Poses(r, oneSign))));
    warn(
        "x and y of the shifts swapped",
        "direction of shifts",
        withPoses(set.write("xy.pkl", new Poses(r, swapped))));
    double[] large = Arrays.stream(t).map(x -> 3 * x).toArray();
    warn(
        "shifts three times too large",
        "direction of shifts",
        withPoses(set.write("large.pkl", new Poses(r, large))));
    int[] later = IntStream.range(0, size).map(i -> (i + size / 3) % size).toArray();
    warn(
        "CTF of other particles, no .star",
        "CTF fit",
        withCtf(set.write("later.pkl", set.ctf().select(later))));
    warn("voltage of another microscope", "CTF fit", withScaled(CtfTable.VOLTAGE, 0.5));
  }

  private void makeImageFaults(String star) throws IOException {
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

  private ParticleDataset.Source withPoses(String poses) {
    return set.source("particles.mrcs", poses, "ctf.pkl", null);
  }

  private ParticleDataset.Source withCtf(String ctf) {
    return set.source("particles.mrcs", "poses.pkl", ctf, null);
  }

  private ParticleDataset.Source withScaled(int column, double factor) {
    return withCtf(set.scaled("ctf-" + column + "-" + factor + ".pkl", column, factor));
  }

  private ParticleDataset.Source withStack(String stack) {
    return set.source(stack, "poses.pkl", "ctf.pkl", null);
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

  private void fail(String name, String check, ParticleDataset.Source source) {
    add(name, check, Finding.Status.FAIL, source, SimulatedSet.largeMachine());
  }

  private void warn(String name, String check, ParticleDataset.Source source) {
    add(name, check, Finding.Status.WARN, source, SimulatedSet.largeMachine());
  }

  private void add(
      String name,
      String check,
      Finding.Status status,
      ParticleDataset.Source source,
      Machine machine) {
    faults.add(new Fault(name, check, status, source, machine));
  }

  List<Fault> faults() {
    return faults;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFound(Fault fault) {
    List<Finding> findings =
        new Doctor(fault.source(), folder, true, 2000, fault.machine()).examine();
    String table = new DoctorReport(fault.source().particles(), findings).table();
    List<Finding> wrong =
        findings.stream().filter(finding -> finding.status() != Finding.Status.OK).toList();
    assertTrue(
        wrong.stream()
            .anyMatch(f -> f.title().equals(fault.check()) && f.status() == fault.status()),
        table);
    for (Finding finding : wrong) {
      assertFalse(finding.remedy().isEmpty(), table);
      // A worse fault hides others; a pose that belongs to another particle spoils its map too.
      assertTrue(
          finding.title().equals(fault.check())
              || fault.check().equals("order") && SPOILT.contains(finding.title())
              // What a wrong unit changes is seen in the fit too.
              || fault.check().equals("defocus") && finding.title().equals("CTF fit")
              || fault.check().equals("box and pixel size") && finding.title().equals("CTF fit"),
          table);
    }
  }

  /** The table of docs/doctor.md has a row for each fault, and no other. */
  @Test
  void areInTheDocumentation() throws IOException {
    Path docs = Path.of(System.getProperty("cryodrgn.test-data")).resolve("../../docs/doctor.md");
    List<String> rows =
        Files.readAllLines(docs).stream().filter(line -> line.startsWith("| ")).skip(1).toList();
    List<String> expected =
        faults.stream()
            .map(
                fault ->
                    "| %s | %s | %s |"
                        .formatted(
                            fault.name(),
                            fault.check(),
                            fault.status().name().toLowerCase(Locale.ROOT)))
            .toList();
    assertEquals(String.join("\n", expected), String.join("\n", rows));
  }
}
