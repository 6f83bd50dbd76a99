package dev.godwit.loader.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.live.MessageLookup.Message;
import dev.godwit.loader.live.MessageLookup.One;
import dev.godwit.loader.live.MessageLookup.Several;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Emails are found by a message id of every type that the pack check lets through. */
class MessageLookupIT {
  /**
   * A type of the target.
   *
   * @param unique message id of one email, as the sender writes it
   * @param shared message id of two emails
   * @param unknown message id of none
   */
  private record Column(
      String declared, ColumnType type, String unique, String shared, String unknown) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("text", ColumnType.TEXT, "<a@x>", "<b@x>", "<c@x>"),
          new Column("varchar(40)", ColumnType.TEXT, "<a@x>", "<b@x>", "<c@x>"),
          new Column(
              "uuid",
              ColumnType.UUID,
              "00000000-0000-4000-8000-00000000000A",
              "00000000-0000-4000-8000-00000000000B",
              "00000000-0000-4000-8000-00000000000C"),
          new Column("smallint", ColumnType.SHORT, "0041", "42", "43"),
          new Column("integer", ColumnType.INTEGER, "0041", "42", "43"),
          new Column("bigint", ColumnType.LONG, "0041", "42", "9223372036854775807"),
          new Column("numeric", ColumnType.NUMERIC, "41.0", "42", "43"));

  @Test
  void shouldFindTheEmailWhenTheMessageIdHasAnyTypeThatThePackCheckLetsThrough() throws Exception {
    Set<ColumnType> tried = COLUMNS.stream().map(Column::type).collect(Collectors.toSet());
    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ColumnType.values()).filter(ColumnType::isLookedUpByText).toList());
    String url = TargetServer.newDatabase();
    SampleTarget.create(url);
    for (Column column : COLUMNS) {
      fill(url, column);
      RunTarget target =
          new RunTarget(
              with(SampleTarget.pack(url), "messageId", column.type()), RunKind.LIVE, "acme");
      Message unique = new Message(column.unique(), null);
      Message nobody = new Message(column.shared(), null);
      Message second = new Message(column.shared(), "u2@x.example");
      Message other = new Message(column.shared(), "u9@x.example");
      Message unknown = new Message(column.unknown(), "u2@x.example");
      try (Connection connection = SampleTarget.pack(url).database().open()) {
        connection.setAutoCommit(false);
        assertThat(
                MessageLookup.find(
                    connection, target, List.of(unique, nobody, second, other, unknown)))
            .as(column.declared())
            .hasSize(4)
            .containsEntry(unique, new One(SampleTarget.key(Entity.EMAILS, "1")))
            .containsEntry(second, new One(SampleTarget.key(Entity.EMAILS, "3")))
            .containsEntry(nobody, new Several())
            .containsEntry(other, new Several());
      }
    }
  }

  @Test
  void shouldFindTheEmailByItsRecipientWhenAddressesAreKeptWithoutTheirCase() throws Exception {
    String url = TargetServer.newDatabase();
    SampleTarget.create(url);
    Column column = COLUMNS.getFirst();
    fill(url, column);
    TargetServer.execute(
        url, "CREATE EXTENSION citext; ALTER TABLE live.contact ALTER COLUMN address TYPE citext");
    TargetPack pack = with(SampleTarget.pack(url), "address", ColumnType.CITEXT);
    Message second = new Message(column.shared(), "u2@x.example");
    try (Connection connection = pack.database().open()) {
      connection.setAutoCommit(false);
      assertThat(
              MessageLookup.find(
                  connection, new RunTarget(pack, RunKind.LIVE, "acme"), List.of(second)))
          .containsOnly(Map.entry(second, new One(SampleTarget.key(Entity.EMAILS, "3"))));
    }
  }

  /** Emails 1 to 3 of three contacts; the last two have one message id. */
  private static void fill(String url, Column column) throws SQLException {
    TargetServer.execute(
        url,
        ("DELETE FROM live.email; DELETE FROM live.contact; ALTER TABLE live.email DROP COLUMN message;"
                + " ALTER TABLE live.email ADD COLUMN message "
                + column.declared())
            + "; CREATE INDEX ON live.email (customer, message)");
    for (int i = 1; i <= 3; i++) {
      TargetServer.execute(
          url,
          "INSERT INTO live.contact VALUES ('%1$s', 'acme', '%2$d', 'u%3$d@x.example')"
              .formatted(id(Entity.CONTACTS, i), i, i - 1));
      TargetServer.execute(
          url,
          "INSERT INTO live.email VALUES ('%s', 'acme', '%s', 's', '%s')"
              .formatted(
                  id(Entity.EMAILS, i),
                  id(Entity.CONTACTS, i),
                  i == 1 ? column.unique() : column.shared()));
    }
  }

  private static String id(Entity entity, int legacy) {
    java.nio.ByteBuffer key = SampleTarget.key(entity, String.valueOf(legacy));
    return new java.util.UUID(key.getLong(0), key.getLong(8)).toString();
  }

  private static TargetPack with(TargetPack pack, String value, ColumnType type) {
    List<TargetTable> tables =
        pack.tables().stream()
            .map(
                table ->
                    table.withColumns(
                        table.columns().stream()
                            .map(
                                column ->
                                    column.value().equals(value)
                                        ? new TargetColumn(
                                            column.name(), value, type, null, true, null)
                                        : column)
                            .toList()))
            .toList();
    return new TargetPack(
        pack.name(),
        pack.fingerprint(),
        pack.database(),
        pack.liveSchema(),
        pack.stagingSchema(),
        pack.prepare(),
        pack.enable(),
        pack.disable(),
        pack.isEnabled(),
        pack.purge(),
        tables);
  }
}
