package org.cryodrgn.io.cryosparc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.cryodrgn.io.AtomicFile;
import org.cryodrgn.io.DataException;
import org.cryodrgn.io.numpy.Elements;
import org.cryodrgn.io.numpy.NpyField;
import org.cryodrgn.io.numpy.NpyFile;

/** Writes a dataset in either kind of file. */
final class CsWriter {

  /** The most bytes that LZ4 takes for one block. */
  private static final long LONGEST_BLOCK = 0x7E000000L;

  /** From so many bytes on a field's name is a text to cryosparc-tools. */
  private static final int LONG_NAME = 52;

  private final Path target;
  private final int rows;
  private final List<CsColumn> columns;

  CsWriter(Path target, int rows, Collection<CsColumn> columns) {
    this.target = target;
    this.rows = rows;
    this.columns = List.copyOf(columns);
  }

  void write(CsKind kind) {
    if (kind == CsKind.NUMPY) {
      writeNumpy();
    } else {
      AtomicFile.write(target, this::writeCsdat);
    }
  }

  /** Text of no fixed width gets that of the longest, as cryosparc-tools writes it. */
  private void writeNumpy() {
    List<NpyField> fields = new ArrayList<>();
    for (CsColumn column : columns) {
      NpyField field = column.field();
      fields.add(
          field.kind() == 'O'
              ? new NpyField(field.name(), '|', 'S', longest(column), new int[0], "")
              : field);
    }
    NpyFile.writeRecords(
        target,
        fields,
        rows,
        (row, record) -> {
          int offset = 0;
          for (int i = 0; i < fields.size(); i++) {
            int bytes = fields.get(i).bytes();
            if (columns.get(i).field().kind() == 'O') {
              byte[] text = columns.get(i).text(row).getBytes(StandardCharsets.UTF_8);
              System.arraycopy(text, 0, record, offset, text.length);
              Arrays.fill(record, offset + text.length, offset + bytes, (byte) 0);
            } else {
              columns.get(i).raw(row, record, offset);
            }
            offset += bytes;
          }
        });
  }

  private int longest(CsColumn column) {
    int longest = 1;
    for (int row = 0; row < rows; row++) {
      longest = Math.max(longest, column.text(row).getBytes(StandardCharsets.UTF_8).length);
    }
    return longest;
  }

  private void writeCsdat(OutputStream out) throws IOException {
    List<NpyField> fields = columns.stream().map(column -> stored(column.field())).toList();
    byte[] head = CsdatHeader.of(rows, fields).encode();
    out.write(CsdatFile.MAGIC);
    writeLength(out, head.length);
    out.write(head);
    Heap heap = new Heap(fields);
    LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();
    for (int i = 0; i < columns.size(); i++) {
      byte[] values = values(columns.get(i), fields.get(i), heap);
      if (fields.get(i).name().equals(CsFields.UID)) {
        writeLength(out, values.length);
        out.write(values);
      } else {
        byte[] block = new byte[compressor.maxCompressedLength(values.length)];
        int length = compressor.compress(values, 0, values.length, block, 0, block.length);
        writeLength(out, length);
        out.write(block, 0, length);
      }
    }
    heap.texts.writeTo(out);
  }

  /** A field as a CSDAT file holds it: text on the heap, numbers little-endian. */
  private static NpyField stored(NpyField field) {
    if (field.isText()) {
      return CsColumn.Text.of(field.name(), null).field();
    }
    char order = field.order() == '>' ? '<' : field.order();
    return new NpyField(
        field.name(), order, field.kind(), field.size(), field.shape(), field.suffix());
  }

  private byte[] values(CsColumn column, NpyField stored, Heap heap) {
    long length = (long) rows * stored.bytes();
    if (length > LONGEST_BLOCK) {
      throw DataException.at(
          target,
          "field " + stored.name(),
          "a CSDAT file holds at most 2 GB a field",
          "Write fewer particles");
    }
    byte[] values = new byte[(int) length];
    if (stored.kind() == 'O') {
      ByteBuffer offsets = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
      for (int row = 0; row < rows; row++) {
        offsets.putLong(heap.offset(column.text(row)));
      }
      return values;
    }
    for (int row = 0; row < rows; row++) {
      column.raw(row, values, row * stored.bytes());
    }
    if (column.field().order() == '>') {
      Elements.reverse(values, stored.size());
    }
    return values;
  }

  private static void writeLength(OutputStream out, int length) throws IOException {
    out.write(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
  }

  /** Texts, each once, each with a zero byte behind it; the empty one comes first. */
  private static final class Heap {

    private final ByteArrayOutputStream texts = new ByteArrayOutputStream();
    private final Map<String, Long> offsets = new HashMap<>();

    /** cryosparc-tools keeps names that are long on its heap, and finds them after loading ours. */
    Heap(List<NpyField> fields) {
      offset("");
      for (NpyField field : fields) {
        if (field.name().getBytes(StandardCharsets.UTF_8).length >= LONG_NAME) {
          offset(field.name());
        }
      }
    }

    long offset(String text) {
      // A zero byte would end the text here and begin another.
      int end = text.indexOf(0);
      String stored = end < 0 ? text : text.substring(0, end);
      return offsets.computeIfAbsent(
          stored,
          added -> {
            long offset = texts.size();
            texts.writeBytes(added.getBytes(StandardCharsets.UTF_8));
            texts.write(0);
            return offset;
          });
    }
  }
}
