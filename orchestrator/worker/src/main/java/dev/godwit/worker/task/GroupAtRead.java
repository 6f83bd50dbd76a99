package dev.godwit.worker.task;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * Finds the consumer group as it was when a record was read. An offset that is committed for it is
 * refused once the record's partition was given to another consumer, or will be read again: so a
 * process that stood still meanwhile gives the record up, in place of fencing its successor.
 * Thread-safe.
 */
@ApplicationScoped
public class GroupAtRead {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final KafkaClientService clients;

  GroupAtRead(KafkaClientService clients) {
    this.clients = clients;
  }

  /**
   * The group of a record of a channel, with the generation in which the record was read.
   *
   * @throws KafkaException retriable: the channel's consumer does not answer
   */
  public ConsumerGroupMetadata of(IncomingKafkaRecordMetadata<?, ?> record) {
    ConsumerGroupMetadata now = now(record);
    return new ConsumerGroupMetadata(
        now.groupId(), record.getConsumerGroupGenerationId(), now.memberId(), Optional.empty());
  }

  /**
   * True where the partition of a record may be another consumer's since it was read, or the record
   * will be read again here: as far as this process knows now.
   */
  public boolean isPast(IncomingKafkaRecordMetadata<?, ?> record) {
    try {
      return now(record).generationId() != record.getConsumerGroupGenerationId();
    } catch (KafkaException e) {
      return false;
    }
  }

  private ConsumerGroupMetadata now(IncomingKafkaRecordMetadata<?, ?> record) {
    KafkaConsumer<?, ?> consumer =
        clients.getConsumers(record.getChannel()).get(Math.max(0, record.getConsumerIndex()));
    try {
      return consumer.consumerGroupMetadata().await().atMost(ANSWER);
    } catch (TimeoutException e) {
      throw new KafkaException("The consumer of " + record.getChannel() + " does not answer.", e);
    }
  }

  /**
   * True where an offset was refused because the group has given its partition away since the
   * record was read.
   */
  public static boolean isReassigned(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommitFailedException || cause instanceof RebalanceInProgressException) {
        return true;
      }
    }
    return false;
  }
}
