package dev.godwit.loader;

import dev.godwit.canonical.DerivedId;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.DatabaseSettings;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small target system with what real ones have: keys, limits, unique and foreign keys. */
public final class SampleTarget {
  public static final String CUSTOMER = "acme";
  public static final int CONTACT = 0;
  public static final int TAG = 1;
  public static final int EMAIL = 2;
  public static final int ENGAGEMENT = 3;

  private static final String DDL =
      """
      CREATE SCHEMA %1$s;
      CREATE TABLE %1$s.account (customer text PRIMARY KEY, enabled boolean NOT NULL);
      CREATE TABLE %1$s.contact (
        id uuid PRIMARY KEY, customer text NOT NULL, legacy text NOT NULL,
        address varchar(20) NOT NULL, custom jsonb,
        CONSTRAINT contact_address_key UNIQUE (customer, address));
      CREATE TABLE %1$s.tag (
        contact uuid NOT NULL REFERENCES %1$s.contact, tag varchar(5) NOT NULL,
        customer text NOT NULL, PRIMARY KEY (contact, tag));
      CREATE TABLE %1$s.email (
        id uuid PRIMARY KEY, customer text NOT NULL,
        contact uuid NOT NULL REFERENCES %1$s.contact DEFERRABLE INITIALLY DEFERRED,
        subject text CONSTRAINT subject_is_polite CHECK (subject <> 'rude'),
        message text);
      CREATE INDEX email_by_message ON %1$s.email (customer, message);
      CREATE INDEX email_by_contact ON %1$s.email (contact);
      CREATE TABLE %1$s.engagement (
        id uuid PRIMARY KEY, customer text NOT NULL, email uuid NOT NULL REFERENCES %1$s.email,
        at timestamptz NOT NULL);
      """;

  private SampleTarget() {}

  /** Makes the live and the staging schema in a database. */
  public static void create(String url) throws SQLException {
    TargetServer.execute(url, DDL.formatted("live"));
    TargetServer.execute(url, DDL.formatted("staging"));
  }

  public static TargetPack pack(String url) {
    return pack("sample", url);
  }

  public static TargetPack pack(String pack, String url) {
    return new TargetPack(
        pack,
        "f00d",
        new DatabaseSettings(url, "postgres", "GODWIT_NO_SUCH_PASSWORD", name -> null),
        "live",
        "staging",
        sql("insert into {schema}.account values (:customer, false) on conflict do nothing"),
        sql("update {schema}.account set enabled = true where customer = :customer"),
        sql("update {schema}.account set enabled = false where customer = :customer"),
        sql("select enabled from {schema}.account where customer = :customer"),
        List.of(
            delete("engagement"),
            delete("email"),
            delete("tag"),
            delete("contact"),
            delete("account")),
        List.of(
            table(
                CONTACT,
                Entity.CONTACTS,
                "contact",
                null,
                List.of("id"),
                column("id", "id", ColumnType.UUID),
                column("customer", "customer", ColumnType.TEXT),
                column("legacy", "legacyId", ColumnType.TEXT),
                new TargetColumn("address", "address", ColumnType.TEXT, 20L, false, null),
                column("custom", "customFields", ColumnType.JSONB)),
            table(
                TAG,
                Entity.CONTACTS,
                "tag",
                "tags",
                List.of("contact", "tag"),
                column("contact", "id", ColumnType.UUID),
                new TargetColumn("tag", "item", ColumnType.TEXT, 5L, false, null),
                column("customer", "customer", ColumnType.TEXT)),
            table(
                EMAIL,
                Entity.EMAILS,
                "email",
                null,
                List.of("id"),
                column("id", "id", ColumnType.UUID),
                column("customer", "customer", ColumnType.TEXT),
                reference("contact", Entity.CONTACTS, "contactId"),
                column("subject", "subject", ColumnType.TEXT),
                column("message", "messageId", ColumnType.TEXT)),
            table(
                ENGAGEMENT,
                Entity.ENGAGEMENTS,
                "engagement",
                null,
                List.of("id"),
                column("id", "id", ColumnType.UUID),
                column("customer", "customer", ColumnType.TEXT),
                reference("email", Entity.EMAILS, "emailId"),
                column("at", "occurredAt", ColumnType.TIMESTAMPTZ))));
  }

