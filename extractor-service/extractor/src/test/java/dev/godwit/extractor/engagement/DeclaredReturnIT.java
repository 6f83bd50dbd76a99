package dev.godwit.extractor.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.extractor.snapshot.PersonSource;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that go back to the source with the fields that its pack declares. */
class DeclaredReturnIT {
  @Test
  void shouldGiveTheStatementTheDeclaredFieldsOfAnEvent() throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = PersonSource.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table returned (customer text, event text primary key, ip text, weight int)");
      connection.setAutoCommit(false);
      SourceEvents events = new SourceEvents(connection, pack());
      assertThat(
              events.write(
                  List.of(
                      event("e-1", Map.of("ip", "10.0.0.1", "weight", "7", "other", "x")),
                      event("e-2", Map.of("ip", "10.0.0.2")),
                      event("e-3", null))))
          .containsOnly(SourceWrite.HELD);
      try (ResultSet row = statement.executeQuery("select * from returned order by event")) {
        while (row.next()) {
          rows.add(row.getString(2) + "|" + row.getString(3) + "|" + row.getString(4));
        }
      }
    }
    assertThat(rows).containsExactly("e-1|10.0.0.1|7", "e-2|10.0.0.2|null", "e-3|null|null");
  }

  private static LiveEngagement event(String id, Map<String, String> fields) {
    return LiveEngagement.newBuilder()
        .setCustomer("acme")
        .setWay(LiveWay.TOPIC)
        .setEventId(id)
        .setFields(fields)
        .build();
  }

  private static SourcePack pack() {
    Sql giveBack =
        new Sql(
            "insert into returned values (:customer, :eventId, :ip, :weight::int) on conflict do nothing",
            "pack.yaml",
            1);
    Sql holds =
        new Sql(
            "select exists (select from returned where customer = :customer and event = :eventId)",
            "pack.yaml",
            1);
    SourceEntity engagements =
        new SourceEntity(
            Entity.ENGAGEMENTS,
            holds,
            List.of("id"),
            Map.of(
                "legacyId", new SourceField("id", null),
                "ip", new SourceField("ip", null, FieldType.TEXT, null, null, null),
                "weight", new SourceField("w", null, FieldType.INTEGER, null, null, null)));
    return new SourcePack(
        "p",
        "f",
        null,
        null,
        null,
        null,
        null,
        Map.of(Entity.ENGAGEMENTS, engagements),
        new LiveSource(null, giveBack, holds));
  }
}
