package org.cryodrgn.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A file that appears whole or not at all: it is written beside its target under a temporary name,
 * flushed to the disk, and renamed by {@link #commit()}. Closing without a commit removes what was
 * written and leaves an older file of that name as it was. A file that replaces an older one has
 * its permissions; one that is write-protected is not replaced. Where the target is a symbolic
 * link, the file is that which it leads to, whether there already or not, and the link stays.
 */
public final class AtomicFile implements AutoCloseable {

  /** What writes the content. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to the stream; need not close it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

  /** The name of what is not finished: the target's, the time, and the number of the process. */
  private static final Pattern BESIDE = Pattern.compile("\\..+\\.-?[0-9a-z]+\\.\\d+\\.partial");

  private final Path target;
  private final Path beside;
  private final FileChannel channel;
  private boolean committed;

  /**
   * @param target where the file will lie, no link
   * @param beside where it lies until then
   */
  private AtomicFile(Path target, Path beside, FileChannel channel) {
    this.target = target;
    this.beside = beside;
    this.channel = channel;
  }

  /**
   * Begins a file. Missing parent folders are made.
   *
   * @throws DataException if the folder, or an older file of that name, cannot be written to
   */
  public static AtomicFile open(Path target) {
    // Processes in two containers may have one number.
    String writer =
        Long.toString(System.nanoTime(), Character.MAX_RADIX) + "." + ProcessHandle.current().pid();
    try {
      Path absolute = beyondLinks(target.toAbsolutePath());
      Path beside =
          absolute.resolveSibling("." + absolute.getFileName() + "." + writer + ".partial");
      if (Files.isDirectory(absolute)) {
        throw cannotWrite(target, "is a folder", "Name a file to write", null);
      }
      boolean replaces = Files.exists(absolute);
      if (replaces && !Files.isRegularFile(absolute)) {
        // To rename onto a device would replace it.
        throw cannotWrite(target, "is a device or pipe, no file", "Name a file to write", null);
      }
      if (replaces && !Files.isWritable(absolute)) {
        // To rename onto it asks for the folder's permission alone.
        throw cannotWrite(
            target, "is write-protected", "Name another file, or allow writing (chmod u+w)", null);
      }
      Files.createDirectories(absolute.getParent());
      FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      // Ctrl-C ends the JVM without closing anything; a renamed file is no longer there to delete.
      beside.toFile().deleteOnExit();
      if (replaces) {
        copyPermissions(absolute, beside);
      }
      return new AtomicFile(absolute, beside, channel);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static void copyPermissions(Path from, Path to) {
    try {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    } catch (IOException | UnsupportedOperationException e) {
      // Not every share of another system has them, or lets them be changed: no reason to write
      // nothing.
    }
  }

  private static Path beyondLinks(Path file) throws IOException {
    Path place = file;
    for (int links = 0; Files.isSymbolicLink(place); links++) {
      if (links == MOST_LINKS) {
        throw new IOException("a link that leads to itself");
      }
      place = place.resolveSibling(Files.readSymbolicLink(place));
    }
    return place;
  }

  /**
   * Writes a whole file by a stream.
   *
   * @throws DataException if it cannot be written
   */
  public static void write(Path target, Content content) {
    try (AtomicFile file = open(target)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file.channel), 1 << 16);
      content.writeTo(out);
      out.flush();
      file.commit();
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /**
   * Makes a folder for outputs, if it is not there.
   *
   * @throws DataException if it cannot be made
   */
  public static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /**
   * Removes from a folder what killed processes left unfinished: what nobody has written to for ten
   * minutes, for a process of another machine or container cannot be asked whether it lives.
   *
   * @throws DataException if the folder cannot be listed
   */
  public static void removeAbandoned(Path folder) {
    Instant before = Instant.now().minus(ABANDONED_AFTER);
    for (Path file : InputFiles.list(folder)) {
      if (BESIDE.matcher(file.getFileName().toString()).matches()) {
        try {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
            Files.deleteIfExists(file);
          }
        } catch (IOException e) {
          // Finished meanwhile, or another's: it takes space, and is in nobody's way.
        }
      }
    }
  }

  /**
   * Writes a whole text file, UTF-8.
   *
   * @throws DataException if it cannot be written
   */
  public static void writeText(Path target, CharSequence text) {
    write(target, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The channel to write to, at any position, until {@link #commit()}. */
  public FileChannel channel() {
    return channel;
  }

  /** Flushes to the disk, gives the file its name, and flushes the name where that can be done. */
  public void commit() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
    // Without this a power cut may leave the old name, or none, although the content is there.
    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // The file is there: its folder may not be read, or its file system flushes no folders.
    }
  }

  /** Removes what was written unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!committed) {
      channel.close();
      Files.deleteIfExists(beside);
    }
  }

  /** The user's line for a file that could not be written. */
  public static WriteException cannotWrite(Path target, IOException cause) {
    String reason = DataException.reason(cause);
    if (reason.contains("No space left")) {
      return cannotWrite(
          target, "the disk is full", "Free space or choose another output folder", cause);
    }
    if (cause instanceof AccessDeniedException || cause instanceof NoSuchFileException) {
      return cannotWrite(
          target,
          "cannot be written (no permission, or no such folder)",
          "Choose an output folder that you may write to",
          cause);
    }
    if (cause instanceof FileAlreadyExistsException) {
      return cannotWrite(
          target, "cannot be written: " + reason + " is no folder", "Name another folder", cause);
    }
    return cannotWrite(
        target, "cannot be written: " + reason, "Check the output folder and its disk", cause);
  }

  private static WriteException cannotWrite(
      Path target, String problem, String remedy, IOException cause) {
    return new WriteException(DataException.line(target, "", problem, remedy), cause);
  }
}
