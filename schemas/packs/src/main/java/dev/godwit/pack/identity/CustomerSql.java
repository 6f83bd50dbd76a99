package dev.godwit.pack.identity;

import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * SQL about one customer's rows of a table, as far as a pack does not say it. A row is the
 * customer's by its customer column, by the row that it points to, or by {@code godwit.identity}.
 * The texts hold the placeholder {@code {schema}} and the parameters {@code :customer} and {@code
 * :account}. Stateless.
 */
public final class CustomerSql {
  private static final String ROW = "t";

  private CustomerSql() {}

  /**
   * Condition that a row is the customer's.
   *
   * @param alias name of the row in the statement
   */
  public static String condition(TargetPack pack, TargetTable table, String alias) {
    return condition(pack, table, alias, 1);
  }

  private static String condition(TargetPack pack, TargetTable table, String alias, int depth) {
    if (table.customerColumn() != null) {
      TargetColumn column = table.column(table.customerColumn());
      boolean account = column != null && TargetColumn.ACCOUNT.equals(column.value());
      return alias
          + "."
          + Identifiers.quote(table.customerColumn())
          + (account ? " = :account" : " = :customer");
    }
    String own = depth > 1 ? "" : constants(table, alias);
    if (table.via() != null) {
      TargetColumn column = table.column(table.via());
      TargetTable parent =
          pack.main(column.references() == null ? table.entity() : column.references());
      String to = "o" + depth;
      return "exists (select 1 from {schema}.%s %s where %s.%s = %s.%s and %s)%s"
          .formatted(
              Identifiers.quote(parent.name()),
              to,
              to,
              Identifiers.quote(parent.idColumn().name()),
              alias,
              Identifiers.quote(column.name()),
              condition(pack, parent, to, depth + 1),
              own);
    }
    String to = "o" + depth;
    return "exists (select 1 from godwit.identity %s where %s)%s"
        .formatted(to, leadsTo(pack, table.entity(), to, alias, table.idColumn()), own);
  }

  /**
   * Condition that a row of {@code godwit.identity} leads to the id in a column.
   *
   * @param map name of that row in the statement
   * @param alias name of the row with the column
   */
  private static String leadsTo(
      TargetPack pack, Entity entity, String map, String alias, TargetColumn column) {
    String id = alias + "." + Identifiers.quote(column.name());
    return "%1$s.target_schema = '{schema}' and %1$s.entity = '%2$s' and %1$s.customer = :customer and %3$s"
        .formatted(map, entity.text(), IdentityKey.of(pack, entity).equal(map, id));
  }

  /** A table that other data shares tells the rows of its kinds apart by a fixed text. */
  private static String constants(TargetTable table, String alias) {
    StringBuilder all = new StringBuilder();
    for (TargetColumn column : table.columns()) {
      if (TargetColumn.CONSTANT.equals(column.value()) && column.compared()) {
        all.append(" and ")
            .append(alias)
            .append('.')
            .append(Identifiers.quote(column.name()))
            .append(" = '")
            .append(column.constant().replace("'", "''"))
            .append('\'');
      }
    }
    return all.toString();
  }

  /** The table with the queries that its pack leaves out. */
  public static TargetTable complete(TargetPack pack, TargetTable table) {
    return table.withQueries(
        table.count() == null ? sql(table, count(pack, table)) : table.count(),
        table.readBack() == null ? sql(table, readBack(pack, table)) : table.readBack());
  }

  private static String count(TargetPack pack, TargetTable table) {
    return "select count(*) from {schema}.%s %s where %s"
        .formatted(Identifiers.quote(table.name()), ROW, condition(pack, table, ROW));
  }

  /** Translated columns come back as the text of the source that they were made of. */
  private static String readBack(TargetPack pack, TargetTable table) {
    StringJoiner selected = new StringJoiner(", ");
    StringBuilder joins = new StringBuilder();
    for (int i = 0; i < table.columns().size(); i++) {
      TargetColumn column = table.columns().get(i);
      String name = Identifiers.quote(column.name());
      String cell = ROW + "." + name;
      Entity mapped = pack.mapped(table, column);
      if (mapped != null) {
        String map = "m" + i;
        joins
            .append(" left join godwit.identity ")
            .append(map)
            .append(" on ")
            .append(leadsTo(pack, mapped, map, ROW, column));
        selected.add("coalesce(" + map + ".source_id, '#' || " + cell + "::text) as " + name);
      } else if (TargetColumn.ACCOUNT.equals(column.value())) {
        selected.add(
            "case when %1$s::text = :account then :customer else '#' || %1$s::text end as %2$s"
                .formatted(cell, name));
      } else {
        selected.add(cell);
      }
    }
    return "select %s from {schema}.%s %s%s where %s"
        .formatted(
            selected, Identifiers.quote(table.name()), ROW, joins, condition(pack, table, ROW));
  }

  /**
   * Statements that delete the customer's rows from every table that Godwit writes, children first.
   */
  public static List<Sql> purge(TargetPack pack) {
    List<Sql> all = new ArrayList<>();
    for (TargetTable table : pack.tables().reversed()) {
      if (pack.writes(table)) {
        all.add(
            sql(
                table,
                "delete from {schema}.%s %s where %s"
                    .formatted(Identifiers.quote(table.name()), ROW, condition(pack, table, ROW))));
      }
    }
    return all;
  }

  private static Sql sql(TargetTable table, String text) {
    Position at = table.at() == null ? new Position("", 1, 1) : table.at();
    return new Sql(text, at.file(), at.line(), at.column());
  }
}
