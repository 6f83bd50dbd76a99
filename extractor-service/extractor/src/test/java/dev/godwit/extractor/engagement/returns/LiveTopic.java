package dev.godwit.extractor.engagement.returns;

import dev.godwit.row.v1.Cut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** A live topic in memory: two partitions, offsets with gaps, values as JSON, cuts as Avro. */
public final class LiveTopic implements LiveRecords {
  /** Settings of a decoder that needs no registry, since there is nothing but JSON. */
  public static final Map<String, Object> JSON_ONLY =
      Map.of("godwit.serde.deserializer", ByteArrayDeserializer.class.getName());

  /** Settings of a decoder that needs no registry, since all that is in Avro are cuts. */
  public static final Map<String, Object> JSON_AND_CUTS =
      Map.of("godwit.serde.deserializer", CutDeserializer.class.getName());

  private static final int PREFIX_BYTES = 5;
  private static final int PARTITIONS = 2;
  private static final int GAP = 3;

  private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();
  private final long[] kept = new long[PARTITIONS];
  private Iterator<ConsumerRecord<byte[], byte[]>> reading;
  private LostLiveRecordsException lost;

  public LiveTopic() {
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new ArrayList<>());
    }
  }

  /** Adds a record to a partition; gives it. */
  public ConsumerRecord<byte[], byte[]> add(int partition, String key, String value) {
    return add(partition, key, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds the marker of a cut to a partition; gives it. */
  public ConsumerRecord<byte[], byte[]> addMarker(int partition, Cut cut) throws IOException {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(new byte[PREFIX_BYTES]);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(value, null);
    new SpecificDatumWriter<>(Cut.class).write(cut, encoder);
    encoder.flush();
    return add(partition, cut.getRunId(), value.toByteArray());
  }

  private ConsumerRecord<byte[], byte[]> add(int partition, String key, byte[] value) {
    List<ConsumerRecord<byte[], byte[]>> records = partitions.get(partition);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "crm.engagements.live.v1",
            partition,
            (records.size() + 1L) * GAP,
            key.getBytes(StandardCharsets.UTF_8),
            value);
    records.add(record);
    return record;
  }

  List<Long> begins() {
    return partitions.stream().map(records -> 0L).toList();
  }

  List<Long> ends() {
    return partitions.stream().map(records -> (records.size() + 1L) * GAP).toList();
  }

  /** Deletes the records of a partition before an offset. */
  void deleteBefore(int partition, long offset) {
    kept[partition] = offset;
  }

  @Override
  public void begin(int partition, long from, long upTo) {
    lost =
        from < kept[partition]
            ? new LostLiveRecordsException(partition, from, kept[partition])
            : null;
    reading =
        partitions.get(partition).stream()
            .filter(record -> record.offset() >= from && record.offset() < upTo)
            .iterator();
  }

  @Override
  public ConsumerRecord<byte[], byte[]> next() {
    if (lost != null) {
      throw lost;
    }
    return reading.hasNext() ? reading.next() : null;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  /** Stands for the registry's client; public, for it is made by its name. */
  public static final class CutDeserializer implements Deserializer<Object> {
    @Override
    public Object deserialize(String topic, byte[] value) {
      try {
        return new GenericDatumReader<>(Cut.getClassSchema())
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(value, PREFIX_BYTES, value.length - PREFIX_BYTES, null));
      } catch (IOException e) {
        throw new SerializationException(e);
      }
    }
  }
}
