package dev.godwit.loader.inbound;

import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of a transformed topic, decoded where that is possible. */
public sealed interface InboundRecord {
  /** As it was read. */
  ConsumerRecord<byte[], byte[]> source();

  /** Run it belongs to; empty for none, null where that is not known yet. */
  String runId();

  /** Rows of one source record. */
  record Row(ConsumerRecord<byte[], byte[]> source, TransformedRecord record)
      implements InboundRecord {
    @Override
    public String runId() {
      return record.getRunId();
    }
  }

  /** A live event. */
  record Live(ConsumerRecord<byte[], byte[]> source, TransformedLive event)
      implements InboundRecord {
    @Override
    public String runId() {
      return event.getRunId();
    }
  }

  /** A cut marker. */
  record Marker(ConsumerRecord<byte[], byte[]> source, Cut cut) implements InboundRecord {
    @Override
    public String runId() {
      return cut.getRunId();
    }
  }

  /**
   * A poison record.
   *
   * @param detail what was expected and found, without the value
   */
  record Unreadable(ConsumerRecord<byte[], byte[]> source, String runId, String detail)
      implements InboundRecord {}
}
