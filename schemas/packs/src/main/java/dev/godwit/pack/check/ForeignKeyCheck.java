package dev.godwit.pack.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Position;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.foreignkey.Coverage;
import dev.godwit.pack.foreignkey.Obstacle;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks that Godwit can check the foreign keys of a target itself, where its pack asks for that:
 * in both schemas, with the rights of the session, which are to be the loader's. Stateless.
 */
public final class ForeignKeyCheck {
  private ForeignKeyCheck() {}

  /**
   * Requires it; nothing where the pack leaves the check to the database.
   *
   * @throws PackException with every finding
   * @throws SQLException where the database cannot be reached
   */
  public static void require(TargetPack pack, Connection connection) throws SQLException {
    if (pack.foreignKeys() != ForeignKeyChecks.BY_GODWIT) {
      return;
    }
    List<TargetTable> written = pack.tables().stream().filter(pack::writes).toList();
    Set<Obstacle> obstacles = new LinkedHashSet<>();
    for (RunKind kind : List.of(RunKind.LIVE, RunKind.REHEARSAL)) {
      obstacles.addAll(Coverage.of(connection, pack, kind, written).obstacles());
    }
    Findings findings = new Findings();
    for (Obstacle one : obstacles) {
      findings.add(at(pack, one.table()), one.expected(), one.found(), one.action());
    }
    findings.throwIfAny();
  }

  private static Position at(TargetPack pack, TargetTable table) {
    if (table == null) {
      return pack.isEnabled().positionOf(0);
    }
    return table.at() == null ? table.readBack().positionOf(0) : table.at();
  }
}
