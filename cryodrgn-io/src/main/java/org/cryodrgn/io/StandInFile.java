package org.cryodrgn.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Files that stand for another: archives deposit maps packed, and a repository that was cloned
 * without Git LFS holds a few lines of text
 * (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md) under the names of its large files.
 */
public final class StandInFile {

  /** With the method of compression: two bytes might be the width of an image. */
  private static final byte[] GZIP = {0x1F, (byte) 0x8B, 8};

  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] LFS =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  /** What the file begins with. */
  public interface Start {

    /** Whether these are its first bytes; false where it has fewer. */
    boolean is(byte[] bytes) throws IOException;
  }

  private StandInFile() {}

  /**
   * Refuses a file that only stands for the one that is meant.
   *
   * @throws DataException if it is packed, or a pointer of Git LFS
   */
  public static void refuse(Path file, Start start) throws IOException {
    if (start.is(GZIP)) {
      throw DataException.at(file, "", "is compressed", "Unpack it with gunzip");
    }
    if (start.is(BZIP2)) {
      throw DataException.at(file, "", "is compressed", "Unpack it with bunzip2");
    }
    if (start.is(LFS)) {
      throw DataException.at(
          file,
          "",
          "is a pointer of Git LFS, not the file itself",
          "Run 'git lfs pull' in the repository that it is from");
    }
  }
}
