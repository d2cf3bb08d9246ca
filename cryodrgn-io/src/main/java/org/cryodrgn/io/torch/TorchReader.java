package org.cryodrgn.io.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.StandInFile;
import org.cryodrgn.io.pickle.PickleReader;

/**
 * Reads the zip file of {@code torch.save}: {@code NAME/data.pkl}, a pickle whose tensors point to
 * the entries {@code NAME/data/KEY}, and {@code NAME/byteorder}.
 */
final class TorchReader {

  /** What to do about a file that is not what was saved. */
  static final String DAMAGED =
      "The file is damaged or cut short: copy it again or use another epoch's weights";

  /** What to do about a file of another kind. */
  static final String NO_CHECKPOINT =
      "Give a checkpoint of a training (weights.N.pkl), as torch.save writes it";

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** The pickled number 0x1950a86a20f9469cfc6c, with which PyTorch 0.1 to 1.5 began. */
  private static final byte[] LEGACY =
      "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."
          .getBytes(StandardCharsets.ISO_8859_1);

  private TorchReader() {}

  /** The dict that was saved. */
  static Map<?, ?> read(Path file) {
    checkMagic(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry data = pickleEntry(file, zip);
      String root = data.getName().substring(0, data.getName().length() - "data.pkl".length());
      TorchStorages storages = new TorchStorages(file, zip, root, bigEndian(zip, root));
      CRC32 checksum = new CRC32();
      try (InputStream in = new CheckedInputStream(zip.getInputStream(data), checksum)) {
        List<Object> values =
            PickleReader.read(in, data.getSize(), file, new TorchCallables(file, storages));
        if (checksum.getValue() != data.getCrc()) {
          throw DataException.at(file, "zip entry data.pkl", "fails its checksum", DAMAGED);
        }
        if (values.size() == 1 && values.get(0) instanceof Map<?, ?> entries) {
          return entries;
        }
      }
      throw DataException.at(file, "", "holds no dict", NO_CHECKPOINT);
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  static DataException damaged(Path file, IOException e) {
    return DataException.at(file, "", "cannot be read: " + e.getMessage(), DAMAGED, e);
  }

  private static void checkMagic(Path file) {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(512);
      StandInFile.refuse(file, start -> startsWith(head, 0, start));
    } catch (IOException e) {
      throw DataException.cannotRead(file, e);
    }
    if (head.length == 0) {
      throw DataException.empty(file);
    }
    if (startsWith(head, 0, ZIP)) {
      return;
    }
    if (startsWith(head, 0, LEGACY)
        || startsWith(head, 257, "ustar".getBytes(StandardCharsets.US_ASCII))) {
      throw DataException.at(
          file,
          "",
          "is a checkpoint of PyTorch before 1.6, which is not read",
          "Save it anew with a later PyTorch: torch.save(torch.load(path, weights_only=False), path)");
    }
    throw DataException.at(file, "", "is no PyTorch checkpoint", NO_CHECKPOINT);
  }

  private static boolean startsWith(byte[] head, int from, byte[] magic) {
    return head.length >= from + magic.length
        && Arrays.equals(head, from, from + magic.length, magic, 0, magic.length);
  }

  private static ZipEntry pickleEntry(Path file, ZipFile zip) throws IOException {
    ZipEntry data =
        zip.stream()
            .filter(entry -> entry.getName().matches("([^/]+/)?data\\.pkl"))
            .findFirst()
            .orElseThrow(
                () -> DataException.at(file, "", "is a zip file without data.pkl", NO_CHECKPOINT));
    checkStored(file, data);
    return data;
  }

  /** torch.save stores without compression, so no entry can be larger than the file. */
  static void checkStored(Path file, ZipEntry entry) throws IOException {
    if (entry.getMethod() != ZipEntry.STORED
        || entry.getSize() != entry.getCompressedSize()
        || entry.getSize() > Files.size(file)) {
      throw DataException.at(
          file, "zip entry " + entry.getName(), "is compressed or has no sound size", DAMAGED);
    }
  }

  private static boolean bigEndian(ZipFile zip, String root) throws IOException {
    ZipEntry order = zip.getEntry(root + "byteorder");
    if (order == null) {
      return false;
    }
    try (InputStream in = zip.getInputStream(order)) {
      return new String(in.readNBytes(8), StandardCharsets.US_ASCII).equals("big");
    }
  }
}
