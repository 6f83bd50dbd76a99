package dev.godwit.pack.read;

import dev.godwit.pack.Install;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.PackStatement;
import dev.godwit.pack.PointSql;
import dev.godwit.pack.Probe;
import dev.godwit.pack.Probes;
import dev.godwit.pack.Sql;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds SQL of a target pack that names the live schema: a rehearsal, which runs the same SQL,
 * would reach it.
 */
final class LiveSchemaNames {
  private final Findings findings;
  private final String schema;
  private final Pattern name;

  /**
   * @param schema name of the live schema; null where it could not be read
   */
  LiveSchemaNames(Findings findings, String schema) {
    this.findings = findings;
    this.schema = schema;
    this.name =
        schema == null
            ? null
            : Pattern.compile("(?i)(?<![\\w.{\"])\"?%s\"?\\s*\\.".formatted(Pattern.quote(schema)));
  }

  void check(PointSql points, Install install, Probes probes) {
    if (name == null) {
      return;
    }
    points.points().forEach(point -> points.at(point).forEach(this::check));
    install.statements().forEach(sql -> check(sql, "install"));
    install.removal().forEach(sql -> check(sql, "uninstall"));
    check(install.installed(), "installed");
    check(probes.amount(), probes.measure());
    for (Probe page : probes.pages()) {
      check(page.draw(), page.name());
      check(page.query(), page.name());
    }
  }

  private void check(PackStatement statement) {
    check(statement.sql(), statement.name());
  }

  private void check(Sql sql, String what) {
    if (sql == null) {
      return;
    }
    for (NamedStatement.Part part : NamedStatement.parse(sql.text()).parts()) {
      if (part instanceof NamedStatement.Text text) {
        Matcher found = name.matcher(text.text());
        if (found.find()) {
          findings.add(
              sql.positionOf(text.start() + found.start()),
              "no schema by its name in '" + what + "'",
              "'" + schema + "', the live one",
              "write {schema}.TABLE, so that a rehearsal leaves the live schema alone");
        }
      }
    }
  }
}
