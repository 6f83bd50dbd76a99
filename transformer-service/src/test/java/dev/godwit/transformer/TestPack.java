package dev.godwit.transformer;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.ContactRules;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.EntityField;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.worker.run.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A checked target pack, as small as the tests allow. */
public final class TestPack {
  public static final RunSpec RUN =
      new RunSpec("acme/1", "acme", 1, RunKind.REHEARSAL, "legacy", "crm", DerivedId.ORDERED);

  private static final Sql SQL = new Sql("select 1", "pack.yaml", 1);

  private TestPack() {}

  public static TargetPack standard() {
    return of(
        Map.of(),
        table(
            0,
            Entity.CONTACTS,
            "contact",
            null,
            null,
            column("id", "id", ColumnType.UUID, null, false),
            column("customer_id", "customer", ColumnType.TEXT, null, false),
            column("legacy_id", "legacyId", ColumnType.TEXT, null, false),
            column("address", "address", ColumnType.TEXT, 254L, false),
            column("given_name", "givenName", ColumnType.TEXT, 20L, true),
            column("family_name", "familyName", ColumnType.TEXT, 20L, true),
            column("language", "language", ColumnType.TEXT, 2L, true),
            extra(
                column("consent", "consent", ColumnType.TEXT, 20L, false),
                new TargetColumn.Extras(
                    List.of("granted", "withdrawn", "unknown"),
                    Map.of("stop it", "withdrawn"),
                    null,
                    null,
                    null,
                    "unknown")),
            extra(
                column("tag_line", "tags", ColumnType.TEXT, 30L, true),
                new TargetColumn.Extras(List.of(), Map.of(), ", ", 5, null, null)),
            column("custom", "customFields", ColumnType.JSONB, null, true),
            column("created_at", "createdAt", ColumnType.TIMESTAMPTZ, null, true),
            column("updated_at", "updatedAt", ColumnType.DATE, null, true)),
        table(1, Entity.CONTACTS, "contact_team", "teams", null, items("team", 40L)),
        table(2, Entity.CONTACTS, "contact_outlet", "outlets", null, items("outlet", 40L)),
        table(3, Entity.CONTACTS, "contact_tag", "tags", 4, items("tag", 10L)),
        table(
            4,
            Entity.EMAILS,
            "email",
            null,
            null,
            column("id", "id", ColumnType.UUID, null, false),
            reference("contact_id", Entity.CONTACTS, "contactId", ColumnType.UUID, false),
            column("customer_id", "customer", ColumnType.TEXT, null, false),
            column("subject", "subject", ColumnType.TEXT, 50L, true),
            column("sent_at", "sentAt", ColumnType.TIMESTAMPTZ, null, true)),
        table(
            5,
            Entity.ENGAGEMENTS,
            "engagement",
            null,
            null,
            column("id", "id", ColumnType.UUID, null, false),
            reference("email_id", Entity.EMAILS, "emailId", ColumnType.UUID, false),
            column("customer_id", "customer", ColumnType.TEXT, null, false),
            extra(
                column("kind", "kind", ColumnType.TEXT, 10L, false),
                new TargetColumn.Extras(
                    List.of("open", "click"), Map.of(), null, null, null, null)),
            column("url", "url", ColumnType.TEXT, 2000L, true),
            column("by_machine", "machine", ColumnType.BOOLEAN, null, true),
            column("occurred_at", "occurredAt", ColumnType.TIMESTAMPTZ, null, false)));
  }

  /** The standard pack, whose engagements refer to contacts too and take unknown parents. */
  public static TargetPack withUnknownParents() {
    List<TargetTable> tables = new ArrayList<>(standard().tables());
    tables.set(
        5,
        table(
            5,
            Entity.ENGAGEMENTS,
            "engagement",
            null,
            null,
            column("id", "id", ColumnType.UUID, null, false),
            reference("email_id", Entity.EMAILS, "emailId", ColumnType.UUID, true),
            reference("contact_id", Entity.CONTACTS, "contactId", ColumnType.UUID, true),
            column("customer_id", "customer", ColumnType.TEXT, null, false),
            column("kind", "kind", ColumnType.TEXT, 10L, false)));
    return of(Map.of(), tables.toArray(TargetTable[]::new));
  }

  /** A pack with only this column beside the id in its emails' table; the id is kept. */
  public static TargetPack withEmailColumn(TargetColumn column) {
    List<TargetTable> tables = new ArrayList<>(standard().tables());
    tables.set(
        4,
        table(
            4,
            Entity.EMAILS,
            "email",
            null,
            null,
            column("id", "id", ColumnType.TEXT, null, false),
            column));
    return of(Map.of(Entity.EMAILS, IdKind.KEPT), tables.toArray(TargetTable[]::new));
  }

  /** A pack that declares fields; its ids are derived. */
  public static TargetPack declaring(
      Map<Entity, Map<String, EntityField>> fields, TargetTable... tables) {
    TargetPack plain = of(Map.of(), tables);
    return new TargetPack(
        plain.name(),
        plain.fingerprint(),
        plain.database(),
        plain.liveSchema(),
        plain.stagingSchema(),
        plain.prepare(),
        plain.enable(),
        plain.disable(),
        plain.isEnabled(),
        plain.purge(),
        plain.tables(),
        plain.ids(),
        fields,
        plain.contactRules());
  }

  public static TargetPack of(Map<Entity, IdKind> ids, TargetTable... tables) {
    return of(ids, Map.of(), tables);
  }

  /** With fields that it declares. */
  public static TargetPack of(
      Map<Entity, IdKind> ids,
      Map<Entity, Map<String, EntityField>> fields,
      TargetTable... tables) {
    return new TargetPack(
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
        List.of(tables),
        ids,
        fields,
        ContactRules.DEFAULT);
  }

  public static TargetTable table(
      int index,
      Entity entity,
      String name,
      String each,
      Integer maxItems,
      TargetColumn... columns) {
    return new TargetTable(
        index,
        entity,
        name,
        each,
        List.of(columns),
        List.of(columns[0].name()),
        "customer_id",
        SQL,
        SQL,
        maxItems,
        null);
  }

  public static TargetColumn column(
      String name, String value, ColumnType type, Long maxLength, boolean nullable) {
    return new TargetColumn(name, value, type, maxLength, nullable, null);
  }

  public static TargetColumn extra(TargetColumn column, TargetColumn.Extras extras) {
    return new TargetColumn(
        column.name(),
        column.value(),
        column.type(),
        column.maxLength(),
        column.nullable(),
        column.references(),
        extras,
        null);
  }

  private static TargetColumn reference(
      String name, Entity entity, String field, ColumnType type, boolean nullable) {
    String value = "ref(" + entity.name().toLowerCase(java.util.Locale.ROOT) + ", " + field + ")";
    return new TargetColumn(name, value, type, null, nullable, entity);
  }

  private static TargetColumn[] items(String name, long maxLength) {
    return new TargetColumn[] {
      column("contact_id", "id", ColumnType.UUID, null, false),
      column(name, "item", ColumnType.TEXT, maxLength, false),
      column("customer_id", "customer", ColumnType.TEXT, null, false)
    };
  }
}
