package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** Whether a Kafka transaction has been open for longer than a bound. */
final class TransactionsCheck implements Check {
  @Override
  public String name() {
    return "transactions";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws Exception {
    Admin admin = installation.admin();
    Collection<TransactionListing> open =
        admin
            .listTransactions(
                new ListTransactionsOptions()
                    .filterStates(Set.of(TransactionState.ONGOING, TransactionState.PREPARE_ABORT)))
            .all()
            .get();
    Map<String, TransactionDescription> described =
        admin
            .describeTransactions(open.stream().map(TransactionListing::transactionalId).toList())
            .all()
            .get();
    List<Diagnosis> all = new ArrayList<>();
    described.forEach((id, transaction) -> examine(id, transaction, installation, all));
    if (all.isEmpty()) {
      all.add(
          Diagnosis.fine(
              this,
              "broker",
              "%d transactions are open, none for longer than %s."
                  .formatted(open.size(), words(installation.oldTransaction()))));
    }
    return all;
  }

  /**
   * Ends a transaction as its producer's successor would: the producer is fenced, and what it wrote
   * is aborted.
   */
  static void abort(Admin admin, String transactionalId)
      throws ExecutionException, InterruptedException {
    admin.fenceProducers(List.of(transactionalId)).all().get();
  }

  private void examine(
      String id,
      TransactionDescription transaction,
      Installation installation,
      List<Diagnosis> all) {
    if (transaction.transactionStartTimeMs().isEmpty()) {
      return;
    }
    Instant begun = Instant.ofEpochMilli(transaction.transactionStartTimeMs().getAsLong());
    Duration age = Duration.between(begun, Instant.now());
    if (age.compareTo(installation.oldTransaction()) <= 0) {
      return;
    }
    String topics =
        transaction.topicPartitions().stream()
            .map(partition -> partition.topic())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    all.add(
        Diagnosis.bad(
                this,
                Severity.ERROR,
                id,
                "Its transaction has been open for %s, with records in %s."
                    .formatted(words(age), topics.isEmpty() ? "no topic" : topics))
            .because(
                "Consumers that read committed records wait behind its first one, so stages stand still; the broker ends it by itself only after "
                    + words(Duration.ofMillis(transaction.transactionTimeoutMs()))
                    + ".",
                "See that the process of that name is down or stuck, then godwit doctor --abort-transaction "
                    + id,
                Runbook.HANGING_TRANSACTION));
  }

  private static String words(Duration duration) {
    return duration.compareTo(Duration.ofMinutes(2)) < 0
        ? duration.toSeconds() + " s"
        : duration.toMinutes() + " min";
  }
}
