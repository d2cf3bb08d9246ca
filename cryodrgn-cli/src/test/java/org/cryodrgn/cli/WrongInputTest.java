package org.cryodrgn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.cryodrgn.cli.run.CommandRunner;
import org.cryodrgn.cli.run.CommandRunner.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wrong input ends in one line that names the file, the place and the remedy, with the right exit
 * code, and leaves the folder as it was.
 */
class WrongInputTest {

  /** As many messages as show that the whole table was tried, not a row of it. */
  private static final int ALL = 80;

  @TempDir static Path folder;

  private static ErrorGuide guide;
  private static FileChannel busy;
  private static int tried;

  @BeforeAll
  static void makeFiles() throws IOException {
    guide = new ErrorGuide();
    // A training that is at work in another folder.
    Files.createDirectories(folder.resolve("busy"));
    busy =
        FileChannel.open(
            folder.resolve("busy/run.log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    busy.lock();
    FaultyFiles.make(folder);
  }

  @AfterAll
  static void everyFamilyOfTheGuideWasMet() throws IOException {
    busy.close();
    if (tried >= ALL) {
      assertEquals(List.of(), guide.notMet());
    }
  }

  /** A shell variable that is not set. */
  @Test
  void emptyArgumentsAreRefused() {
    for (String[] line :
        new String[][] {
          {"train_vae", "", "--zdim", "2", "-o", folder + "/o"},
          {"train_vae", folder + "/data/particles.star", "--zdim", "2", "-o", ""},
        }) {
      Outcome outcome = CommandRunner.run(line);
      assertEquals(2, outcome.exitCode());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().contains("empty"), outcome.err());
    }
  }

  /** Latents of another training in a run's folder. */
  @Test
  void latentsOfOtherParticlesAreTold() throws IOException {
    Files.createDirectories(folder.resolve("mixed"));
    for (String name : List.of("config.yaml", "weights.1.pkl")) {
      Files.copy(folder.resolve("run").resolve(name), folder.resolve("mixed").resolve(name));
    }
    CommandRunner.succeeds(
        "filter_pkl {}/run/z.1.pkl --first 25 -o {}/mixed/z.1.pkl"
            .replace("{}", folder.toString()));
    String words =
        "{}/mixed/z.1.pkl holds 25 particles, but {}/data/ctf.pkl, which {}/mixed/config.yaml"
            + " names, 40";
    for (String line :
        List.of(
            "filter {}/mixed --where znorm<9 -o {}/kept.mixed",
            "analyze {}/mixed 1 --pc 0 --ksample 2 --skip-umap -o {}/analysis.mixed")) {
      for (String run : List.of("mixed", "run")) {
        String out =
            CommandRunner.succeeds(line.replace("mixed", run).replace("{}", folder.toString()))
                .out();
        assertEquals(
            run.equals("mixed"), out.contains(words.replace("{}", folder.toString())), out);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Missing, empty, cut off.
        "parse_ctf_star {}/none.star -o {}/o.pkl|1|none.star",
        "parse_pose_star {}/empty.star -o {}/o.pkl|1|empty.star",
        "parse_pose_csparc {}/empty.cs -D 16 -o {}/o.pkl|1|empty.cs",
        "parse_pose_csparc {}/boxes.cs -o {}/o.pkl|1|boxes.cs (row 4, field blob/shape);filter_cs",
        "parse_ctf_csparc {}/boxes.cs -o {}/o.pkl|1|boxes.cs (row 4, field blob/shape);filter_cs",
        "write_star {}/boxes.cs -o {}/o.star|1|boxes.cs (row 4, field blob/shape);filter_cs",
        "train_nn {}/classes.cs -o {}/o|1|classes.cs;alignments3X/pose;3D refinement",
        "downsample {}/none.mrcs -D 8 -o {}/o.mrcs|1|none.mrcs",
        "downsample {}/empty.mrcs -D 8 -o {}/o.mrcs|1|empty.mrcs",
        "downsample {}/truncated.mrcs -D 8 -o {}/o.mrcs|1|truncated.mrcs;bytes",
        "filter_mrcs {}/truncated.mrcs --ind {}/far.pkl -o {}/o.mrcs|1|truncated.mrcs",
        "view_header {}/none.mrc|1|none.mrc",
        "filter_pkl {}/empty.pkl --first 3 -o {}/o.pkl|1|empty.pkl",
        "train_vae {}/data/nostack.star --zdim 2 -o {}/o|1|elsewhere.mrcs",
        "train_vae {}/data/grids.star --zdim 2 -o {}/o|1|(row 2): 'B/particles.mrcs' and 'A/parti",
        "train_nn {}/data/particles.star --datadir {}/nowhere -o {}/o|1|nowhere: there is no such",
        // Box sizes.
        "downsample {}/data/particles.mrcs -D 7 -o {}/o.mrcs|2|even",
        "downsample {}/data/particles.mrcs -D 32 -o {}/o.mrcs|*|16",
        "preprocess {}/odd.mrcs -o {}/o.mrcs|1|odd.mrcs;15;even",
        "backproject_voxel {}/odd.mrcs --poses {}/data/poses.pkl -o {}/o|1|odd.mrcs;15;even",
        "train_vae {}/odd.mrcs --poses {}/data/poses.pkl --zdim 2 -o {}/o|1|odd.mrcs;15;even",
        // Counts that differ.
        "train_vae {}/data/particles.mrcs --poses {}/poses20.pkl --ctf {}/data/ctf.pkl --zdim 2 -o {}/o|1|poses20.pkl;20;40",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/ctf20.pkl --zdim 2 -o {}/o|1|ctf20.pkl;20;40",
        "backproject_voxel {}/data/particles.mrcs --poses {}/poses20.pkl --ctf {}/data/ctf.pkl -o {}/o|1|poses20.pkl;20;40",
        // Values that are no numbers.
        "train_vae {}/nan.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl --zdim 2 -o {}/o|1|nan.mrcs;8",
        "eval_images {}/nan.mrcs {}/run/weights.1.pkl --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl -o {}/o.pkl --out-z {}/z.pkl|1|nan.mrcs, image 8: the image holds NaN or infinite values;extract it again",
        "eval_images {}/hot.mrcs {}/run/weights.1.pkl --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl -o {}/o.pkl --out-z {}/z.pkl|1|hot.mrcs, image 8: the loss is not finite;counted from 0: 7)",
        "backproject_voxel {}/nan.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl -o {}/o|1|nan.mrcs;8",
        "preprocess {}/nan.mrcs -D 8 -o {}/o.mrcs|1|nan.mrcs;8",
        "train_vae {}/data/particles.mrcs --poses {}/nanposes.pkl --ctf {}/data/ctf.pkl --zdim 2 -o {}/o|1|nanposes.pkl;row 5",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/nanctf.pkl --zdim 2 -o {}/o|1|nanctf.pkl;row 4",
        "parse_ctf_star {}/data/badnumber.star -o {}/o.pkl|1|badnumber.star;twelve",
        // Columns.
        "parse_ctf_star {}/data/nodefocus.star -o {}/o.pkl|1|nodefocus.star;_rlnDefocusU",
        "parse_pose_star {}/data/noangle.star -o {}/o.pkl|1|noangle.star;_rlnAngleRot",
        "train_vae {}/data/nobox.star --zdim 2 -o {}/o|1|nobox.star;_rlnImageSize;-D, to parse_star, and give its files",
        "backproject_voxel {}/data/fraction.star -o {}/o|1|fraction.star;row 1;16.5;to parse_star",
        "parse_ctf_star {}/data/fraction.star -o {}/o.pkl|1|fraction.star;row 1;16.5;-D",
        // Selections.
        "filter_mrcs {}/data/particles.mrcs --ind {}/negative.pkl -o {}/o.mrcs|1|negative.pkl;-1",
        "filter_mrcs {}/data/particles.mrcs --ind {}/far.pkl -o {}/o.mrcs|1|far.pkl;4000;40",
        "filter_star {}/data/particles.star --ind {}/far.pkl -o {}/o.star|1|far.pkl;4000;40",
        "filter_pkl {}/data/poses.pkl --ind {}/far.pkl -o {}/o.pkl|1|far.pkl;4000;40",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ind {}/negative.pkl --zdim 2 -o {}/o|1|negative.pkl;-1",
        // Pickles and checkpoints.
        "filter_mrcs {}/data/particles.mrcs --ind {}/hostile.pkl -o {}/o.mrcs|1|hostile.pkl;system",
        "train_vae {}/data/particles.mrcs --poses {}/hostile.pkl --zdim 2 -o {}/o|1|hostile.pkl;system",
        "pc_traversal {}/run/weights.1.pkl|1|weights.1.pkl;is a PyTorch checkpoint;latents are in z.N.pkl",
        "filter_mrcs {}/data/particles.mrcs --ind {}/run/weights.1.pkl -o {}/o.mrcs|1|weights.1.pkl;PyTorch checkpoint;ind.pkl",
        "concat_pkls {}/data/poses.pkl {}/data/ctf.pkl -o {}/o.pkl|1|ctf.pkl;poses.pkl;same kind",
        "select_random 40 -n 5 --seed 4294967296 -o {}/o.pkl|2|--seed must be from 0 to 4294967295",
        "analyze {}/run 1 --pc -1 -o {}/o|2|--pc must not be negative;-1",
        "eval_vol {}/cut.pkl -c {}/run/config.yaml -z 0 0 -o {}/o.mrc|1|cut.pkl",
        "eval_vol {}/run/weights.1.pkl -c {}/none.yaml -z 0 0 -o {}/o.mrc|1|none.yaml",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 0 -o {}/o.mrc|*|3;2",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml --zfile {}/z3.txt -o {}/o|1|z3.txt;3;2",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml --zfile {}/column.txt -o {}/o|1|column.txt;4 rows of 1",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -o {}/o|2|-z",
        "analyze {}/run 9|1|9",
        "analyze {}/longer 1 -o {}/o|1|longer/z.1.pkl: holds z of dimension 3, but;longer/config.yaml tells zdim 2",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 3 --enc-dim 16 --dec-dim 16 --load {}/run/weights.1.pkl -n 2 -o {}/o|1|weights.1.pkl;zdim 3;zdim 2",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --enc-dim 16 --dec-dim 16 --load {}/run -n 2 -o {}/o|1|run: is a folder. Name a file",
        "eval_vol {}/run/weights.1.pkl -c {}/run/weights.1.pkl -z 0 0 -o {}/o.mrc|1|weights.1.pkl;no config.yaml",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --enc-dim 16 --dec-dim 16 --activation leaky_relu --load {}/run/weights.1.pkl -n 2 -o {}/o|1|weights.1.pkl;--activation relu",
        // Outputs.
        "pc_traversal {}/run/z.1.pkl -o {}/file|1|file;is no folder",
        "analyze {}/run 1 -o {}/file|1|file;is no folder",
        "parse_pose_star {}/data/particles.star -o /proc/o.pkl|1|/proc/o.pkl;folder",
        "downsample {}/data/particles.mrcs -D 8 -o {}/file/o.mrcs|1|o.mrcs",
        "select_random 40 -n 5 -o {}/data|1|data;folder",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl --zdim 2 -o {}/run|1|run;--load",
        // Trainings without an encoder.
        "train_nn {}/none.mrcs --poses {}/data/poses.pkl -o {}/o|1|none.mrcs",
        "train_nn {}/data/particles.mrcs --poses {}/poses20.pkl -o {}/o|1|poses20.pkl;20;40",
        "train_nn {}/data/particles.mrcs --poses {}/data/poses.pkl --load {}/run/weights.1.pkl -n 2 -o {}/o|1|weights.1.pkl",
        "train_nn {}/data/particles.mrcs --poses {}/data/poses.pkl -o {}/run|1|run;--load",
        "train_nn {}/data/particles.mrcs --layers 0 -o {}/o|2|--layers",
        "train_nn {}/data/particles.mrcs --dim 0 -o {}/o|2|--dim",
        "train_nn {}/data/particles.mrcs --l-extent 0 -o {}/o|2|--l-extent",
        "train_nn {}/data/particles.mrcs --l-extent 1 -o {}/o|2|--l-extent;--pe-type none",
        "train_nn {}/data/particles.mrcs --zdim 2 -o {}/o|2|--zdim",
        "train_dec {}/data/particles.mrcs --poses {}/data/poses.pkl -o {}/o|2|--zdim",
        "train_dec {}/data/particles.mrcs --zdim 0 -o {}/o|2|--zdim",
        "train_dec {}/data/particles.mrcs --zdim 2 --z-lr 0 -o {}/o|2|--z-lr",
        "train_dec {}/data/particles.mrcs --zdim 2 --pretrain-z -1 -o {}/o|2|--pretrain-z",
        "train_dec {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --load-z {}/none.pkl -o {}/o|1|none.pkl",
        "train_dec {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 3 --load-z {}/run/z.1.pkl -o {}/o|1|z.1.pkl;--zdim 3",
        "train_dec {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --load-z {}/own/z.pkl -o {}/own|2|z.pkl: is an input",
        "train_nn {}/data/particles.mrcs --poses {}/own/pose.pkl --do-pose-sgd -o {}/own|2|pose.pkl: is an input",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --encode-mode conv -o {}/o|1|conv;64;16",
        "train_vae {}/data/particles.mrcs --zdim 2 --encode-mode conv --enc-mask 5 -o {}/o|2|--enc-mask",
        "train_vae {}/data/particles.mrcs --zdim 2 --encode-mode tilt -o {}/o|2|tilt is not available yet",
        // Refinement of poses.
        "train_vae {}/data/particles.mrcs --zdim 2 --do-pose-sgd --pose-lr 0 -o {}/o|2|--pose-lr",
        "train_vae {}/data/particles.mrcs --zdim 2 --do-pose-sgd --emb-type euler -o {}/o|2|--emb-type;s2s2",
        "train_nn {}/data/particles.mrcs --do-pose-sgd --pretrain -1 -o {}/o|2|--pretrain",
        "train_dec {}/data/particles.mrcs --zdim 2 --do-pose-sgd --pretrain-pose -1 -o {}/o|2|--pretrain-pose",
        "train_nn {}/data/particles.mrcs --poses {}/data/poses.pkl --dim 16 --do-pose-sgd --emb-type s2s2 --load {}/posed/weights.1.pkl -n 2 -o {}/o|1|weights.1.pkl;--emb-type;as 4 numbers each;wants 6",
        // Arguments.
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl -o {}/o|2|--zdim",
        "clean {}/run --dry-run -- --dry-run|2|unknown option '--dry-run'. Run",
        "parse_ctf_star {}/data/particles.star --kw 300 -o {}/o.pkl|2|unknown option '--kw' (did you mean '--kv'?)",
        "fsc {}/data/truth/vol_000.mrc|2|fsc --help",
        "score_latent {}/run/z.1.pkl {}/z3.txt|1|z3.txt;3;40",
        "score_latent {}/run/z.1.pkl {}/z3.txt --plot {}/o.jpg|2|o.jpg;.png",
        "score_latent {}/run/z.1.pkl {}/z3.txt --period -360|2|--period;-360",
        // Values that no data can have.
        "train_vae {}/constant.mrcs --poses {}/data/poses.pkl --zdim 2 -o {}/o|1|constant.mrcs;constant",
        "train_vae {}/data/particles.mrcs --poses {}/mirrored.pkl --zdim 2 -o {}/o|1|mirrored.pkl;row 5;-1",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/contrast.pkl --zdim 2 -o {}/o|1|contrast.pkl;row 4;2.0",
        "eval_vol {}/run/weights.1.pkl -c {}/noctf.yaml -z 0 0 --low-pass 9 -o {}/o.mrc|1|gone.pkl;Give --Apix",
        "eval_vol {}/run/weights.1.pkl -c {}/domain.yaml -z 0 0 -o {}/o.mrc|1|domain.yaml;real",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --enc-mask 99 -o {}/o|1|99;1 to 8",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --enc-dim 200000 -o {}/o|1|--enc-dim",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --dec-dim 2000000000 -o {}/o|1|--dec-dim",
        "train_vae {}/data/particles.mrcs --zdim 2 --lr NaN -o {}/o|2|--lr;finite",
        "train_vae {}/data/particles.mrcs --zdim 2 --norm 0 NaN -o {}/o|2|--norm;finite",
        "train_vae {}/data/particles.mrcs --zdim 2 --norm 0 0 -o {}/o|2|--norm;above zero",
        "train_vae {}/data/particles.mrcs --zdim 2 --beta -1 -o {}/o|2|--beta;-1",
        "eval_images {}/data/particles.mrcs {}/run/weights.1.pkl --beta -1 -o {}/o.pkl --out-z {}/z.pkl|2|--beta must not be negative, not -1",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml --z-start 0 0 --z-end 1 1 --vol-start-index 2147483647 -o {}/o|2|--vol-start-index must be from 0;2147483647",
        "backproject_voxel {}/data/particles.mrcs --poses {}/data/poses.pkl --first 1 -o {}/o|1|particles.mrcs;one image alone;--no-half-maps",
        "backproject_voxel {}/data/particles.mrcs --poses {}/data/poses.pkl --ind {}/zero.pkl -o {}/o|1|particles.mrcs;one image alone;--no-half-maps",
        "fsc {}/data/truth/vol_000.mrc {}/data/truth/vol_001.mrc --corrected 0.7|2|--corrected 0.7 is 0.7000 cycles a voxel;to 0.5",
        "fsc {}/data/truth/vol_000.mrc {}/data/truth/vol_001.mrc --corrected 1e6|2|--corrected 1000000.0 is;from 0.06250",
        "train_vae {}/data/particles.mrcs --zdim 2 --feat-sigma -1 -o {}/o|2|--feat-sigma",
        "train_vae {}/data/particles.mrcs --zdim 2 --num-workers -1 -o {}/o|2|--num-workers",
        "train_vae {}/data/particles.mrcs --zdim 2 --max-memory 8 -o {}/o|2|--max-memory;8G",
        "train_vae {}/data/particles.mrcs --zdim 2 --cache-dtype int8 -o {}/o|2|--cache-dtype;float16",
        "train_vae {}/data/particles.mrcs --zdim 2 --shuffler-size -1 -o {}/o|2|--shuffler-size",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --max-memory 1M -o {}/o|1|--max-memory;needs",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 --window-r 2 -o {}/o|2|--window-r",
        "eval_images {}/data/particles.mrcs {}/run/weights.1.pkl --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl --window-r 2 -o {}/o.pkl --out-z {}/z.pkl|2|--window-r",
        "eval_images {}/data/particles.mrcs {}/run/weights.1.pkl --beta -1 -o {}/o.pkl --out-z {}/z.pkl|2|--beta;-1",
        "select_random 2147483647 -n 5 -o {}/o.pkl|2|N must be from 1 to;2147483647",
        "direct_traversal {}/run/z.1.pkl --anchors 1 5 -n 2000000000 -o {}/o.txt|2|-n must be from 2 to 1000000",
        "pc_traversal {}/run/z.1.pkl -n 2000000000|2|-n must be from 1 to 1000000",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml --z-start 0 0 --z-end 1 1 -n 2000000000 -o {}/o|2|-n must be from 2 to 1000000",
        "filter {}/run --labels 1 --kmeans 7|1|kmeans7;--ksample 7",
        // Wrong kinds of files, arguments exchanged.
        "train_vae {}/data/particles.mrcs --poses {}/data/particles.star --zdim 2 -o {}/o|1|particles.star;begin as a pickle;parse_star",
        "filter_pkl {}/data/poses.pkl --ind /dev/null -o {}/o.pkl|1|/dev/null;pipe or device",
        "downsample - -D 8 -o {}/o.mrcs|2|standard input is not read",
        "filter_mrcs {}/data/particles.mrcs --ind {}/zero.pkl -o {}/o.star|2|--outfile;.mrcs;o.star",
        "filter_star {}/data/particles.star --ind {}/zero.pkl -o {}/o.mrcs|2|-o;.star;o.mrcs",
        "filter_mrcs {}/data/particles.mrcs --ind {}/index.npy -o {}/o.mrcs|1|index.npy;NumPy file;pickle.dump",
        "parse_pose_star {}/data/particles.cs -o {}/o.pkl|2|.star;particles.cs",
        "parse_pose_csparc {}/data/particles.star -o {}/o.pkl|2|.cs;particles.star",
        "view_header {}/data/poses.pkl|1|poses.pkl",
        "eval_vol {}/data/poses.pkl -c {}/run/config.yaml -z 0 0 -o {}/o.mrc|1|poses.pkl",
        "train_vae {}/data/particles.mrcs --poses {}/data/ctf.pkl --ctf {}/data/poses.pkl --zdim 2 -o {}/o|1|ctf.pkl",
        "analyze {}/none 1|1|none",
        "graph_traversal {}/run/z.1.pkl --anchors 3 400 -o {}/o.txt --outind {}/i.txt|1|400;39",
        "filter {}/data --labels 1|1|data",
        "plot_fsc {}/z3.txt -o {}/o.png|1|z3.txt",
        "score_latent {}/run/z.1.pkl {}/data/truth/latents.txt --labels|1|latents.txt (row ;which is no label of a state",
        // A file that not even root may read, and a folder that another process writes into.
        "view_header /proc/sys/vm/drop_caches|1|drop_caches;permission",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --zdim 2 -o {}/busy|1|busy: another command is writing into",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 1e39 0 -o {}/o.mrc|1|o.mrc;z = [Infinity, 0.0];NaN or infinite",
        "downsample {}/data/particles.mrcs -D 8 -o {}/o|2|-o must end in;/o",
        // Devices.
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 -o {}/o.mrc --device 99|1|--device 99",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 -o {}/o.mrc --device -1|2|--device",
        "analyze {}/run 1 -o {}/o --device 99|1|--device 99",
        // Inputs stay as they are.
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 -o {}/run/weights.1.pkl|2|weights.1.pkl;would be replaced",
        "filter_pkl {}/data/poses.pkl --first 3 -o {}/run/../data/poses.pkl|2|poses.pkl;would be replaced",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 -o {}/data/particles.mrcs|2|particles.mrcs;would be replaced",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 -o {}/data/ctf.pkl|2|ctf.pkl;would be replaced",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 -o {}/constant.mrcs|2|constant.mrcs;would be replaced",
        "downsample {}/data/particles.star -D 8 -o {}/data/particles.mrcs|2|particles.mrcs;would be replaced",
        "phase_flip {}/data/particles.star {}/data/ctf.pkl -o {}/data/particles.mrcs|2|particles.mrcs;would be replaced",
        "preprocess {}/run/../data/particles.star -D 8 -o {}/data/particles.mrcs|2|particles.star;would be replaced",
        "filter {}/run --where z0<9 --force --plot-inds {}/zero.pkl -o {}/zero|2|zero.pkl;would be replaced",
        "filter {}/run --where z0<9 --force -o {}/run/weights.1|2|weights.1.pkl: is an input",
        "filter {}/run --where z0<9 --force -o {}/run/|2|--output must be the name of a file",
        "eval_images {}/data/particles.star {}/run/weights.1.pkl -o {}/o.pkl --out-z {}/run/z.1.pkl|2|z.1.pkl: is an input",
        "filter {}/run --where z0<9 --force -o {}/data/poses|2|poses.pkl;would be replaced",
        "backproject_voxel {}/half_map_a.mrc --poses {}/poses16.pkl -o {}|2|half_map_a.mrc;would be replaced",
        "graph_traversal {}/run/z.1.pkl --anchors 1 {}/anchors.txt -o {}/o.txt --outind {}/anchors.txt|2|anchors.txt;would be replaced",
        "filter_star {}/mic_0.star --ind {}/zero.pkl -m -o {}|2|mic_0.star;would be replaced",
        "parse_star {}/data/particles.star --ctf {}/o.pkl --poses {}/run/../o.pkl|2|--ctf and --poses name the same file",
        "gen_mask {}/nanmap.mrc {}/nanmap.mrc|2|nanmap.mrc;would be replaced",
        "eval_images {}/data/particles.mrcs {}/run/weights.1.pkl --poses {}/data/poses.pkl -o {}/o.pkl --out-z {}/o.pkl|2|same file",
        "eval_images {}/data/particles.star {}/run/weights.1.pkl -o {}/data/particles.mrcs --out-z {}/z.pkl|2|particles.mrcs: is an input",
        "eval_images {}/data/particles.star {}/run/weights.1.pkl -o {}/o.pkl --out-z {}/run/config.yaml|2|config.yaml: is an input",
        "eval_images {}/data/particles.star {}/run/weights.1.pkl -o {}/data/poses.pkl --out-z {}/z.pkl|2|poses.pkl: is an input",
        "select_random 40 -n 5 -o /dev/null|1|/dev/null;device",
        "downsample {}/nan.mrcs -D 8 --chunk 3 -o {}/o.mrcs|1|nan.mrcs;image 8",
        "flip_hand {}/nanmap.mrc -o {}/o.mrc|1|nanmap.mrc;section 8",
        "analyze {}/run 1 --ksample 41 -o {}/o|1|z.1.pkl;--ksample",
        "analyze {}/run 1 --Apix 0 -o {}/o|2|--Apix",
        "fsc {}/data/truth/vol_000.mrc {}/data/truth/vol_001.mrc -p {}/o.jpg|2|o.jpg;.png",
        "train_nn {}/large.mrcs --poses {}/poses2.pkl -n 1 --dim 8 -o {}/o|1|box 1292;1290",
        "fsc {}/data/truth/vol_000.mrc {}/flat.mrc|1|flat.mrc;no density",
        "fsc {}/data/truth/vol_000.mrc {}/data/truth/vol_001.mrc --Apix 1e-10|2|--Apix;1000 Å",
        "gen_mask {}/data/truth/vol_000.mrc {}/o.mrc --threshold 1e9|1|vol_000.mrc;--threshold",
        "filter_pkl {}/data/poses.pkl --first 0 -o {}/o.pkl|2|--first",
        "backproject_voxel {}/data/particles.mrcs --poses {}/data/poses.pkl --log-interval 0 -o {}/o|2|--log-interval",
        "pc_traversal {}/z1.pkl|1|z1.pkl;two particles",
        "analyze {}/run 1 --low-pass 0 -o {}/o|2|--low-pass",
        "preprocess {}/data/particles.mrcs --phase-flip --ctf {}/ctf20.pkl -o {}/o.mrcs|1|ctf20.pkl;20;40",
        "parse_ctf_star {}/data/particles.star -w 5 -o {}/o.pkl|2|-w",
        "parse_ctf_star {}/data/particles.star --kv 300000 -o {}/o.pkl|2|--kv;1500 kV",
        "parse_ctf_star {}/data/particles.star --cs 2700 -o {}/o.pkl|2|--cs;100 mm",
        "parse_ctf_star {}/data/particles.star --ps 1e9 -o {}/o.pkl|2|--ps;360 degrees",
        "downsample {}/data/particles.mrcs -D 8 --ind {}/none.pkl -o {}/o.mrcs|1|none.pkl;no particle",
        "train_vae {}/data/particles.star --zdim 2 -o {}/other|1|other/poses.pkl",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml --z-start 0 0 --z-end 1 1 -o {}/o --prefix a/b|2|--prefix",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml --z-start 0 0 --z-end 1 1 -o {}/o --vol-start-index -3|2|--vol-start-index;-3",
        "analyze {}/run 1 --vol-start-index -1 -o {}/o|2|--vol-start-index",
        "train_vae {}/box6.mrcs --poses {}/data/poses.pkl --zdim 2 -o {}/o|1|box6.mrcs;6;8",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ind {}/zero.pkl --zdim 2 -o {}/o|1|one particle",
        "simulate hinge -n 40 -D 16 -o {}/run|1|run;holds a training",
        "train_vae {}/data/particles.star --zdim 2 --checkpoint-minutes -1 -o {}/o|2|--checkpoint-minutes;-1",
        "train_dec {}/data/particles.star --zdim 2 --checkpoint-minutes nan -o {}/o|2|--checkpoint-minutes",
        "train_vae {}/data/particles.star --zdim 2 --recipe quick -o {}/o|2|--recipe;quick",
        "train_vae {}/data/particles.star --zdim 2 --point-share 0 -o {}/o|2|--point-share",
        "train_nn {}/data/particles.star --recipe fast --point-share 2 -o {}/o|2|--point-share;2.0",
        // Tomography.
        "parse_relion -t {}/tomo/tomograms.star -p {}/tomo/particles.star -o {}/o.star|2|--tilt-dim",
        "parse_relion -t {}/tomo/tomograms.star -p {}/tomo/particles.star --tilt-dim 5760 -o {}/o.star|2|--tilt-dim",
        "parse_relion -t {}/tomo/tomograms.star -p {}/tomo/particles.star --tilt-dim 0 9 -o {}/o.star|2|--tilt-dim",
        "parse_relion -t {}/tomo/tomograms.star -p {}/tomo/particles.star --tilt-dim 9 9 -o {}/o.mrcs|2|--output;.star",
        "parse_relion -t {}/tomo/tomograms.star -p {}/tomo/particles.star --tilt-dim 9 9 -o {}/tomo/particles.star|2|replaced",
        "parse_relion -t {}/tomo/particles.star -p {}/tomo/tomograms.star --tilt-dim 9 9 -o {}/o.star|1|particles.star;data_global",
        "parse_relion -t {}/tomo/tomograms.star -p {}/data/particles.star --tilt-dim 9 9 -o {}/o.star|1|particles.star;_rlnTomoName",
        "parse_relion -t {}/tomo/none.star -p {}/tomo/particles.star --tilt-dim 9 9 -o {}/o.star|1|none.star",
        "parse_relion -t {}/moved.star -p {}/tomo/particles.star --tilt-dim 9 9 -o {}/o.star|1|moved.star;TS_1.star",
        "parse_relion -t {}/tomo/one.star -p {}/tomo/particles.star --tilt-dim 9 9 -o {}/o.star|1|particles.star;TS_2;one.star",
        "parse_relion -t {}/tomo/nopixel.star -p {}/tomo/particles.star --tilt-dim 9 9 -o {}/o.star|1|nopixel.star;pixel size",
        "parse_relion -t {}/tomo/tomograms.star -p {}/tomo/frames.star --tilt-dim 9 9 -o {}/o.star|1|frames.star;[0,1,1,1,0,1,1,1,1]",
        // Convergence and movies.
        "analyze_convergence {}/run 1|1|fewer than two epochs",
        "analyze_convergence {}/run 7|1|z.7.pkl",
        "analyze_convergence {}/data 1|1|config.yaml",
        "analyze_convergence {}/run 1 --epoch-interval 0|2|--epoch-interval",
        "analyze_convergence {}/run 1 --subset few|2|--subset;few",
        "analyze_convergence {}/run 1 --n-bins 0|2|--n-bins",
        "analyze_convergence {}/run 1 --smooth maybe|2|--smooth;maybe",
        "make_movies {}/run 1 latent|2|--camera",
        "make_movies {}/run 1 latent --camera 1,2,3|2|--camera;12 numbers",
        "make_movies {}/run 1 latents --camera auto|2|latents;latent, volume",
        "make_movies {}/run 1 latent --camera auto|1|analyze.1;--analysis-dir",
        "make_movies {}/run 1 latent --camera auto --analysis-dir {}/data|1|data;--skip-vol",
        "make_movies {}/run 1 volume --camera auto|1|landscape.1;--landscape-dir",
        "make_movies {}/run 1 latent --camera auto --width 0|2|--width",
        "make_movies {}/run 1 latent --camera auto --name ../x|2|--name",
        // What the doctor's cheap half refuses.
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/volts.pkl --zdim 2 -o {}/o|1|volts.pkl;300000;--kv 300",
        "backproject_voxel {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/volts.pkl -o {}/o|1|volts.pkl;300000;--kv 300",
        "phase_flip {}/data/particles.mrcs {}/ctf20.pkl -o {}/o.mrcs|1|ctf20.pkl;20 CTF;40 particles",
        "phase_flip {}/data/particles.mrcs {}/volts.pkl -o {}/o.mrcs|1|volts.pkl;300000;--kv 300",
        "preprocess {}/data/particles.mrcs --ctf {}/volts.pkl --phase-flip -o {}/o.mrcs|1|volts.pkl;300000;--kv 300",
        "doctor {}/data/particles.mrcs --sample 0|2|--sample",
        "train_vae {}/data/particles.star --zdim 2 -o {}/o --invert-data|2|unknown option '--invert-data': images are inverted now unless --uninvert-data is given; leave it out",
        "backproject_voxel {}/data/particles.star -o {}/o --relion31|2|unknown option '--relion31': tables of RELION 3.0 to 5 are told apart without it; leave it out",
        "graph_traversal z.pkl --anchors 1 2 -o {}/o --out-z=z.txt|2|unknown option '--out-z=z.txt': give the file of coordinates with -o and that of particles with --outind",
        "train_vae {}/data/particles.star --zdmi 2 -o {}/o|2|unknown option '--zdmi' (did you mean '--zdim'?)",
        "doctor {}/data/particles.mrcs --posse {}/data/poses.pkl|2|unknown option '--posse' (did you mean '--poses'?)",
      })
  void isRefusedInOneLine(String line, String exitCode, String words) {
    List<String> before = files();
    Outcome outcome = CommandRunner.run(line.replace("{}", folder.toString()));
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().startsWith("cryodrgn " + line.split(" ")[0] + ": "), outcome.err());
    assertTrue(!outcome.err().contains("internal error"), outcome.err());
    guide.check(outcome.err());
    tried++;
    for (String word : words.split(";")) {
      assertTrue(outcome.err().contains(word), word + " is not in: " + outcome.err());
    }
    if (exitCode.equals("*")) {
      assertTrue(outcome.exitCode() > 0);
    } else {
      assertEquals(Integer.parseInt(exitCode), outcome.exitCode(), outcome.err());
    }
    assertEquals(before, files());
  }

  /** Needs the right to mount; a check of a clean clone runs as root. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "downsample {}/data/particles.mrcs -D 14 -o {}/small/o.mrcs",
        "simulate hinge -n 40 -D 16 -o {}/small/o",
        "eval_vol {}/run/weights.1.pkl -c {}/run/config.yaml -z 0 0 -o {}/small/o.mrc",
        "train_vae {}/data/particles.mrcs --poses {}/data/poses.pkl --ctf {}/data/ctf.pkl --zdim 2"
            + " --enc-dim 32 --dec-dim 32 -n 1 --no-analysis -o {}/small/o",
      })
  void fullDiskLeavesNoHalfFile(String line) throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    assumeTrue(
        system("mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", small.toString()) == 0,
        "cannot mount a small disk here");
    try {
      Outcome outcome = CommandRunner.run(line.replace("{}", folder.toString()));
      assertEquals(1, outcome.exitCode());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().contains("disk is full"), outcome.err());
      assertTrue(outcome.err().contains(small.toString()), outcome.err());
      assertEquals(List.of(), files().stream().filter(name -> name.contains(".partial")).toList());
      assertEquals(
          List.of(), files().stream().filter(name -> name.matches(".*/o\\.mrcs? .*")).toList());
    } finally {
      system("umount", small.toString());
    }
  }

  private static int system(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** All files but run.log, which tells of the attempt. */
  private static List<String> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file) && !file.endsWith("run.log"))
          .map(file -> file + " " + file.toFile().length())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
