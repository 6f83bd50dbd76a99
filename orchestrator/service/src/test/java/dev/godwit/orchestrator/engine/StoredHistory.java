package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.Recorded;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Histories as they were stored once: a line {@code schema NAME JSON} for each schema that they
 * were written with, and a line {@code event NAME BASE64} for each event.
 */
final class StoredHistory {
  private static final ControlPlaneCodec CODEC = new ControlPlaneCodec();

  private StoredHistory() {}

  /** The events of a file among the test's resources. */
  static List<Recorded> read(String file) throws IOException {
    Events schemas = new Events();
    List<Recorded> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                StoredHistory.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("schema ")) {
          schemas.schema(line);
        } else {
          events.add(schemas.event(line));
        }
      }
    }
    return events;
  }

  /** Reads lines of events with the schemas that they were written with. */
  static final class Events {
    private final Map<String, Schema> schemas = new LinkedHashMap<>();

    void schema(String line) {
      String[] parts = line.split(" ", 3);
      schemas.put(parts[1], new Schema.Parser().parse(parts[2]));
    }

    Recorded event(String line) throws IOException {
      String[] parts = line.split(" ", 3);
      Schema written = schemas.get(parts[1]);
      Class<?> type = SpecificData.get().getClass(written);
      SpecificDatumReader<SpecificRecord> reader =
          new SpecificDatumReader<>(
              written, SpecificData.get().getSchema(type), SpecificData.getForClass(type));
      byte[] value = Base64.getDecoder().decode(parts[2]);
      return CODEC.toEvent(reader.read(null, DecoderFactory.get().binaryDecoder(value, null)));
    }
  }

  /** The lines of a history, written with the schemas as they are now. */
  static List<String> lines(List<Recorded> events) throws IOException {
    Map<String, String> schemas = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Recorded recorded : events) {
      SpecificRecord avro = CODEC.toAvro(recorded);
      String name = avro.getSchema().getFullName();
      schemas.putIfAbsent(name, "schema " + name + " " + avro.getSchema());
      lines.add("event " + name + " " + Base64.getEncoder().encodeToString(bytes(avro)));
    }
    List<String> all = new ArrayList<>(schemas.values());
    all.addAll(lines);
    return all;
  }

  /**
   * A record as a version wrote it that did not have these fields, each of which must hold its
   * default.
   */
  static byte[] bytesWithout(Set<String> added, SpecificRecord avro) throws IOException {
    Schema then = without(added, avro.getSchema());
    requireDefaults(added, avro);
    Object record =
        new GenericDatumReader<>(avro.getSchema(), then)
            .read(null, DecoderFactory.get().binaryDecoder(bytes(avro), null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new GenericDatumWriter<>(then)
        .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
    return out.toByteArray();
  }

  private static Schema without(Set<String> added, Schema now) {
    return switch (now.getType()) {
      case ARRAY -> Schema.createArray(without(added, now.getElementType()));
      case UNION ->
          Schema.createUnion(now.getTypes().stream().map(one -> without(added, one)).toList());
      case RECORD -> {
        Schema then = Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false);
        then.setFields(
            now.getFields().stream()
                .filter(field -> !added.contains(field.name()))
                .map(field -> new Schema.Field(field, without(added, field.schema())))
                .toList());
        yield then;
      }
      default -> now;
    };
  }

  private static void requireDefaults(Set<String> added, SpecificRecord avro) {
    for (Schema.Field field : avro.getSchema().getFields()) {
      Object value = avro.get(field.pos());
      if (added.contains(field.name())) {
        if (!Objects.equals(SpecificData.get().getDefaultValue(field), value)) {
          throw new AssertionError(
              "Expected the default in %s of %s, found %s"
                  .formatted(field.name(), avro.getSchema().getName(), value));
        }
        continue;
      }
      List<?> items = value instanceof List<?> list ? list : Collections.singletonList(value);
      for (Object item : items) {
        if (item instanceof SpecificRecord record) {
          requireDefaults(added, record);
        }
      }
    }
  }

  static byte[] bytes(SpecificRecord avro) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new SpecificDatumWriter<SpecificRecord>(
            avro.getSchema(), SpecificData.getForClass(avro.getClass()))
        .write(avro, encoder);
    return out.toByteArray();
  }
}
