package dev.godwit.pack.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.IdSequence;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Checks the sequences that ids of the target come from. For one use by one thread. */
final class IdentityCheck {
  /** Begins the name of everything that the loader keeps in the target. */
  private static final String OWN_SCHEMA = "godwit.";

  private final TargetPack pack;
  private final Connection connection;
  private final Findings findings;
  private Boolean exists;

  IdentityCheck(TargetPack pack, Connection connection, Findings findings) {
    this.pack = pack;
    this.connection = connection;
    this.findings = findings;
  }

  /**
   * Whether the database can describe a statement: one over {@code godwit.identity} only when a
   * loader has made that.
   */
  boolean canDescribe(Sql sql) throws SQLException {
    if (!sql.text().contains(OWN_SCHEMA)) {
      return true;
    }
    if (exists == null) {
      exists =
          number("select count(*) from pg_class where oid = to_regclass('godwit.identity')") == 1;
    }
    return exists;
  }

  /** Adds a finding for each sequence that does not serve, in both schemas. */
  void check(List<TargetTable> tables) throws SQLException {
    for (TargetTable table : tables) {
      if (pack.idKind(table.entity()) == IdKind.GENERATED && pack.isMain(table)) {
        sequence(table, table.idColumn(), RunKind.LIVE);
        sequence(table, table.idColumn(), RunKind.REHEARSAL);
      }
    }
  }

  private void sequence(TargetTable table, TargetColumn id, RunKind kind) throws SQLException {
    String schema = pack.schema(kind);
    String column = schema + "." + table.name() + "." + id.name();
    Position at = id.at() == null ? table.readBack().positionOf(0) : id.at();
    Optional<IdSequence> found = IdSequence.find(connection, pack, kind, table.entity());
    if (found.isEmpty()) {
      String named = pack.sequences().get(table.entity());
      findings.add(
          at,
          named == null
              ? "a sequence or an identity as the default of " + column
              : "the sequence " + named + " in the schema " + schema,
          "none",
          "make one in the target, or name it with 'sequence' beside 'id: generated'");
      return;
    }
    IdSequence sequence = found.get();
    if (!sequence.schema().equals(schema)) {
      findings.add(
          at,
          "a sequence in the schema " + schema + " for " + column,
          sequence.shown(),
          "give the column a sequence of its own: a rehearsal must not draw live numbers");
    } else if (!sequence.usable()) {
      findings.add(
          at,
          "the right to use the sequence " + sequence.shown(),
          "none",
          "grant usage, select on sequence " + sequence.shown() + " to the pack's user");
    } else {
      requireAhead(table, id, schema, sequence, at);
    }
  }

  /** A number that a row has already would be refused, record by record. */
  private void requireAhead(
      TargetTable table, TargetColumn id, String schema, IdSequence sequence, Position at)
      throws SQLException {
    long highest =
        number(
            "select coalesce(max(%s), 0) from %s.%s"
                .formatted(
                    Identifiers.quote(id.name()),
                    Identifiers.quote(schema),
                    Identifiers.quote(table.name())));
    if (highest > sequence.last()) {
      findings.add(
          at,
          "the sequence %s at or above the highest %s of %s.%s, %d"
              .formatted(sequence.shown(), id.name(), schema, table.name(), highest),
          Long.toString(sequence.last()),
          "select setval('%s', %d)".formatted(sequence.shown(), highest));
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
