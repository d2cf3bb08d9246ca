package org.cryodrgn.io.robustness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A zip file without compression, to change one entry with its checksum kept right. */
record StoredZip(Map<String, byte[]> entries) {

  static StoredZip read(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return new StoredZip(entries);
  }

  byte[] entry(String name) {
    return entries.get(name);
  }

  /** The bytes of the file with another content of one entry. */
  byte[] with(String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] value = entry.getKey().equals(name) ? content : entry.getValue();
        CRC32 checksum = new CRC32();
        checksum.update(value);
        ZipEntry head = new ZipEntry(entry.getKey());
        head.setSize(value.length);
        head.setCrc(checksum.getValue());
        zip.putNextEntry(head);
        zip.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
