package dev.godwit.orchestrator.view.store;

import dev.godwit.api.Phase;
import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ProbesAnswer.Outcome;
import dev.godwit.orchestrator.view.fold.RunDocument;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** The result of a probe in a run, by which customers are compared. */
@Entity
@Table(name = "probe_result")
public class ProbeRow extends PanacheEntityBase {
  private static final long MICROS = 1_000;

  /** Customer, number of the run and name of the probe, joined by slashes. */
  @Id public String id;

  public String customer;
  public int run;
  public String kind;
  public String pack;
  public String probe;
  public String measure;
  public long amount;
  public String outcome;

  @Column(name = "p50_micros")
  public long p50Micros;

  /** Of the warm runs; of one that timed out, its timeout. */
  @Column(name = "p95_micros")
  public long p95Micros;

  @Column(name = "measured_at")
  public Instant measuredAt;

  /** Keeps what a run measured last, in place of what it had measured before. */
  public static void keep(RunDocument run, String pack) {
    ProbesAnswer measured = run.probes;
    for (ProbesAnswer.Probe probe : measured.probes()) {
      String id = "%s/%d/%s".formatted(run.customer, run.run, probe.probe());
      ProbeRow row = findById(id);
      row = row == null ? new ProbeRow() : row;
      row.id = id;
      row.customer = run.customer;
      row.run = run.run;
      row.kind = run.kind;
      row.pack = pack;
      row.probe = probe.probe();
      row.measure = measured.measure();
      row.amount = measured.amount();
      row.outcome = probe.outcome().name();
      row.p50Micros = probe.warm().p50Micros();
      row.p95Micros =
          probe.outcome() == Outcome.TIMED_OUT
              ? probe.timeoutMillis() * MICROS
              : probe.warm().p95Micros();
      row.measuredAt = measured.at();
      row.persist();
    }
  }

  /**
   * The results of live runs of other customers that are committed to the same target, of those
   * that have a time.
   *
   * @param until when they were measured at the latest
   */
  public static List<ProbeRow> ofMoved(String pack, String butCustomer, Instant until) {
    return list(
        "from ProbeRow p where p.kind = 'LIVE' and p.pack = ?1 and p.customer <> ?2"
            + " and p.measuredAt <= ?3 and p.outcome in ('MEASURED', 'TIMED_OUT')"
            + " and exists (select 1 from MigrationRow m"
            + " where m.customer = p.customer and m.phase = ?4 and m.run = p.run)",
        pack,
        butCustomer,
        until,
        Phase.COMMITTED.name());
  }
}
