package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.projection.RecordFault.CannotProjectException;
import dev.godwit.orchestrator.view.store.Documents.OtherVersionException;
import dev.godwit.wire.UnreadableRecordException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Writes batches of records into the tables: a batch is one transaction with the positions behind
 * it. Where one of its records cannot be projected, and never can, the batch is written record by
 * record, that one is left out, and the position moves past it. Called on the projector's thread.
 */
@ApplicationScoped
class Projecting {
  private static final Logger LOG = Logger.getLogger(Projecting.class);

  private final Map<String, Projection> projections = new HashMap<>();
  private final Positions positions;
  private final LeftOut leftOut;
  private final EntityManager entities;

  /** Reads a value. */
  interface Decoder {
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  Projecting(
      @Any Instance<Projection> projections,
      Positions positions,
      LeftOut leftOut,
      EntityManager entities) {
    projections.forEach(p -> this.projections.put(p.topic(), p));
    this.positions = positions;
    this.leftOut = leftOut;
    this.entities = entities;
  }

  /** Topics that are projected. */
  Set<String> topics() {
    return projections.keySet();
  }

  /**
   * Projects a batch. A failure that is thrown is the surroundings' and may be tried again from
   * where the positions are.
   */
  void project(Batch batch, Decoder decoder) {
    try {
      QuarkusTransaction.requiringNew().run(() -> together(batch, decoder));
    } catch (RuntimeException e) {
      forget();
      if (!RecordFault.is(e)) {
        throw e;
      }
      LOG.debug("A record of a batch cannot be projected; it is written record by record.", e);
      batch.partitions().forEach(p -> oneByOne(p, batch, decoder));
    }
  }

  /** Empties the tables: everything is to be projected again from offset 0. */
  void empty() {
    positions.empty();
    forget();
  }

  /** The last transaction did not happen, or somebody else wrote meanwhile. */
  void forget() {
    projections.values().forEach(Projection::forget);
  }

  private void together(Batch batch, Decoder decoder) {
    batch.partitions().forEach(p -> positions.move(p, batch.before().get(p), batch.after().get(p)));
    batch.partitions().forEach(p -> batch.records().get(p).forEach(r -> apply(r, decoder)));
  }

  private void oneByOne(TopicPartition partition, Batch batch, Decoder decoder) {
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
                  apply(record, decoder);
                });
      } catch (RuntimeException e) {
        forget();
        if (!RecordFault.is(e)) {
          throw e;
        }
        QuarkusTransaction.requiringNew()
            .run(
                () -> {
                  positions.move(partition, from, to);
                  leftOut.keep(record, RecordFault.sentence(e));
                });
        leftOut.show();
      }
      at = to;
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record, Decoder decoder) {
    SpecificRecord value;
    try {
      value = decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      throw new CannotProjectException(e);
    }
    try {
      projections
          .get(record.topic())
          .apply(ReadableText.of(value), record.partition(), record.offset());
    } catch (OtherVersionException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CannotProjectException(e);
    }
  }
}
