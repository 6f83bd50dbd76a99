package dev.godwit.extractor.snapshot;

import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.task.TaskTransaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Keeps what a task sends, and reads it back with Avro's own reader. */
public final class RecordingTransaction implements TaskTransaction {
  /** A record that was sent. */
  public record Sent(String topic, Integer partition, String key, byte[] value) {
    /** The value as a record of a generated class. */
    public <T extends SpecificRecord> T as(Class<T> type) {
      return read(new SpecificDatumReader<>(type));
    }

    /** The value as a row, whose schema was derived from a pack. */
    public GenericRecord row(Schema schema) {
      Schema strings = new Schema.Parser().parse(schema.toString());
      GenericData model = new GenericData();
      model.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
      return read(new GenericDatumReader<>(strings, strings, model));
    }

    private <T> T read(DatumReader<T> reader) {
      try {
        return reader.read(
            null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final WireEncoder encoder =
      new WireEncoder(
          Map.of(
              "godwit.serde.serializer", Zero.class.getName(),
              "godwit.serde.deserializer", None.class.getName()));
  final List<Sent> sent = new ArrayList<>();

  /** All that was sent since the last restart, in order. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  @Override
  public Future<RecordMetadata> send(
      String topic, Integer partition, byte[] key, SpecificRecord value) {
    return sendBytes(topic, partition, key, encoder.encode(topic, value));
  }

  @Override
  public Future<RecordMetadata> sendBytes(
      String topic, Integer partition, byte[] key, byte[] value) {
    sent.add(new Sent(topic, partition, new String(key, StandardCharsets.UTF_8), value));
    return new CompletableFuture<>();
  }

  @Override
  public void flush() {
    // Kept at once.
  }

  @Override
  public void restart() {
    sent.clear();
  }

  @Override
  public void report(SpecificRecord report) {
    throw new UnsupportedOperationException("No report is expected here.");
  }

  @Override
  public ReportEnvelope envelope() {
    throw new UnsupportedOperationException("No report is expected here.");
  }

  @Override
  public WireEncoder encoder() {
    return encoder;
  }

  /** Writes schema id 0. */
  public static final class Zero implements Serializer<Object> {
    @Override
    public byte[] serialize(String topic, Object data) {
      IndexedRecord record = (IndexedRecord) data;
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(new byte[5]);
      try {
        new SpecificDatumWriter<IndexedRecord>(record.getSchema())
            .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  }

  /** Reads nothing. */
  public static final class None implements Deserializer<Object> {
    @Override
    public Object deserialize(String topic, byte[] data) {
      throw new UnsupportedOperationException("Nothing is read here.");
    }
  }
}
