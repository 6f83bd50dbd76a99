package dev.godwit.pack.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.Install;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.install.InstallProbe;
import dev.godwit.pack.read.Findings;
import dev.godwit.pack.session.RunSearchPath;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Checks whether the install of a pack has run, by the pack's own query, which only reads. */
final class InstallCheck {
  private InstallCheck() {}

  static void check(
      SourcePack pack, Connection connection, StatementCheck statements, Findings findings)
      throws SQLException {
    if (pack.install().isDeclared()) {
      check(pack.install(), "", Map.of(), new Tools(connection, statements, findings));
    }
  }

  /** Checks it in both schemas. */
  static void check(
      TargetPack pack, Connection connection, StatementCheck statements, Findings findings)
      throws SQLException {
    if (!pack.install().isDeclared()) {
      return;
    }
    Tools tools = new Tools(connection, statements, findings);
    for (RunKind kind : new RunKind[] {RunKind.LIVE, RunKind.REHEARSAL}) {
      try (RunSearchPath path = RunSearchPath.inSession(connection, pack, kind)) {
        String where = " in schema " + pack.schema(kind);
        if (!check(pack.install(), where, pack.placeholders(kind), tools)) {
          return;
        }
      }
    }
  }

  private record Tools(Connection connection, StatementCheck statements, Findings findings) {}

  /** Whether there was no finding. */
  private static boolean check(
      Install install, String where, Map<String, String> placeholders, Tools tools)
      throws SQLException {
    int before = tools.findings().size();
    SourceCheck.oneBoolean(
        tools.statements(), tools.findings(), install.installed(), "installed", placeholders);
    if (tools.findings().size() > before) {
      return false;
    }
    if (InstallProbe.isInstalled(tools.connection(), install.installed(), placeholders)) {
      return true;
    }
    Path folder = Path.of(install.installed().file()).toAbsolutePath().getParent();
    tools
        .findings()
        .add(
            install.installed().positionOf(0),
            "what the pack needs in its database",
            "that the pack's install has not run" + where,
            "run ./godwit packs install " + folder);
    return false;
  }
}
