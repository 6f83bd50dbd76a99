package dev.godwit.validator.inbound;

import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.wire.KafkaSettings;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Ends the transaction that the last owner of a partition left open, before the partition is read.
 * An offset that such a transaction has sent is pending: until its end the broker does not say
 * where the group stands, so that no record would come, and with it no producer that ends the
 * transaction. Without this a validator that is killed between sending its offset and the commit
 * waits for the timeout of its transaction, a quarter of an hour.
 *
 * <p>A transaction of this process is ended as well: its offset would be refused anyway, since the
 * group has another generation. Called by the thread that polls.
 */
abstract class PredecessorTransactions implements KafkaConsumerRebalanceListener {
  private static final Logger LOG = Logger.getLogger(PredecessorTransactions.class);

  private final KafkaSettings kafka;
  private final BiFunction<KafkaSettings, Integer, VerdictTransaction> open;

  PredecessorTransactions(
      KafkaSettings kafka, BiFunction<KafkaSettings, Integer, VerdictTransaction> open) {
    this.kafka = kafka;
    this.open = open;
  }

  /** Of the ledgers. */
  @Singleton
  @Identifier(VerdictTransaction.GROUP)
  static class OfLedgers extends PredecessorTransactions {
    OfLedgers(KafkaSettings kafka) {
      super(kafka, VerdictTransaction::open);
    }
  }

  /** Of the tasks of replays. */
  @Singleton
  @Identifier(VerdictTransaction.REPLAY_GROUP)
  static class OfReplays extends PredecessorTransactions {
    OfReplays(KafkaSettings kafka) {
      super(kafka, ofTasks(VerdictTransaction.REPLAY_GROUP));
    }
  }

  /** Of the tasks about the live events of rehearsals. */
  @Singleton
  @Identifier(VerdictTransaction.ARRIVAL_GROUP)
  static class OfArrivals extends PredecessorTransactions {
    OfArrivals(KafkaSettings kafka) {
      super(kafka, ofTasks(VerdictTransaction.ARRIVAL_GROUP));
    }
  }

  /** Of the tasks about the speed of the target's pages. */
  @Singleton
  @Identifier(VerdictTransaction.PROBE_GROUP)
  static class OfProbes extends PredecessorTransactions {
    OfProbes(KafkaSettings kafka) {
      super(kafka, ofTasks(VerdictTransaction.PROBE_GROUP));
    }
  }

  private static BiFunction<KafkaSettings, Integer, VerdictTransaction> ofTasks(String group) {
    return (kafka, partition) -> VerdictTransaction.ofTasks(kafka, group, partition);
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      try {
        open.apply(kafka, partition.partition()).close();
      } catch (KafkaException e) {
        LOG.warnf(
            "partition=%s: a transaction that its last owner left open could not be ended; if there"
                + " is one, the partition is read once it times out: %s",
            partition, e);
      }
    }
  }
}
