package dev.godwit.pack.check;

import dev.godwit.pack.FollowedQuery;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.Position;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TailSource;
import dev.godwit.pack.check.StatementCheck.ResultColumn;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the part of a source pack about live engagement against its database. */
final class LiveSourceCheck {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("int2", "int4", "int8", "serial", "bigserial", "smallserial");
  private static final List<String> NEEDED = List.of("now", "over");
  private static final List<String> NUMBERS = List.of("next", "oldest");

  /** Sequences that give a column its value by default, with how many keys a session takes. */
  private static final String SEQUENCES =
      """
      select s.seqrelid::regclass::text as name, s.seqcache as cache
      from pg_attribute a
      join pg_depend d on d.deptype in ('a', 'i', 'n')
      join pg_sequence s
        on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid
           and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
        or d.classid = 'pg_attrdef'::regclass and d.refobjid = s.seqrelid
           and d.objid in (select f.oid from pg_attrdef f where f.adrelid = a.attrelid and f.adnum = a.attnum)
      where a.attrelid = to_regclass(?) and a.attname = ? and s.seqcache > 1
      group by s.seqrelid, s.seqcache
      order by 1
      """;

  private final Connection connection;
  private final StatementCheck statements;
  private final Findings findings;

  LiveSourceCheck(Connection connection, StatementCheck statements, Findings findings) {
    this.connection = connection;
    this.statements = statements;
    this.findings = findings;
  }

  void check(SourcePack pack) throws SQLException {
    LiveSource live = pack.live();
    for (FollowedQuery followed : pack.followed()) {
      horizon(followed.tail().horizon());
      key(followed.query(), followed.tail());
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
    if (!names.containsAll(NEEDED) || (numbers && !names.containsAll(NUMBERS))) {
      findings.add(
          horizon.positionOf(0),
          "the columns now and over, and both or neither of next and oldest, in the result of"
              + " 'horizon'",
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

  /** Only below a growing number can a key that was read be known to be complete. */
  private void key(SourceQuery engagements, TailSource tail) throws SQLException {
    List<ResultColumn> columns = statements.describe(engagements.sql(), Map.of()).orElse(List.of());
    List<String> types =
        columns.stream()
            .filter(column -> engagements.key().contains(column.name()))
            .map(ResultColumn::type)
            .toList();
    Position at =
        engagements.keyAt().isEmpty()
            ? engagements.sql().positionOf(0)
            : engagements.keyAt().getFirst();
    if (!columns.isEmpty()
        && (engagements.key().size() != 1 || !WHOLE_NUMBERS.containsAll(types))) {
      findings.add(
          at,
          "one column of whole numbers as the key of engagements, because of 'tail'",
          String.join(", ", types),
          "take the column that grows with every row, or leave the tail out");
      return;
    }
    for (ResultColumn column : columns) {
      if (engagements.key().contains(column.name()) && !column.base().isEmpty()) {
        sequences(at, column.base(), tail);
      }
    }
  }

  /**
   * A session that takes keys in blocks may write one of them whenever it likes, below all that has
   * settled meanwhile.
   */
  private void sequences(Position at, List<String> base, TailSource tail) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SEQUENCES)) {
      statement.setString(1, Identifiers.quote(base.get(0)) + "." + Identifiers.quote(base.get(1)));
      statement.setString(2, base.get(2));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long cache = row.getLong("cache");
          if (tail.behind() < cache) {
            findings.add(
                at,
                "keys that are drawn one by one, because of 'tail'",
                "the sequence %s of which each session takes %d"
                    .formatted(row.getString("name"), cache),
                "alter sequence … cache 1; or, where every session uses up its keys within 'settle', say so by 'behind', sessions × %d at least"
                    .formatted(cache));
          }
        }
      }
    }
  }
}
