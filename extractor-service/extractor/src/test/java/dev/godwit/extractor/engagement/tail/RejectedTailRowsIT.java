package dev.godwit.extractor.engagement.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godwit.common.v1.Stage;
import dev.godwit.extractor.snapshot.PersonSource;
import dev.godwit.extractor.snapshot.RecordingTransaction;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.live.TailMark;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Rows of a tail that cannot become a record: they stop none of those behind them. */
class RejectedTailRowsIT {
  private static final int WIRE_PREFIX = 5;

  @Test
  void shouldReadTheOthersWhenTheQueryFailsOnARow() throws Exception {
    SourceEntity engagements =
        new SourceEntity(
            Entity.ENGAGEMENTS,
            new Sql(
                "select id, 100 / ((id - 7) * (id - 8)) as kind from mail where tenant = :customer",
                "pack.yaml",
                1),
            List.of("id"),
            Map.of("legacyId", new SourceField("id", null), "kind", new SourceField("kind", null)));
    SourcePack pack = PersonSource.pack(Map.of(Entity.ENGAGEMENTS, engagements));
    try (Connection connection = PersonSource.open()) {
      TailRows rows =
          new TailRows(
              connection,
              pack,
              pack.entities().get(Entity.ENGAGEMENTS).only(),
              PersonSource.CUSTOMER);
      List<TailRows.Row> read = rows.above(4, 6);

      assertThat(read).extracting(TailRows.Row::key).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
      assertThat(read.stream().filter(row -> row.problem() != null))
          .extracting(TailRows.Row::key, TailRows.Row::problem)
          .containsExactly(
              tuple(7L, "22012 ERROR: division by zero"),
              tuple(8L, "22012 ERROR: division by zero"));
      assertThat(read.getFirst().event().getKind()).isEqualTo("16");
    }
  }

  @Test
  void shouldQuarantineWhatCannotBecomeARecord() throws Exception {
    TailRecords of =
        new TailRecords(
            new RecordingTransaction().encoder(), TailMark.of("s".repeat(32)), 6, "acme/2", "acme");
    of.add(
        new Tail.Poll(
            List.of(event("1", "short"), event("2", "x".repeat(9_000_000))),
            List.of(new TailRows.Row(3, event("3", null), "22012 ERROR: division by zero")),
            false,
            false,
            3));

    assertThat(of.quarantined()).isEqualTo(2);
    assertThat(of.records())
        .extracting(ProducerRecord::topic)
        .containsExactly(Topics.LIVE, Topics.QUARANTINE, Topics.QUARANTINE);
    QuarantinedRecord large = quarantined(of.records().get(1));
    assertThat(large.getLegacyId()).isEqualTo("2");
    assertThat(large.getReason()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(large.getLength()).isGreaterThan(9_000_000);
    assertThat(large.getStage()).isEqualTo(Stage.EXTRACT);
    QuarantinedRecord failing = quarantined(of.records().get(2));
    assertThat(failing.getLegacyId()).isEqualTo("3");
    assertThat(failing.getReason()).isEqualTo("SOURCE_FAILED");
    assertThat(failing.getOffset()).isNotEqualTo(large.getOffset());
  }

  private static LiveEngagement event(String id, String agent) {
    LiveEngagement event = new LiveEngagement();
    event.setCustomer("acme");
    event.setWay(LiveWay.TAIL);
    event.setLegacyId(id);
    event.setAgent(agent);
    event.setReceivedAt(Instant.EPOCH);
    return event;
  }

  private static QuarantinedRecord quarantined(ProducerRecord<byte[], byte[]> record)
      throws Exception {
    byte[] value = record.value();
    return new SpecificDatumReader<>(QuarantinedRecord.class)
        .read(
            null,
            DecoderFactory.get()
                .binaryDecoder(value, WIRE_PREFIX, value.length - WIRE_PREFIX, null));
  }
}
