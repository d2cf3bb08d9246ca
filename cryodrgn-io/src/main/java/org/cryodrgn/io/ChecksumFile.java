package org.cryodrgn.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SHA-256 sums of files of one folder, in the lines that {@code sha256sum} writes and {@code
 * sha256sum --check} reads: 64 hexadecimal digits, two blanks, the name.
 */
public final class ChecksumFile {

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^/\\\\\\n]+)");
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final Map<String, String> sums = new TreeMap<>();

  private ChecksumFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the sums; none if the file is not there. Lines of another form are passed over, so that a
   * damaged list costs no more than the sums in it.
   *
   * @throws DataException if the file cannot be read
   */
  public static ChecksumFile open(Path file) {
    ChecksumFile opened = new ChecksumFile(file);
    if (Files.exists(file)) {
      try {
        for (String line :
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
          Matcher matcher = LINE.matcher(line);
          if (matcher.matches()) {
            opened.sums.put(matcher.group(2), matcher.group(1));
          }
        }
      } catch (IOException e) {
        throw DataException.cannotRead(file, e);
      }
    }
    return opened;
  }

  /**
   * Takes the sum of files of the folder as they are now, forgets those of files that are gone, and
   * writes the list.
   *
   * @throws DataException if a file cannot be read or the list not be written
   */
  public void record(Iterable<Path> files) {
    for (Path of : files) {
      sums.put(of.getFileName().toString(), sum(of));
    }
    sums.keySet().removeIf(name -> Files.notExists(file.resolveSibling(name)));
    write();
  }

  /**
   * Forgets the sums of files; writes the list if it held any of them.
   *
   * @throws DataException if the list cannot be written
   */
  public void forget(Iterable<Path> files) {
    boolean changed = false;
    for (Path of : files) {
      changed |= sums.remove(of.getFileName().toString()) != null;
    }
    if (changed) {
      write();
    }
  }

  private void write() {
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
    AtomicFile.writeText(file, text);
  }

  /**
   * Whether a file of the folder has the sum that the list tells; empty if it tells none.
   *
   * @throws DataException if the file cannot be read
   */
  public Optional<Boolean> matches(Path of) {
    return Optional.ofNullable(sums.get(of.getFileName().toString()))
        .map(expected -> expected.equals(sum(of)));
  }

  /** Whether the list tells the sum of a file of the folder. */
  public boolean names(Path of) {
    return sums.containsKey(of.getFileName().toString());
  }

  private static String sum(Path of) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(of)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    } catch (IOException e) {
      throw DataException.cannotRead(of, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
