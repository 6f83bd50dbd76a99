package dev.godwit.loader.batch;

import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunStatus;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds out whether a run, or a record that names none, is a matter of this target database or of
 * another one. Not thread-safe.
 */
final class RunOwner {
  /** Stands for the run of an unreadable record that another database answers for. */
  static final String ELSEWHERE = "/";

  private final TargetConnection target;
  private final TargetDatabase database;
  private final TargetPacks packs;
  private final StagePort stage;

  RunOwner(TargetConnection target, TargetDatabase database, TargetPacks packs, StagePort stage) {
    this.target = target;
    this.database = database;
    this.packs = packs;
    this.stage = stage;
  }

  /** Whether this database answers for records that belong to no run. */
  boolean isPrimary() {
    return database.primary();
  }

  /** The status; where several databases share the topics, as new as the run's records. */
  Optional<RunStatus> status(String runId) throws InterruptedException {
    Optional<RunStatus> status = stage.status(runId);
    if (status.isEmpty() && isOneOfSeveral()) {
      stage.awaitStatuses();
      return stage.status(runId);
    }
    return status;
  }

  private boolean isOneOfSeveral() {
    return packs.databases().size() > 1;
  }

  /** Whether the run's pack is on another database; a pack that is not known is on the primary. */
  boolean isElsewhere(Optional<RunStatus> status) {
    return status
        .flatMap(found -> packs.isElsewhere(found.run().targetPack(), database))
        .orElse(!database.primary());
  }

  /** Whether this database knows a run; no run waits for the answer. */
  boolean knows(String runId) throws InterruptedException {
    try {
      return target.retrying(
          connection -> {
            boolean found = RunFence.find(connection, runId).isPresent();
            connection.rollback();
            return found;
          });
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Expected to read godwit.run, found: " + SqlFailure.describe(e), e);
    }
  }

  /**
   * Run of a record that cannot be read: the latest run of the customer in its key that may load
   * such records; empty where there is none. The database of the customer's newest run answers for
   * it, and the primary one where the customer has had no run; where there are several, the events
   * of now are consumed first, so that all of them give the same answer.
   *
   * @return {@link #ELSEWHERE} where another database answers for it
   * @throws SQLException where the database's answer is not retriable
   */
  String runOfUnreadable(ConsumerRecord<byte[], byte[]> source, Traffic traffic)
      throws SQLException, InterruptedException {
    String customer = customerOf(source);
    if (isOneOfSeveral()) {
      stage.awaitStatuses();
    }
    boolean elsewhere =
        stage
            .newestRunOf(customer)
            .flatMap(run -> packs.isElsewhere(run.targetPack(), database))
            .orElse(!database.primary());
    if (elsewhere) {
      return ELSEWHERE;
    }
    return target
        .retrying(
            connection -> {
              Optional<FencedRun> found =
                  traffic == Traffic.LIVE
                      ? RunFence.liveRunOf(connection, customer)
                      : RunFence.openRunOf(connection, customer);
              connection.rollback();
              return found;
            })
        .map(FencedRun::runId)
        .filter(runId -> stage.status(runId).map(traffic::admits).orElse(true))
        .orElse("");
  }

  /** Customer in a record's key; empty where no database text can hold it. */
  private static String customerOf(ConsumerRecord<byte[], byte[]> source) {
    if (source.key() == null) {
      return "";
    }
    String key = new String(source.key(), StandardCharsets.UTF_8);
    int slash = key.indexOf('/');
    String customer = slash < 0 ? key : key.substring(0, slash);
    return customer.indexOf('\0') < 0 ? customer : "";
  }
}
