package dev.godwit.orchestrator.view.store;

import dev.godwit.api.Phase;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.ColumnTransformer;

/** A migration; the row of the customer * is the programme. */
@Entity
@Table(name = "migration")
public class MigrationRow extends PanacheEntityBase {
  /** Customer in the events of the whole programme. */
  public static final String PROGRAMME = "*";

  @Id public String customer;
  public String phase;
  public boolean paused;
  public int run;

  @Column(name = "changed_at")
  public Instant changedAt;

  @ColumnTransformer(write = "cast(? as jsonb)")
  public String document;

  /** Its document. */
  public MigrationDocument read() {
    return Documents.read(document, MigrationDocument.class);
  }

  /** Keeps its document. */
  public void keep(MigrationDocument m) {
    customer = m.customer;
    phase = m.phase.name();
    paused = m.paused;
    run = m.run;
    changedAt = m.changedAt;
    document = Documents.write(m);
    persist();
  }

  /** All, the one that changed last first; without the programme. */
  public static List<MigrationRow> latestFirst() {
    return list("customer <> ?1", Sort.descending("changedAt"), PROGRAMME);
  }

  /** Those whose run is held, but one customer's. */
  public static List<MigrationRow> heldBut(String customer) {
    return list("phase = ?1 and customer <> ?2", Phase.HELD.name(), customer);
  }

  /** True where the programme is paused. */
  public static boolean programmePaused() {
    MigrationRow programme = findById(PROGRAMME);
    return programme != null && programme.paused;
  }
}
