package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.projection.Failures.RecordAtFaultException;
import dev.godwit.orchestrator.view.projection.TopicReader.Batch;
import dev.godwit.orchestrator.view.store.Documents.OtherVersionException;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.crash.CrashPoint;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Writes batches of records into the tables: a batch is one transaction with the positions after
 * it. Where a record of it is at fault, the batch is written record by record, that one is skipped,
 * and the position moves past it. Called on the projector's thread.
 */
@ApplicationScoped
class BatchWriter {
  private static final Logger LOG = Logger.getLogger(BatchWriter.class);

  private final Map<String, Projection> projections = new HashMap<>();
  private final Positions positions;
  private final SkippedRecords skipped;

  /** Decodes a value. */
  interface Decoder {
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  BatchWriter(@Any Instance<Projection> projections, Positions positions, SkippedRecords skipped) {
    projections.forEach(p -> this.projections.put(p.topic(), p));
    this.positions = positions;
    this.skipped = skipped;
  }

  /** Topics that are projected. */
  Set<String> topics() {
    return projections.keySet();
  }

  /** Projects a batch. A failure that it throws is an outage, retriable from the kept positions. */
  void project(Batch batch, Decoder decoder) {
    try {
      QuarkusTransaction.requiringNew().run(() -> writeAll(batch, decoder));
      CrashPoint.ORCHESTRATOR_VIEW_AFTER_COMMIT.reach();
    } catch (RuntimeException e) {
      forget();
      if (!Failures.isRecordAtFault(e)) {
        throw e;
      }
      LOG.debug("A record of a batch is at fault: the batch is written record by record.", e);
      batch.partitions().forEach(p -> writeOneByOne(p, batch, decoder));
    }
  }

  /** Empties the tables, so that all topics are projected again from offset 0. */
  void empty() {
    positions.empty();
    forget();
  }

  /** Forgets cached rows: the last transaction was rolled back, or another process wrote. */
  void forget() {
    projections.values().forEach(Projection::forget);
  }

  private void writeAll(Batch batch, Decoder decoder) {
    batch.partitions().forEach(p -> positions.move(p, batch.before().get(p), batch.after().get(p)));
    batch.partitions().forEach(p -> write(p.topic(), batch.records().get(p), decoder));
    CrashPoint.ORCHESTRATOR_VIEW_BEFORE_COMMIT.reach();
  }

  private void writeOneByOne(TopicPartition partition, Batch batch, Decoder decoder) {
    long at = batch.before().get(partition);
    List<ConsumerRecord<byte[], byte[]>> records = batch.records().get(partition);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      long from = at;
      long to = record == records.getLast() ? batch.after().get(partition) : record.offset() + 1;
      try {
        QuarkusTransaction.requiringNew()
            .run(
                () -> {
                  positions.move(partition, from, to);
                  write(partition.topic(), List.of(record), decoder);
                });
      } catch (RuntimeException e) {
        forget();
        if (!Failures.isRecordAtFault(e)) {
          throw e;
        }
        QuarkusTransaction.requiringNew()
            .run(
                () -> {
                  positions.move(partition, from, to);
                  skipped.keep(record, Failures.recordFault(e));
                });
        skipped.show();
      }
      at = to;
    }
  }

  private void write(String topic, List<ConsumerRecord<byte[], byte[]>> records, Decoder decoder) {
    Projection projection = projections.get(topic);
    List<SpecificRecord> values = records.stream().map(r -> value(r, decoder)).toList();
    faultOfRecord(() -> projection.begin(values));
    for (int i = 0; i < values.size(); i++) {
      SpecificRecord value = values.get(i);
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      faultOfRecord(() -> projection.apply(value, record.partition(), record.offset()));
    }
    projection.end();
  }

  private static SpecificRecord value(ConsumerRecord<byte[], byte[]> record, Decoder decoder) {
    try {
      return ReadableText.of(decoder.decode(record.topic(), record.value()));
    } catch (UnreadableRecordException e) {
      throw new RecordAtFaultException(e);
    }
  }

  private static void faultOfRecord(Runnable work) {
    try {
      work.run();
    } catch (OtherVersionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RecordAtFaultException(e);
    }
  }
}
