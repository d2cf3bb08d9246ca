package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.cryodrgn.io.cryosparc.CsFile;
import org.cryodrgn.io.mrc.MrcFile;
import org.cryodrgn.io.pickle.PickleReader;
import org.cryodrgn.io.star.StarFile;
import org.cryodrgn.io.torch.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInFileTest {

  private static final Map<String, Consumer<Path>> READERS =
      Map.of(
          "map.mrc", MrcFile::open,
          "p.star", StarFile::read,
          "p.cs", CsFile::read,
          "pose.pkl", PickleReader::readAll,
          "weights.pkl", Checkpoint::read);

  @TempDir Path folder;

  private void everyReaderSays(String expected, byte[] content) throws IOException {
    for (Map.Entry<String, Consumer<Path>> reader : READERS.entrySet()) {
      Path file = Files.write(folder.resolve(reader.getKey()), content);
      String message =
          assertThrows(DataException.class, () -> reader.getValue().accept(file)).getMessage();
      assertEquals(file + ": " + expected, message);
    }
  }

  @Test
  void pointersOfGitLfsAreTold() throws IOException {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    everyReaderSays(
        "is a pointer of Git LFS, not the file itself. Run 'git lfs pull' in the repository that"
            + " it is from.",
        pointer.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void packedFilesAreTold() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[5000]);
    }
    everyReaderSays("is compressed. Unpack it with gunzip.", packed.toByteArray());
    byte[] bzip2 = "BZh91AY&SY".getBytes(StandardCharsets.US_ASCII);
    everyReaderSays("is compressed. Unpack it with bunzip2.", bzip2);
  }
}
