package dev.godwit.extractor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.extractor.snapshot.PersonSource;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.Sql;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.LiveEngagement;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Declared fields of engagements as a tail carries them, from a real PostgreSQL. */
class DeclaredFieldsIT {
  private static final List<FieldType> TYPES =
      List.of(
          FieldType.TEXT,
          FieldType.UUID,
          FieldType.INTEGER,
          FieldType.DECIMAL,
          FieldType.BOOLEAN,
          FieldType.JSON,
          FieldType.LIST,
          FieldType.BYTES,
          FieldType.INSTANT,
          FieldType.DATE,
          FieldType.ID);

  @Test
  void shouldCarryEveryTypeAsTheTextOfALiveEvent() throws Exception {
    List<LiveEngagement> events = new ArrayList<>();
    try (Connection connection = PersonSource.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table typed_event (id int, tenant text, a_text inet, a_uuid uuid, a_integer smallint, a_decimal numeric,
            a_boolean boolean, a_json jsonb, a_list text[], a_bytes bytea, a_instant timestamptz, a_date date, a_id bigint);
          insert into typed_event values
            (1, 'o''hara', '10.0.0.1', '0000abcd-0000-0000-0000-000000000001', 7, 1.50, true, '{"b": 1}', '{x,"y,z"}', '\\x00ff',
              '2026-01-02 03:04:05.5Z', '1999-12-31', 4711),
            (2, 'o''hara', null, null, null, null, null, null, null, null, 'infinity', 'infinity', null),
            (3, 'o''hara', null, null, null, null, null, null, null, null, null, null, null);
          """);
      SourceEntity entity = entity();
      SourceLayout layout =
          SourceLayout.of(connection, entity, entity.queries().getFirst(), PersonSource.CUSTOMER);
      EngagementFields fields = new EngagementFields(layout, PersonSource.CUSTOMER);
      try (CopyReader rows =
          CopyReader.open(connection, layout.copy("true order by id"), layout.width())) {
        for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
          events.add(fields.event(row));
        }
      }
    }
    assertThat(events.getFirst().getFields())
        .containsOnly(
            Map.entry("text", "10.0.0.1/32"),
            Map.entry("uuid", "0000abcd-0000-0000-0000-000000000001"),
            Map.entry("integer", "7"),
            Map.entry("decimal", "1.50"),
            Map.entry("boolean", "true"),
            Map.entry("json", "{\"b\": 1}"),
            Map.entry("list", "[\"x\",\"y,z\"]"),
            Map.entry("bytes", "AP8="),
            Map.entry("instant", "2026-01-02T03:04:05.500Z"),
            Map.entry("date", "1999-12-31"),
            Map.entry("id", "4711"));
    assertThat(events.get(1).getFields()).containsOnlyKeys("instant", "date");
    assertThat(events.get(2).getFields()).isNull();
    assertThat(events.getFirst().getLegacyId()).isEqualTo("1");
  }

  private static SourceEntity entity() {
    Map<String, SourceField> fields = new LinkedHashMap<>();
    fields.put("legacyId", new SourceField("id", null));
    for (FieldType type : TYPES) {
      fields.put(type.text(), new SourceField("a_" + type.text(), null, type, null, null, null));
    }
    return new SourceEntity(
        Entity.ENGAGEMENTS,
        new Sql("select * from typed_event where tenant = :customer", "pack.yaml", 1),
        List.of("id"),
        fields);
  }
}
