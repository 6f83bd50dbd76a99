package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.QuarantinedRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class RefusedRowIT {
  private final RunningGodwit godwit;

  RefusedRowIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldQuarantineOnlyTheRowThatTheTargetRefuses() {
    Customer customer = godwit.customer("refused");
    customer.create(50, 100, 250);
    String engagement =
        godwit
            .databases()
            .sourceRows(
                """
                select id::text from engagement where customer_id = ? and email_id in
                  (select id from email where customer_id = ?) order by id limit 1""",
                customer.id(),
                customer.id())
            .getFirst()
            .getFirst();
    godwit
        .databases()
        .executeSource(
            "update engagement set kind = 'click', url = null where id = ?::bigint", engagement);

    customer.rehearse();

    String runId = new MigrationResult(godwit, customer).runId();
    List<QuarantinedRecord> refused =
        new TopicReader(godwit)
            .quarantine(runId).records().stream()
                .filter(r -> r.getReason().equals("TARGET_REFUSED"))
                .toList();
    assertThat(refused).extracting(QuarantinedRecord::getLegacyId).containsExactly(engagement);
    assertThat(refused.getFirst().getDetail()).contains("click_has_a_link");
    assertThat(customer.report().verdict().reconciled()).isTrue();
    assertThat(customer.report().verdict().ledger().getLast().loaded()).isGreaterThan(200);
    assertThat(customer.report().quarantine())
        .filteredOn(q -> q.reason().equals("TARGET_REFUSED"))
        .singleElement()
        .matches(q -> q.count() == 1);
  }
}
