package dev.godwit.orchestrator.keeping;

import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.keeping.KeepRule.Boundary;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.projection.Positions;
import dev.godwit.orchestrator.view.projection.ViewState;
import dev.godwit.orchestrator.view.store.MigrationRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Deletes records with personal data that nobody needs, on a thread of its own. It looks every few
 * seconds which moment the customers need records from, and cuts the topics off there once that
 * moment has moved. It deletes nothing that a consumer of Godwit or the read model has not read.
 * While the read model is not complete, or Kafka does not answer, it deletes nothing and looks
 * again.
 */
@ApplicationScoped
public class Keeper {
  private static final Logger LOG = Logger.getLogger(Keeper.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** Consumers that were behind at the last cut have read on meanwhile. */
  private static final Duration CUT_AT_LEAST_EVERY = Duration.ofMinutes(5);

  private final OrchestratorSettings settings;
  private final ViewState view;
  private final Positions positions;
  private final KeepRule rule;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "personal-data");
  private Map<String, String> lastReasons = Map.of();
  private Instant lastBefore = Instant.EPOCH;
  private Instant lastCut = Instant.EPOCH;

  Keeper(OrchestratorSettings settings, ViewState view, Positions positions) {
    this.settings = settings;
    this.view = view;
    this.positions = positions;
    this.rule = new KeepRule(settings.keepAfterEnd());
  }

  void start(@Observes StartupEvent event) {
    thread.setDaemon(true);
    if (settings.view().read()) {
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    thread.join(5_000);
  }

  /** The moment that no record is needed of before, and what sets it. */
  Boundary boundary() {
    List<MigrationDocument> migrations =
        QuarkusTransaction.requiringNew()
            .call(() -> MigrationRow.latestFirst().stream().map(MigrationRow::read).toList());
    return rule.boundary(migrations, Instant.now());
  }

  static Optional<MigrationDocument> document(String customer) {
    return Optional.ofNullable(MigrationRow.<MigrationRow>findById(customer))
        .map(MigrationRow::read);
  }

  private void run() {
    try {
      while (!stopped.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      if (!view.ready() || view.isPartial()) {
        return;
      }
      Instant now = Instant.now();
      Boundary boundary = boundary();
      Instant before = boundary.before();
      // The moment moves with the clock and with cuts; a customer that needs no more moves it at
      // once.
      boolean moved =
          before.isAfter(lastBefore.plus(KeepRule.MARGIN))
              || (before.isAfter(lastBefore) && !boundary.reasons().equals(lastReasons));
      if (moved || now.isAfter(lastCut.plus(CUT_AT_LEAST_EVERY))) {
        lastBefore = before;
        lastReasons = boundary.reasons();
        lastCut = now;
        cut(before);
      }
    } catch (InterruptException e) {
      throw e;
    } catch (RetriableException e) {
      LOG.debug("Kafka does not answer about topics with personal data; looking again later.", e);
    } catch (RuntimeException e) {
      LOG.warnf(
          e,
          "Records with personal data that nobody needs could not be deleted; trying again within %s.",
          CUT_AT_LEAST_EVERY);
    }
  }

  private void cut(Instant before) {
    try (PersonalTopics topics = new PersonalTopics(settings.clients())) {
      Set<TopicPartition> partitions = topics.partitions();
      Map<TopicPartition, Long> begins = topics.begins(partitions);
      Map<TopicPartition, Long> cut =
          Trimming.of(
              begins, topics.from(partitions, before), topics.read(partitions), positions.all());
      if (!cut.isEmpty()) {
        topics.deleteBefore(cut);
        LOG.infof(
            "Deleted the records of before %s in %d partitions with personal data: nobody needs them.",
            before, cut.size());
      }
    }
  }
}
