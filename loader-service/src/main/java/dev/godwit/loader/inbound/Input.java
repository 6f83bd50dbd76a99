package dev.godwit.loader.inbound;

import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of a transformed topic, as far as it can be read. */
sealed interface Input {
  /** As it was read. */
  ConsumerRecord<byte[], byte[]> source();

  /** Run it belongs to; null where it was not found out yet, empty where there is none. */
  String runId();

  /** A record that is to be loaded. */
  record Data(ConsumerRecord<byte[], byte[]> source, TransformedRecord record) implements Input {
    @Override
    public String runId() {
      return record.getRunId();
    }
  }

  /** A live event. */
  record Live(ConsumerRecord<byte[], byte[]> source, TransformedLive event) implements Input {
    @Override
    public String runId() {
      return event.getRunId();
    }
  }

  /** A cut. */
  record Marker(ConsumerRecord<byte[], byte[]> source, Cut cut) implements Input {
    @Override
    public String runId() {
      return cut.getRunId();
    }
  }

  /** Poison. */
  record Unreadable(ConsumerRecord<byte[], byte[]> source, String runId, String detail)
      implements Input {}
}
