package org.cryodrgn.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write files that belong together, until it is closed: a stack with the table that
 * names its images, the parts of a data set. Each file alone is whole in any case ({@link
 * AtomicFile}); of two commands at once, one file might be of the one and the next of the other.
 */
public final class OutputLock implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the right to a file and those named after it. The end of the process, however it comes,
   * gives it back.
   *
   * @param output the first of the files; its folder is made if it is not there
   * @throws DataException if another command has it, or the folder cannot be written to
   */
  public static OutputLock of(Path output) {
    Path absolute = output.toAbsolutePath();
    Path file = absolute.resolveSibling("." + absolute.getFileName() + ".lock");
    AtomicFile.makeFolder(absolute.getParent());
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw DataException.at(
            output,
            "",
            "another command is writing this output",
            "Wait for its end, or choose another");
      }
      // Ctrl-C ends the JVM without closing anything.
      file.toFile().deleteOnExit();
      return new OutputLock(file, channel);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(output, e);
    }
  }

  /**
   * Locks a file until it is closed, or the process ends.
   *
   * @param channel open for writing
   * @return false if another process, or another channel of this one, has locked it
   */
  public static boolean tryLock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    } catch (IOException noLocks) {
      // Some network file systems have none; the check is a help, not a need.
      return true;
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }
}
