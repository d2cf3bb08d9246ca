package org.cryodrgn.io.robustness;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.config.RunConfig;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.ctf.CtfFile;
import org.cryodrgn.io.latent.LatentFile;
import org.cryodrgn.io.latent.TextMatrix;
import org.cryodrgn.io.mrc.MrcVolume;
import org.cryodrgn.io.numpy.NpyFile;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.poses.PoseFile;
import org.cryodrgn.io.selection.IndexFile;
import org.cryodrgn.io.torch.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every reader against damaged files; see {@link Fuzzer} for what is asked of each. */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {

  /** For what reads through one of the readers that are given all inputs. */
  private static final int FEWER = Fuzzer.INPUTS / 4;

  @TempDir Path temp;

  @Test
  void mrc() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (int mode : new int[] {0, 1, 2, 4, 6, 12}) {
      corpus.add(Corpus.mrc(8, 3, mode, 0, ByteOrder.LITTLE_ENDIAN));
      corpus.add(Corpus.mrc(6, 6, mode, 160, ByteOrder.BIG_ENDIAN));
    }
    new Fuzzer(temp.resolve("input.mrcs")).run(corpus, Reading::mrc);
  }

  @Test
  void mrcVolumes() throws IOException {
    List<byte[]> corpus =
        List.of(
            Corpus.mrc(6, 6, 2, 0, ByteOrder.LITTLE_ENDIAN),
            Corpus.mrc(8, 8, 1, 80, ByteOrder.BIG_ENDIAN),
            Corpus.mrc(4, 4, 12, 0, ByteOrder.LITTLE_ENDIAN));
    new Fuzzer(temp.resolve("input.mrc"), FEWER).run(corpus, MrcVolume::read);
  }

  @Test
  void star() throws IOException {
    new Fuzzer(temp.resolve("input.star")).run(Corpus.star(), Reading::star);
  }

  @Test
  void relionParticles() throws IOException {
    new Fuzzer(temp.resolve("input.star"), FEWER).run(Corpus.particles(), Reading::particles);
  }

  @Test
  void starStacks() throws IOException {
    Files.copy(Corpus.DATA.resolve("golden/particles.mrcs"), temp.resolve("particles.mrcs"));
    List<byte[]> corpus = List.of(Corpus.few(Corpus.text("golden/particles.star"), 12));
    new Fuzzer(temp.resolve("input.star"), FEWER).run(corpus, Reading::stack);
  }

  @Test
  void csStacks() throws IOException {
    Files.copy(Corpus.DATA.resolve("golden/particles.mrcs"), temp.resolve("particles.mrcs"));
    List<byte[]> corpus = Corpus.files("golden/particles.cs");
    new Fuzzer(temp.resolve("input.cs"), FEWER).run(corpus, Reading::stack);
  }

  @Test
  void lists() throws IOException {
    Files.copy(Corpus.DATA.resolve("golden/particles.mrcs"), temp.resolve("particles.mrcs"));
    List<byte[]> corpus = List.of("particles.mrcs\n\n./particles.mrcs\r\n".getBytes());
    new Fuzzer(temp.resolve("input.txt"), FEWER).run(corpus, Reading::stack);
  }

  @Test
  void cs() throws IOException {
    List<byte[]> corpus = Corpus.files("golden/particles.cs", "golden/particles_passthrough.cs");
    new Fuzzer(temp.resolve("input.cs")).run(corpus, Reading::cs);
  }

  @Test
  void csdat() throws IOException {
    List<byte[]> corpus = Corpus.files("csdat/particles.cs", "csdat/kinds.cs", "csdat/plain.cs");
    new Fuzzer(temp.resolve("input.cs")).run(corpus, Reading::cs);
  }

  @Test
  void csPassthrough() throws IOException {
    CsFile particles = CsFile.read(Corpus.DATA.resolve("golden/particles.cs"));
    new Fuzzer(temp.resolve("input.cs"), FEWER)
        .run(
            Corpus.files("golden/particles_passthrough.cs"),
            file -> particles.join(CsFile.read(file)).numbers("alignments3D/pose"));
  }

  @Test
  void npy() throws IOException {
    List<byte[]> corpus =
        Mutator.join(
            Corpus.files("golden/window.npy", "golden/ctf_params.npy", "golden/rotations.npy"),
            List.of(
                Corpus.npy("'<f2', 'fortran_order': True, 'shape': (3, 4, 5)", 120),
                Corpus.npy("'>i8', 'fortran_order': False, 'shape': ()", 8),
                Corpus.npy("'|u1', 'fortran_order': False, 'shape': (0, 7)", 0)));
    new Fuzzer(temp.resolve("input.npy"))
        .run(
            corpus,
            file -> {
              NpyFile npy = NpyFile.open(file);
              npy.shape();
              npy.array().toFloats();
            });
  }

  @Test
  void pickles() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (int protocol = 0; protocol <= 5; protocol++) {
      corpus.addAll(Corpus.files("pickle/numpy2.protocol" + protocol + ".pkl"));
      corpus.addAll(Corpus.files("pickle/numpy1.protocol" + protocol + ".pkl"));
    }
    corpus.addAll(Corpus.files("golden/cli/poses.filtered.pkl", "golden/z.pkl", "golden/ind.pkl"));
    new Fuzzer(temp.resolve("input.pkl")).run(corpus, PickleReader::readAll);
  }

  @Test
  void poses() throws IOException {
    List<byte[]> corpus = Corpus.files("golden/cli/poses.filtered.pkl", "golden/cli/pose.cs.pkl");
    new Fuzzer(temp.resolve("input.pkl"), FEWER).run(corpus, PoseFile::open);
  }

  @Test
  void ctf() throws IOException {
    List<byte[]> corpus = Corpus.files("golden/ctf.pkl", "golden/cli/ctf.star.pkl");
    new Fuzzer(temp.resolve("input.pkl"), FEWER).run(corpus, CtfFile::read);
  }

  @Test
  void indices() throws IOException {
    new Fuzzer(temp.resolve("input.pkl"), FEWER)
        .run(Corpus.files("golden/ind.pkl"), IndexFile::read);
  }

  @Test
  void latents() throws IOException {
    new Fuzzer(temp.resolve("input.pkl"), FEWER)
        .run(Corpus.files("golden/z.pkl"), LatentFile::read);
  }

  @Test
  void checkpoints() throws IOException {
    List<byte[]> corpus = Corpus.files("torch/kinds.pkl");
    new Fuzzer(temp.resolve("input.pkl")).run(corpus, Checkpoint::read);
  }

  @Test
  void checkpointsOfDamagedPickles() throws IOException {
    StoredZip zip = StoredZip.read(Corpus.DATA.resolve("torch/kinds.pkl"));
    List<byte[]> corpus = List.of(zip.entry("kinds/data.pkl"));
    new Fuzzer(temp.resolve("input.pkl"), Fuzzer.INPUTS, bytes -> zip.with("kinds/data.pkl", bytes))
        .run(corpus, Checkpoint::read);
  }

  @Test
  void configurations() throws IOException {
    List<byte[]> corpus =
        Corpus.files("golden/fourier_gaussian/config.yaml", "golden/hartley_gaussian/config.yaml");
    new Fuzzer(temp.resolve("input.yaml")).run(corpus, RunConfig::read);
  }

  @Test
  void textMatrices() throws IOException {
    List<byte[]> corpus = Corpus.files("golden/cli/direct.txt", "golden/cli/pc/pc1.txt");
    new Fuzzer(temp.resolve("input.txt"), FEWER).run(corpus, TextMatrix::read);
  }
}
