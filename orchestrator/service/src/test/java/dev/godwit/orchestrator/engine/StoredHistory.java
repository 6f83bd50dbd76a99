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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
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
    Map<String, Schema> schemas = new LinkedHashMap<>();
    List<Recorded> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                StoredHistory.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", 3);
        if (parts[0].equals("schema")) {
          schemas.put(parts[1], new Schema.Parser().parse(parts[2]));
        } else {
          events.add(event(schemas.get(parts[1]), Base64.getDecoder().decode(parts[2])));
        }
      }
    }
    return events;
  }

  private static Recorded event(Schema written, byte[] value) throws IOException {
    Class<?> type = SpecificData.get().getClass(written);
    SpecificDatumReader<SpecificRecord> reader =
        new SpecificDatumReader<>(
            written, SpecificData.get().getSchema(type), SpecificData.getForClass(type));
    SpecificRecord avro = reader.read(null, DecoderFactory.get().binaryDecoder(value, null));
    return CODEC.toEvent(avro);
  }

  /** The lines of a history, written with the schemas as they are now. */
  static List<String> lines(List<Recorded> events) throws IOException {
    Map<String, String> schemas = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Recorded recorded : events) {
      SpecificRecord avro = CODEC.toAvro(recorded);
      String name = avro.getSchema().getFullName();
      schemas.putIfAbsent(name, "schema " + name + " " + avro.getSchema());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new SpecificDatumWriter<SpecificRecord>(
              avro.getSchema(), SpecificData.getForClass(avro.getClass()))
          .write(avro, encoder);
      lines.add("event " + name + " " + Base64.getEncoder().encodeToString(out.toByteArray()));
    }
    List<String> all = new ArrayList<>(schemas.values());
    all.addAll(lines);
    return all;
  }
}
