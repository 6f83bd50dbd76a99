package dev.godwit.pack.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.IdKind;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.IdSequence;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Checks the sequences that ids of the target come from. For one use by one thread. */
final class IdentityCheck {
  private final TargetPack pack;
  private final Connection connection;
  private final Findings findings;
  private final boolean withRows;

  /**
   * @param withRows whether the ids in the tables are compared with the sequences
   */
  IdentityCheck(TargetPack pack, Connection connection, Findings findings, boolean withRows) {
    this.pack = pack;
    this.connection = connection;
    this.findings = findings;
    this.withRows = withRows;
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
    } else if (withRows) {
      SequenceCheck.check(pack, table, kind, connection, findings);
    }
  }
}
