package org.cryodrgn.io.cryosparc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cryodrgn.io.numpy.NpyField;

/**
 * The head of a CSDAT file, JSON: {@code length} rows; {@code dtype}, a list of [name, NumPy type,
 * shape]; {@code compression}, lz4 or null; {@code compressed_fields}, the names of those that are.
 *
 * @param rows the number of particles
 * @param fields the fields in the order of their columns; text has the kind O
 * @param compressed the names of the compressed ones
 */
record CsdatHeader(int rows, List<NpyField> fields, Set<String> compressed) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Parses a head.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CsdatHeader parse(byte[] json) {
    try {
      JsonNode head = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      JsonNode length = required(head, "length");
      if (!length.canConvertToInt() || length.intValue() < 0) {
        throw new IllegalArgumentException("length " + length);
      }
      JsonNode compression = head.path("compression");
      if (!compression.isMissingNode()
          && !compression.isNull()
          && !compression.asText().equals("lz4")) {
        throw new IllegalArgumentException("compression " + compression);
      }
      Set<String> compressed = new HashSet<>();
      head.path("compressed_fields").forEach(name -> compressed.add(name.asText()));
      return new CsdatHeader(length.intValue(), fields(required(head, "dtype")), compressed);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
  }

  private static JsonNode required(JsonNode head, String name) {
    JsonNode value = head == null ? null : head.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static List<NpyField> fields(JsonNode dtype) {
    List<NpyField> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode item : dtype) {
      String name = item.path(0).asText();
      String type = item.path(1).asText();
      if (!item.path(0).isTextual() || !names.add(name)) {
        throw new IllegalArgumentException("field " + item.path(0) + " is no name, or there twice");
      }
      fields.add(
          type.matches("\\|?O\\d?")
              ? CsColumn.Text.of(name, null).field()
              : NpyField.of(name, type, shape(item.path(2))));
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("dtype names no field");
    }
    return List.copyOf(fields);
  }

  private static int[] shape(JsonNode lengths) {
    int[] shape = new int[lengths.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = lengths.get(i).asInt(-1);
      if (shape[i] < 0) {
        throw new IllegalArgumentException("shape " + lengths);
      }
    }
    return shape;
  }

  /** The head as cryoSPARC reads it. */
  byte[] encode() {
    ObjectNode head = JSON.createObjectNode();
    head.put("length", rows);
    ArrayNode dtype = head.putArray("dtype");
    for (NpyField field : fields) {
      ArrayNode item = dtype.addArray().add(field.name()).add(field.type());
      if (field.shape().length > 0) {
        ArrayNode shape = item.addArray();
        for (int length : field.shape()) {
          shape.add(length);
        }
      }
    }
    head.put("compression", "lz4");
    ArrayNode names = head.putArray("compressed_fields");
    fields.stream().map(NpyField::name).filter(compressed::contains).forEach(names::add);
    return head.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The head of a file in which all fields but the uid are compressed. */
  static CsdatHeader of(int rows, Collection<NpyField> fields) {
    Set<String> compressed = new HashSet<>();
    fields.forEach(field -> compressed.add(field.name()));
    compressed.remove(CsFields.UID);
    return new CsdatHeader(rows, List.copyOf(fields), compressed);
  }
}
