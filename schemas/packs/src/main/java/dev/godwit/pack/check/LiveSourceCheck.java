package dev.godwit.pack.check;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.Position;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.Sql;
import dev.godwit.pack.check.StatementCheck.ResultColumn;
import dev.godwit.pack.read.Findings;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what a source pack says about live engagement against its database. */
final class LiveSourceCheck {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("int2", "int4", "int8", "serial", "bigserial", "smallserial");
  private static final List<String> NEEDED = List.of("now", "over");
  private static final List<String> NUMBERS = List.of("next", "oldest");

  private final StatementCheck statements;
  private final Findings findings;

  LiveSourceCheck(StatementCheck statements, Findings findings) {
    this.statements = statements;
    this.findings = findings;
  }

  void check(SourcePack pack) throws SQLException {
    LiveSource live = pack.live();
    if (live.tail() != null) {
      horizon(live.tail().horizon());
      key(pack.entities().get(Entity.ENGAGEMENTS));
    }
    if (live.giveBack() != null) {
      statements.describe(live.giveBack(), Map.of());
      SourceCheck.oneBoolean(statements, findings, live.holds(), "holds", Map.of());
    }
  }

  private void horizon(Sql horizon) throws SQLException {
    Optional<List<ResultColumn>> columns = statements.describe(horizon, Map.of());
    if (columns.isEmpty()) {
      return;
    }
    List<String> names = columns.get().stream().map(ResultColumn::name).toList();
    boolean numbers = names.stream().anyMatch(NUMBERS::contains);
    if (!names.containsAll(NEEDED) || numbers && !names.containsAll(NUMBERS)) {
      findings.add(
          horizon.positionOf(0),
          "the columns now and over, and both or neither of next and oldest, in the result of 'horizon'",
          names.isEmpty() ? "no result" : String.join(", ", names),
          "name them with 'as'");
    }
    for (ResultColumn column : columns.get()) {
      boolean known = NEEDED.contains(column.name()) || NUMBERS.contains(column.name());
      if (known && !column.type().equals("int8")) {
        findings.add(
            horizon.positionOf(0),
            "bigint as the type of '" + column.name() + "' in 'horizon'",
            column.type(),
            "cast it; moments are microseconds");
      }
    }
  }

  /** Only a growing number says what may still come below what was read. */
  private void key(SourceEntity engagements) throws SQLException {
    List<ResultColumn> columns =
        statements.describe(engagements.query(), Map.of()).orElse(List.of());
    List<String> types =
        columns.stream()
            .filter(column -> engagements.key().contains(column.name()))
            .map(ResultColumn::type)
            .toList();
    if (!columns.isEmpty()
        && (engagements.key().size() != 1 || !WHOLE_NUMBERS.containsAll(types))) {
      Position at =
          engagements.keyAt().isEmpty()
              ? engagements.query().positionOf(0)
              : engagements.keyAt().getFirst();
      findings.add(
          at,
          "one column of whole numbers as the key of engagements, because of 'tail'",
          String.join(", ", types),
          "take the column that grows with every row, or leave the tail out");
    }
  }
}
