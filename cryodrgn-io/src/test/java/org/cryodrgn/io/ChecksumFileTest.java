package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumFileTest {

  /** FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void linesAreThoseOfSha256sum() throws IOException {
    Path list = folder.resolve("list");
    ChecksumFile.open(list).record(List.of(file("b", "abc"), file("a", "abc")));
    assertEquals(ABC + "  a\n" + ABC + "  b\n", Files.readString(list));
  }

  @Test
  void changedFilesAreToldFromWholeAndUnknownOnes() throws IOException {
    Path list = folder.resolve("list");
    Path whole = file("whole", "abc");
    Path changed = file("changed", "abc");
    ChecksumFile.open(list).record(List.of(whole, changed));
    file("changed", "abd");
    ChecksumFile sums = ChecksumFile.open(list);
    assertEquals(Optional.of(true), sums.matches(whole));
    assertEquals(Optional.of(false), sums.matches(changed));
    assertEquals(Optional.empty(), sums.matches(file("unknown", "abc")));
  }

  @Test
  void filesThatAreGoneAreForgotten() throws IOException {
    Path list = folder.resolve("list");
    Path gone = file("gone", "abc");
    ChecksumFile.open(list).record(List.of(gone));
    Files.delete(gone);
    ChecksumFile.open(list).record(List.of(file("a", "abc")));
    assertEquals(ABC + "  a\n", Files.readString(list));
  }

  @Test
  void damagedLinesArePassedOver() throws IOException {
    Path list = file("list", "ba78\n" + ABC + "  a\n\0\0\n");
    assertEquals(Optional.of(true), ChecksumFile.open(list).matches(file("a", "abc")));
  }

  /** What is about to be written again has no sum until it is there. */
  @Test
  void filesThatAreToBeWrittenAreForgotten() throws IOException {
    Path list = folder.resolve("list");
    Path again = file("again", "abc");
    ChecksumFile.open(list).record(List.of(again, file("kept", "abc")));
    ChecksumFile.open(list).forget(List.of(again));
    assertEquals(ABC + "  kept\n", Files.readString(list));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
