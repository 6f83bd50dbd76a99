package dev.godwit.loader.targetdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTargetTest {
  private static final Sql SQL = new Sql("select 1", "pack.yaml", 1);
  private static final Entity GROUPS = Entity.valueOf("groups");

  @Test
  void shouldNameTheDeclaredEntitiesThatLiveEventsWaitForBesideEmails() {
    assertThat(target(reference("email_id", Entity.EMAILS, "emailId")).liveParents())
        .containsExactly(Entity.EMAILS);
    assertThat(
            target(
                    reference("contact_id", Entity.CONTACTS, "contactId"),
                    reference("group_id", GROUPS, "groupId"))
                .liveParents())
        .containsExactly(Entity.EMAILS, GROUPS);
  }

  private static RunTarget target(TargetColumn... references) {
    List<TargetTable> tables = new ArrayList<>();
    tables.add(table(0, Entity.CONTACTS, "contact"));
    tables.add(table(1, Entity.EMAILS, "email"));
    tables.add(table(2, GROUPS, "visit_group"));
    tables.add(table(3, Entity.ENGAGEMENTS, "visit", references));
    TargetPack pack =
        new TargetPack(
            "crm",
            "fingerprint",
            new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:1/none", "nobody", "NO_PASSWORD", name -> null),
            "live",
            "staging",
            SQL,
            SQL,
            SQL,
            SQL,
            List.of(SQL),
            tables);
    return new RunTarget(pack, RunKind.LIVE, "acme");
  }

  private static TargetTable table(
      int index, Entity entity, String name, TargetColumn... references) {
    List<TargetColumn> columns = new ArrayList<>();
    columns.add(new TargetColumn("id", "id", ColumnType.UUID, null, false, null));
    columns.add(new TargetColumn("customer_id", "customer", ColumnType.TEXT, null, false, null));
    columns.addAll(List.of(references));
    return new TargetTable(
        index, entity, name, null, columns, List.of("id"), "customer_id", SQL, SQL, null, null);
  }

  private static TargetColumn reference(String name, Entity entity, String field) {
    return new TargetColumn(
        name, "ref(" + entity.text() + ", " + field + ")", ColumnType.UUID, null, true, entity);
  }
}
