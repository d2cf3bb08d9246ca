package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.io.config.RunConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training that finds another in its folder tells of it and keeps of it. */
class ResumedTrainingTest {

  private static final String TRAINING =
      "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --enc-dim 16"
          + " --dec-dim 16 --no-analysis ";

  @TempDir static Path folder;

  @BeforeAll
  static void simulate() {
    run("simulate hinge -n 40 -D 16 -o {}/data");
  }

  private static String run(String line) {
    return CommandRunner.succeeds(line.replace("{}", folder.toString())).out();
  }

  private static void assertTold(String out, String words) {
    assertTrue(out.contains(words), words + " is not in: " + out);
  }

  /** A training that ended before its first checkpoint may be begun again. */
  @Test
  void aRunWithoutWeightsIsNoRun() throws IOException {
    run(TRAINING + "-n 1 -o {}/whole");
    Files.createDirectories(folder.resolve("begun"));
    Files.copy(folder.resolve("whole/config.yaml"), folder.resolve("begun/config.yaml"));
    run(TRAINING + "-n 1 -o {}/begun");
    assertTrue(Files.exists(folder.resolve("begun/weights.1.pkl")));
  }

  /** Images, or a part of the way, that a resumed training would see otherwise than before. */
  @Test
  void whatIsOtherThanBeforeIsTold() {
    String line = TRAINING + "--recipe fast -o {}/again -n ";
    run(line + "1 --uninvert-data --norm 0 1e3");
    String out = run(line + "2 --load latest --window-r 0.7");
    assertTold(out, "weights.1.pkl was trained on images that were inverted: false");
    assertTold(out, "from a radius of: 0.85; now it is 0.7");
    assertTold(out, "by --norm: 0.0 1000.0; now it is 0.0 ");
    assertTold(out, "1 epochs, not 2: the radius goes from 1.00 to 0.829 of the full");
    assertTold(out, "rate from 0.100 to 1.00 of --lr");
  }

  /** A data set that was made again with more particles, or another selection of it. */
  @Test
  void otherParticlesThanBeforeAreTold() {
    run(TRAINING + "-o {}/others -n 1");
    String first = folder.resolve("others/weights.1.pkl") + " was trained on 40 of 40 particles";
    String same = run(TRAINING + "-o {}/others -n 2 --load latest");
    assertFalse(same.contains("was trained on"), same);
    run("simulate hinge -n 50 -D 16 -o {}/more");
    String more = TRAINING.replace("{}/data", "{}/more");
    String out = run(more + "-o {}/others.more -n 2 --load {}/others/weights.1.pkl");
    assertTold(out, first);
    assertTold(out, "; now it is 50 of 50 particles");
    run("select_random 40 -n 30 -o {}/some.pkl");
    String some = run(TRAINING + "-o {}/others -n 3 --ind {}/some.pkl --load latest");
    assertTold(some, "weights.2.pkl was trained on 40 of 40 particles");
    assertTold(some, "; now it is 30 of 40 particles");
  }

  /** The frequencies are drawn once, and lie in the weights. */
  @Test
  void anotherFeatSigmaThanBeforeIsToldAndNotWrittenDown() {
    String line = TRAINING + "-o {}/frequencies -n ";
    run(line + "1 --feat-sigma 0.75");
    assertTold(
        run(line + "2 --load latest"),
        "--feat-sigma 0.5 has no effect: "
            + folder.resolve("frequencies/weights.1.pkl")
            + " holds the frequencies that were drawn with 0.75");
    assertEquals(
        OptionalDouble.of(0.75),
        RunConfig.read(folder.resolve("frequencies/config.yaml")).model().featureSigma());
  }

  /** Nothing is trained, but another run than that of the folder is not passed off as done. */
  @ParameterizedTest
  @CsvSource({
    "train_vae --zdim 2 --enc-dim 16 --dec-dim 16 --no-analysis,"
        + " train_vae --zdim 3 --enc-dim 16 --dec-dim 16 --no-analysis",
    "train_dec --zdim 2 --dim 16 --no-analysis, train_dec --zdim 2 --dim 24 --no-analysis",
    "train_nn --dim 16, train_nn --dim 16 --activation leaky_relu"
  })
  void aRunThatIsDoneIsHeldAgainstWhatIsAsked(String asBefore, String otherNetworks)
      throws IOException {
    Path out = folder.resolve("done").resolve(asBefore.split(" ")[0]);
    String inputs = " {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl";
    String rest = inputs + " -n 1 -o " + out;
    String again = rest + " --load latest";
    run(asBefore + rest);
    byte[] log = Files.readAllBytes(out.resolve("run.log"));
    String done = "All 1 epochs are done already";
    String same = run(asBefore + again);
    assertTold(same, done);
    assertFalse(same.contains("(WARNING)"), same);
    CommandRunner.Outcome other =
        CommandRunner.run((otherNetworks + again).replace("{}", folder.toString()));
    assertEquals(1, other.exitCode(), other.out());
    assertTrue(other.err().contains(out + "/weights.1.pkl"), other.err());
    assertFalse(other.out().contains(done), other.out());
    run("select_random 40 -n 30 -o {}/fewer.pkl");
    if (asBefore.startsWith("train_dec")) {
      CommandRunner.Outcome some =
          CommandRunner.run((asBefore + again + " --ind {}/fewer.pkl").replace("{}", "" + folder));
      assertTrue(some.err().contains("holds z of 40 particles, not 30"), some.err());
    } else {
      String some = run(asBefore + again + " --ind {}/fewer.pkl");
      assertTold(some, "weights.1.pkl was trained on 40 of 40 particles");
      assertTold(some, done);
    }
    assertArrayEquals(log, Files.readAllBytes(out.resolve("run.log")));
  }
}
