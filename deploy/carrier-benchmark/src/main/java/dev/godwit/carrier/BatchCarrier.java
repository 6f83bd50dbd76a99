package dev.godwit.carrier;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.transactions.KafkaTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** A batch of records in, one Kafka transaction out, by SmallRye Reactive Messaging. */
@ApplicationScoped
class BatchCarrier {
  private final KafkaTransactions<byte[]> out;
  private final Progress progress;

  BatchCarrier(@Channel("batch-out") KafkaTransactions<byte[]> out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  @Incoming("batch-in")
  Uni<Void> carry(KafkaRecordBatch<byte[], byte[]> batch) {
    int size = batch.getRecords().size();
    return out.withTransactionAndAck(
            batch,
            emitter -> {
              for (KafkaRecord<byte[], byte[]> record : batch.getRecords()) {
                emitter.send(KafkaRecord.of(record.getKey(), record.getPayload()));
              }
              return Uni.createFrom().voidItem();
            })
        .invoke(() -> progress.add(size));
  }
}
