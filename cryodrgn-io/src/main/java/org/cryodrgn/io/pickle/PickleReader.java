package org.cryodrgn.io.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.StandInFile;

/**
 * Reads Python pickles, protocols 0 to 5, without running what they name: only NumPy arrays and
 * scalars and Python's own values are made, everything else is refused by its name. What a file
 * announces is checked against its size before memory is taken; nesting, number of values and
 * self-reference are limited.
 *
 * <p>Values become: int {@link Long} (beyond 64 bits {@link java.math.BigInteger}), float {@link
 * Double}, str {@link String}, bool {@link Boolean}, None {@code null}, bytes {@code byte[]}, list
 * {@link List}, tuple {@code Object[]}, dict {@link java.util.LinkedHashMap}, set {@link
 * java.util.LinkedHashSet}, array {@link org.cryodrgn.io.numpy.NumpyArray}, a row of text (U) a
 * list of strings; a NumPy scalar becomes the Java number.
 *
 * <p>Format: Python's {@code pickletools}, PEP 307, 3154 and 574.
 */
public final class PickleReader {

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private PickleReader() {}

  /**
   * All pickles of a file, which may hold several one after the other.
   *
   * @throws DataException if the file is missing, empty, damaged, or names what is not allowed
   */
  public static List<Object> readAll(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), file, Callables.NONE);
    } catch (IOException e) {
      throw DataException.cannotRead(file, e);
    }
  }

  /**
   * All pickles of a stream.
   *
   * @param length the bytes of the stream
   * @param file whom to name in errors
   * @param callables what the pickles may name besides the usual
   */
  public static List<Object> read(InputStream in, long length, Path file, Callables callables) {
    PickleInput input = new PickleInput(in, length);
    if (length == 0) {
      throw DataException.empty(file);
    }
    PickleMachine machine = new PickleMachine(input, callables);
    List<Object> values = new ArrayList<>();
    try {
      StandInFile.refuse(file, input::beginsWith);
      if (input.beginsWith(ZIP)) {
        throw DataException.at(
            file,
            "",
            "is a PyTorch checkpoint or another zip file, where a plain pickle is due",
            "Name the file that holds the values themselves: latents are in z.N.pkl, poses in"
                + " pose.pkl, CTF parameters in ctf.pkl, a selection in ind.pkl");
      }
      while (input.remaining() > 0) {
        values.add(PickleGraph.check(machine.run(), length));
      }
      return values;
    } catch (Malformed e) {
      throw DataException.at(file, "byte " + machine.opcodeAt(), e.getMessage(), e.remedy(), e);
    } catch (EOFException e) {
      throw DataException.at(
          file,
          "byte " + input.position(),
          "the pickle ends before its end mark",
          "The file is cut short or no pickle: make or copy it again",
          e);
    } catch (IOException e) {
      throw DataException.cannotRead(file, e);
    }
  }
}
