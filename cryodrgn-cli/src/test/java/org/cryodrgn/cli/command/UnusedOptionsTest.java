package org.cryodrgn.cli.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryodrgn.cli.run.CommandRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option that, with the others, changes nothing is told of. */
class UnusedOptionsTest {

  private static final String TRAINING =
      "train_vae {}/data/particles.star --zdim 2 -n 1 --enc-dim 8 --dec-dim 8 --no-analysis -o {}/";

  @TempDir static Path folder;

  @BeforeAll
  static void makeRun() throws IOException {
    run("simulate hinge -n 30 -D 16 -o {}/data");
    run(TRAINING + "run");
    Files.writeString(folder.resolve("z.txt"), "0 0\n1 1\n");
    Files.writeString(folder.resolve("states.txt"), "0\n1\n2\n".repeat(10));
  }

  private static String run(String line) {
    return CommandRunner.succeeds(line.replace("{}", folder.toString())).out();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 --prefix x -o {}/o.mrc|--prefix does nothing with -z",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml --zfile {}/z.txt -n 3 -o {}/volumes|-n does nothing with --zfile",
        "filter {}/run --where znorm<9 --sel-dir {} -o a --labels-file {}/x.pkl|--labels-file does nothing without --labels",
        "filter {}/run --where znorm<9 --sel-dir {} -o b --polygon-axes z0,z1|--polygon-axes does nothing without --polygon",
        "filter {}/run --where znorm<9 --sel-dir {} -o c --outlier-threshold 3|--outlier-threshold does nothing without --outliers",
        "simulate hinge -n 20 -D 16 --states 3 -o {}/hinge|--states does nothing to a hinge",
        "simulate assembly -n 20 -D 16 --arc 90 -o {}/assembly|--arc does nothing to an assembly",
        "score_latent {}/run/z.1.pkl {}/states.txt --labels --period 360|--period does nothing with --labels",
        TRAINING + "held --shuffler-size 10|--shuffler-size does nothing without --lazy",
        TRAINING + "wide --tdim 8|--tdim does nothing to single particles",
        TRAINING + "deep --tlayers 2 --t-emb-dim 8|--tlayers does nothing to single particles",
        "eval_images {}/data/particles.star {}/run/weights.1.pkl --tdim 8 -o {}/l.pkl --out-z {}/z.pkl|--tdim does nothing to single particles",
        TRAINING
            + "plain --pe-type none --feat-sigma 3|--feat-sigma does nothing without --pe-type gaussian",
        "preprocess {}/data/particles.star --no-window --window-r 0.5 -o {}/whole.mrcs|--window-r does nothing with --no-window",
        TRAINING + "real --use-real|--use-real does nothing without --encode-mode conv",
        TRAINING + "read --lazy --shuffler-size 0 --cache-dtype float16|--cache-dtype does nothing",
      })
  void isTold(String line, String words) {
    String out = run(line);
    assertTrue(out.contains(words), out);
  }
}
