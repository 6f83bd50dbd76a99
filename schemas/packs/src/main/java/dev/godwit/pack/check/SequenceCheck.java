package dev.godwit.pack.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.IdSequence;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Checks that sequences which ids are drawn from stand at or above the ids in their tables: a
 * number that a row has already would be refused, record by record. Reads the tables, so only the
 * steps before a run and {@code packs check} do it. Stateless.
 */
public final class SequenceCheck {
  private SequenceCheck() {}

  /**
   * Checks the sequences of a kind of run.
   *
   * @param pack one that the catalogue has no finding about
   * @throws PackException with every finding; fatal until the sequences are set
   * @throws SQLException retriable where the database went away, else fatal
   */
  public static void require(TargetPack pack, Connection connection, RunKind kind)
      throws SQLException {
    Findings findings = new Findings();
    for (TargetTable table : pack.tables()) {
      if (pack.idKind(table.entity()) == IdKind.GENERATED && pack.isMain(table)) {
        check(pack, table, kind, connection, findings);
      }
    }
    findings.throwIfAny();
  }

  /** The highest id is read first: a row that comes meanwhile moves the sequence before. */
  static void check(
      TargetPack pack, TargetTable table, RunKind kind, Connection connection, Findings findings)
      throws SQLException {
    TargetColumn id = table.idColumn();
    String schema = pack.schema(kind);
    long highest = highest(connection, schema, table.name(), id.name());
    Optional<IdSequence> sequence = IdSequence.find(connection, pack, kind, table.entity());
    if (sequence.isPresent() && highest > sequence.get().last()) {
      String name = sequence.get().shown();
      Position at = id.at() == null ? table.readBack().positionOf(0) : id.at();
      findings.add(
          at,
          "the sequence %s at or above the highest %s of %s.%s, %d"
              .formatted(name, id.name(), schema, table.name(), highest),
          Long.toString(sequence.get().last()),
          "select setval('%s', %d)".formatted(name, highest));
    }
  }

  private static long highest(Connection connection, String schema, String table, String column)
      throws SQLException {
    String sql =
        "select coalesce(max(%s), 0) from %s.%s"
            .formatted(
                Identifiers.quote(column), Identifiers.quote(schema), Identifiers.quote(table));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