  public static TransformedRecord contact(String runId, String id, String address, String... tags) {
    List<TableRow> rows = new ArrayList<>();
    ByteBuffer key = key(Entity.CONTACTS, id);
    rows.add(new TableRow(CONTACT, Arrays.asList(key, CUSTOMER, id, address, "{\"a\":1}")));
    for (String tag : tags) {
      rows.add(new TableRow(TAG, Arrays.asList(key, tag, CUSTOMER)));
    }
    return new TransformedRecord(runId, id, rows);
  }

  /** An email whose message id is {@code m-} and its id. */
  public static TransformedRecord email(String runId, String id, String contact, String subject) {
    return email(runId, id, contact, subject, "m-" + id);
  }

  public static TransformedRecord email(
      String runId, String id, String contact, String subject, String message) {
    return new TransformedRecord(
        runId,
        id,
        List.of(
            new TableRow(
                EMAIL,
                Arrays.asList(
                    key(Entity.EMAILS, id),
                    CUSTOMER,
                    key(Entity.CONTACTS, contact),
                    subject,
                    message))));
  }

  public static TransformedRecord engagement(String runId, String id, String email) {
    return new TransformedRecord(
        runId,
        id,
        List.of(
            new TableRow(
                ENGAGEMENT,
                Arrays.asList(
                    key(Entity.ENGAGEMENTS, id), CUSTOMER, key(Entity.EMAILS, email), 0L))));
  }

  /**
   * A live event.
   *
   * @param email legacy id of the email; null where the message has to find it
   * @param message the message; null where the email is known
   * @param at when, in microseconds
   */
  public static TransformedLive live(
      String runId, String event, String email, String message, long at) {
    return live(runId, event, email, message, null, at);
  }

  /** The same, with the normalised address of the recipient; null where none is named. */
  public static TransformedLive live(
      String runId, String event, String email, String message, String recipient, long at) {
    return new TransformedLive(
        runId,
        event,
        message,
        recipient,
        List.of(
            new TableRow(
                ENGAGEMENT,
                Arrays.asList(
                    key(Entity.ENGAGEMENTS, event),
                    CUSTOMER,
                    email == null ? null : key(Entity.EMAILS, email),
                    at))),
        null);
  }

  public static ByteBuffer key(Entity entity, String id) {
    return ByteBuffer.wrap(
        DerivedId.bytes(
            DerivedId.of(
                DerivedId.ORDERED,
                CUSTOMER,
                entity.name().toLowerCase(java.util.Locale.ROOT),
                id)));
  }

  private static TargetTable table(
      int index,
      Entity entity,
      String name,
      String each,
      List<String> key,
      TargetColumn... columns) {
    return new TargetTable(
        index,
        entity,
        name,
        each,
        List.of(columns),
        key,
        "customer",
        sql("select count(*) from {schema}." + name + " where customer = :customer"),
        sql("select * from {schema}." + name + " where customer = :customer"));
  }

  private static TargetColumn column(String name, String value, ColumnType type) {
    return new TargetColumn(name, value, type, null, true, null);
  }

  private static TargetColumn reference(String name, Entity entity, String field) {
    String value = "ref(" + entity.name().toLowerCase(java.util.Locale.ROOT) + ", " + field + ")";
    return new TargetColumn(name, value, ColumnType.UUID, null, false, entity);
  }

  private static Sql delete(String table) {
    return sql("delete from {schema}." + table + " where customer = :customer");
  }

  private static Sql sql(String text) {
    return new Sql(text, "sample.yaml", 1);
  }
}
