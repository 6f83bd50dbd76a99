package dev.godwit.extractor.rehearsal;

import dev.godwit.extractor.topics.CustomerRecords;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Finds which rows of a run are in quarantine, in any stage: an event that refers to one of them
 * could not arrive. Thread-safe.
 */
@ApplicationScoped
public class QuarantinedIds {
  private final KafkaSettings kafka;

  QuarantinedIds(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * The quarantined ones among some rows. Reads what {@code crm.quarantine.v1} holds at the call.
   *
   * @param since no record of the run is older
   * @param ids ids in the source; bounds the memory
   */
  Set<String> among(String customer, String runId, Entity entity, Instant since, Set<String> ids) {
    Map<String, String> kept = new HashMap<>();
    ids.forEach(id -> kept.put(QuarantineLimits.text(id), id));
    Set<String> found = new HashSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.stretchConsumer());
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      CustomerRecords.read(
          consumer,
          Topics.QUARANTINE,
          customer,
          since,
          record -> {
            if (decoded(decoder, record) instanceof QuarantinedRecord one
                && one.getRunId().equals(runId)
                && Entities.of(one).equals(entity)
                && kept.containsKey(one.getLegacyId())) {
              found.add(kept.get(one.getLegacyId()));
            }
          });
    }
    return found;
  }

  private static SpecificRecord decoded(
      WireDecoder decoder, ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      return null;
    }
  }
}
