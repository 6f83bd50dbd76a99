package dev.godwit.orchestrator.view.store;

import dev.godwit.api.RunOutcome;
import dev.godwit.orchestrator.view.fold.RunDocument;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.ColumnTransformer;

/** A run of a migration. */
@Entity
@Table(name = "run")
public class RunRow extends PanacheEntityBase {
  /** Customer and number, joined by a slash. */
  @Id public String id;

  public String customer;
  public int run;
  public String kind;
  public String phase;
  public String outcome;

  @Column(name = "started_at")
  public Instant startedAt;

  @Column(name = "ended_at")
  public Instant endedAt;

  @ColumnTransformer(write = "cast(? as jsonb)")
  public String document;

  /** Its document. */
  public RunDocument read() {
    return Documents.read(document, RunDocument.class);
  }

  /** Keeps its document. */
  public void keep(RunDocument r) {
    id = r.id();
    customer = r.customer;
    run = r.run;
    kind = r.kind;
    phase = r.phase.name();
    outcome = r.outcome.name();
    startedAt = r.startedAt;
    endedAt = r.endedAt;
    document = Documents.write(r);
    persist();
  }

  /** A run; null where there is none. */
  public static RunRow of(String customer, int run) {
    return findById(customer + "/" + run);
  }

  /** Document of a run; null where there is none. */
  public static RunDocument document(String customer, int run) {
    RunRow row = of(customer, run);
    return row == null ? null : row.read();
  }

  /** Number of the last run whose snapshot was cut into chunks; 0 where there is none. */
  public static int lastPlanned(String customer) {
    return of(customer).reversed().stream()
        .map(RunRow::read)
        .filter(run -> run.plannedAt != null)
        .mapToInt(run -> run.run)
        .findFirst()
        .orElse(0);
  }

  /** The newest runs of all customers that have begun after a time, and that have ended or not. */
  public static List<RunRow> begunAfter(Instant time, int most) {
    return RunRow.<RunRow>find("startedAt > ?1", Sort.descending("startedAt"), time)
        .page(0, most)
        .list();
  }

  /** The newest runs of all customers that reached their aim. */
  public static List<RunRow> lastGood(int most) {
    return RunRow.<RunRow>find(
            "outcome in ?1",
            Sort.descending("endedAt"),
            List.of(
                RunOutcome.PASSED.name(), RunOutcome.UNDECIDED.name(), RunOutcome.COMMITTED.name()))
        .page(0, most)
        .list();
  }

  /** Runs of a customer, oldest first. */
  public static List<RunRow> of(String customer) {
    return list("customer", Sort.ascending("run"), customer);
  }
}
