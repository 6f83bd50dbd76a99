package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ids that records get in a target that draws its own. */
class GeneratedIdsIT extends DeskTarget {
  @Test
  void shouldGiveRecordsTheIdsOfTheTargetInTheirOrder() throws Exception {
    loadAll();

    assertThat(
            rows(
                "SELECT id, account_id, email, country_id, manager_id FROM live.contact ORDER BY id"))
        .containsExactly(
            "1|1|them@other|null|null",
            "2|1|more@other|null|null",
            "3|2|c9@acme|1|null",
            "4|2|c2@acme|2|3",
            "5|2|c5@acme|null|4");
    assertThat(rows("SELECT taggable_type, taggable_id, tag FROM live.tagging ORDER BY id"))
        .containsExactly(
            "Ticket|3|vip", "Contact|1|vip", "Contact|3|vip", "Contact|3|press", "Contact|5|vip");
    assertThat(rows("SELECT id, contact_id FROM live.message ORDER BY id"))
        .containsExactly("1|1", "700|3", "701|4");
    assertThat(rows("SELECT id, message_id FROM live.activity ORDER BY id"))
        .containsExactly("1|1", "2|700", "3|null");
    assertThat(
            rows(
                "SELECT entity, source_id, target_id, (target_key IS NULL)::text FROM godwit.identity WHERE customer = 'acme' AND target_schema = 'live' AND entity IN ('contacts', 'engagements') ORDER BY 1, 3"))
        .containsExactly(
            "contacts|c9|3|true",
            "contacts|c2|4|true",
            "contacts|c5|5|true",
            "engagements|a|2|true",
            "engagements|event:b|3|true");
  }

  @Test
  void shouldFindTheSameIdsWhenRecordsAreLoadedAgain() throws Exception {
    loadAll();
    List<String> before = identities();

    assertThat(load(COUNTRIES, country("DE")).held().cardinality()).isEqualTo(1);
    RowLoader.Outcome again =
        load(Entity.CONTACTS, contact("c2", "FR", "c9"), contact("c9", "DE", null, "vip", "press"));

    assertThat(again.refused()).isEmpty();
    assertThat(again.held().cardinality()).isEqualTo(2);
    assertThat(load(Entity.ENGAGEMENTS, engagement("event:b", null)).held().cardinality())
        .isEqualTo(1);
    assertThat(load(NOTES, List.<TableRow>of(row("note", uuid(1), "ours"))).held().cardinality())
        .isEqualTo(1);
    assertThat(identities()).isEqualTo(before);
  }

  @Test
  void shouldForgetTheIdOfARecordThatTheTargetRefuses() throws Exception {
    load(COUNTRIES, country("DE"));
    List<TableRow> twin =
        List.of(
            row("contact", "c8", "acme", "c1@acme", null, null), row("contact_detail", "c8", "x"));

    RowLoader.Outcome outcome =
        load(Entity.CONTACTS, contact("c1", "DE", null), twin, contact("c3", "DE", "c1"));

    assertThat(outcome.refused()).extracting(RowLoader.Refused::record).containsExactly(1);
    assertThat(rows("SELECT source_id FROM godwit.identity WHERE entity = 'contacts' ORDER BY 1"))
        .containsExactly("c1", "c3");
    assertThat(broken(Entity.EMAILS, email("1", "c8"), email("2", "c3")))
        .extracting(ParentCheck.Broken::record)
        .containsExactly(0);
  }

  @Test
  void shouldRefuseARecordWhoseRowTheTargetLacksOrHasTwice() throws Exception {
    RowLoader.Outcome outcome = load(COUNTRIES, country("DE"), country("ZZ"), country("XX"));

    assertThat(outcome.refused())
        .extracting(refused -> refused.record() + " " + refused.refusal().text())
        .containsExactly(
            "1 Expected one row of country with the record's code, found none. Add the row to the target, or correct the value in the source.",
            "2 Expected one row of country with the record's code, found several. Name a key in the pack that is unique.");
    assertThat(broken(Entity.CONTACTS, contact("c1", "ZZ", null)))
        .extracting(ParentCheck.Broken::parent)
        .containsExactly(COUNTRIES);
    TargetServer.execute(url, "INSERT INTO live.country (code) VALUES ('ZZ')");
    assertThat(repair(COUNTRIES, country("DE"), country("ZZ")))
        .containsExactly(Fate.PRESENT, Fate.WRITTEN);
    assertThat(broken(Entity.CONTACTS, contact("c1", "ZZ", null))).isEmpty();
  }

  @Test
  void shouldRefuseARecordWhoseRowIsAnotherThanBefore() throws Exception {
    load(COUNTRIES, country("DE"));
    TargetServer.execute(
        url,
        "UPDATE live.country SET code = 'D' WHERE id = 1; INSERT INTO live.country (code) VALUES ('DE')");

    assertThat(load(COUNTRIES, country("DE")).refused())
        .extracting(refused -> refused.refusal().text())
        .singleElement()
        .asString()
        .contains("Expected the row 1, which godwit.identity remembers", "found row 5");
  }
}
