package dev.godwit.wire.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Asks the broker which transactions are open in partitions, Godwit's own included. Stateless. */
public final class OpenTransactions {
  /** Transactions of Godwit's processes are usually over sooner. */
  public static final Duration USUAL = Duration.ofSeconds(5);

  private OpenTransactions() {}

  /**
   * Transactions that are open for longer than usual, by partition and offset.
   *
   * @throws KafkaException where the broker does not answer, or refuses to: retriable
   */
  public static List<OpenTransaction> of(Admin admin, Collection<TopicPartition> partitions) {
    try {
      Map<TopicPartition, PartitionProducerState> states =
          admin.describeProducers(partitions).all().get();
      Set<Long> producers =
          states.values().stream()
              .flatMap(state -> state.activeProducers().stream())
              .filter(producer -> producer.currentTransactionStartOffset().isPresent())
              .map(ProducerState::producerId)
              .collect(Collectors.toSet());
      return producers.isEmpty()
          ? List.of()
          : of(states, described(admin, producers), Instant.now());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException failure) {
        throw failure;
      }
      throw new KafkaException("Asking the broker for open transactions.", e.getCause());
    }
  }

  /** The answer of the broker's coordinators about a producer's transaction. */
  record Described(String transactionalId, OptionalLong startedAtMillis) {}

  private static Map<Long, Described> described(Admin admin, Set<Long> producers)
      throws ExecutionException, InterruptedException {
    Collection<TransactionListing> listed =
        admin
            .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
            .all()
            .get();
    Map<String, TransactionDescription> descriptions =
        admin
            .describeTransactions(listed.stream().map(TransactionListing::transactionalId).toList())
            .all()
            .get();
    Map<Long, Described> described = new HashMap<>();
    descriptions.forEach(
        (id, of) -> described.put(of.producerId(), new Described(id, of.transactionStartTimeMs())));
    return described;
  }

  static List<OpenTransaction> of(
      Map<TopicPartition, PartitionProducerState> states,
      Map<Long, Described> described,
      Instant now) {
    List<OpenTransaction> open = new ArrayList<>();
    states.forEach(
        (partition, state) -> {
          for (ProducerState producer : state.activeProducers()) {
            if (producer.currentTransactionStartOffset().isPresent()) {
              Optional<Described> known = Optional.ofNullable(described.get(producer.producerId()));
              long since =
                  known
                      .map(of -> of.startedAtMillis().orElse(producer.lastTimestamp()))
                      .orElse(producer.lastTimestamp());
              open.add(
                  new OpenTransaction(
                      partition,
                      producer.currentTransactionStartOffset().getAsLong(),
                      producer.producerId(),
                      known.map(Described::transactionalId),
                      Instant.ofEpochMilli(since)));
            }
          }
        });
    open.removeIf(transaction -> transaction.since().isAfter(now.minus(USUAL)));
    open.sort(
        Comparator.comparingInt((OpenTransaction of) -> of.partition().partition())
            .thenComparing(OpenTransaction::startOffset));
    return open;
  }
}
