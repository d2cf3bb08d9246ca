package org.cryodrgn.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  /** Stacks lie on scratch disks, with a link to them in the project. */
  @Test
  void writesWhereALinkLeads() throws IOException {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Path project = Files.createDirectory(folder.resolve("project"));
    Path file = Files.writeString(scratch.resolve("old.txt"), "before");
    Path old = Files.createSymbolicLink(project.resolve("a"), Path.of("../scratch/old.txt"));
    Path chain = Files.createSymbolicLink(project.resolve("b"), Path.of("a"));
    Path dangling = Files.createSymbolicLink(project.resolve("c"), scratch.resolve("new.txt"));
    AtomicFile.writeText(chain, "after");
    AtomicFile.writeText(dangling, "new");
    assertEquals("after", Files.readString(file));
    assertEquals("new", Files.readString(scratch.resolve("new.txt")));
    assertTrue(Stream.of(old, chain, dangling).allMatch(Files::isSymbolicLink));
    try (Stream<Path> left = Files.list(scratch)) {
      assertEquals(2, left.count());
    }
  }

  /** Projects are shared by a group. */
  @Test
  void hasThePermissionsOfTheFileThatItReplaces() throws IOException {
    Path file = Files.writeString(folder.resolve("shared.txt"), "before");
    Set<PosixFilePermission> shared = PosixFilePermissions.fromString("rw-rw-r--");
    Files.setPosixFilePermissions(file, shared);
    AtomicFile.writeText(file, "after");
    assertEquals("after", Files.readString(file));
    assertEquals(shared, Files.getPosixFilePermissions(file));
  }

  @Test
  void leavesAWriteProtectedFileAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("kept.txt"), "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(file), "root may write it");
    String told =
        assertThrows(WriteException.class, () -> AtomicFile.writeText(file, "")).getMessage();
    assertTrue(told.startsWith(file + ": is write-protected. Name another file"), told);
    assertEquals("before", Files.readString(file));
  }

  @Test
  void refusesALinkThatLeadsToItself() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("a"));
    String told =
        assertThrows(WriteException.class, () -> AtomicFile.writeText(link, "")).getMessage();
    assertTrue(told.startsWith(link + ": cannot be written: a link that leads to itself"), told);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(link), left.toList());
    }
  }

  /** What is written now, and files of other names, stay. */
  @Test
  void whatNobodyWritesToAnyMoreIsRemoved() throws IOException {
    Path mine = Files.createFile(folder.resolve(".notes.17.partial"));
    Path whole = Files.createFile(folder.resolve("vol_000.mrc"));
    Path now = folder.resolve("vol_002.mrc");
    try (AtomicFile left = AtomicFile.open(folder.resolve("vol_001.mrc"))) {
      for (Path file : InputFiles.list(folder)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
      }
      try (AtomicFile written = AtomicFile.open(now)) {
        assertEquals(4, InputFiles.list(folder).size());
        AtomicFile.removeAbandoned(folder);
        written.commit();
      }
      assertEquals(List.of(mine, whole, now), InputFiles.list(folder));
    }
  }

  /** A folder to put files into, whose content is for others to see. */
  @Test
  void writesIntoAFolderThatMayNotBeRead() throws IOException {
    Path box = Files.createDirectory(folder.resolve("box"));
    Files.setPosixFilePermissions(box, PosixFilePermissions.fromString("-wx------"));
    try {
      assumeFalse(Files.isReadable(box), "root reads everything");
      AtomicFile.writeText(box.resolve("file"), "text");
      assertEquals("text", Files.readString(box.resolve("file")));
    } finally {
      Files.setPosixFilePermissions(box, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
