package dev.godwit.carrier;

import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** A record in, a record out, by SmallRye Reactive Messaging. */
@ApplicationScoped
class RecordCarrier {
  private final Progress progress;

  RecordCarrier(Progress progress) {
    this.progress = progress;
  }

  @Incoming("record-in")
  @Outgoing("record-out")
  Record<byte[], byte[]> carry(Record<byte[], byte[]> record) {
    progress.add(1);
    return record;
  }
}
