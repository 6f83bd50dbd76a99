package dev.godwit.validator.differences;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.util.List;
import java.util.Map;

/** A table with a number for its key and two values. */
final class SampleTable {
  static final TargetTable TABLE =
      new TargetTable(
          0,
          Entity.EMAILS,
          "email",
          null,
          List.of(
              column("id", ColumnType.LONG),
              column("subject", ColumnType.TEXT),
              column("opens", ColumnType.INTEGER)),
          List.of("id"),
          "customer",
          new Sql("select 1", "pack.yaml", 1),
          new Sql("select 1", "pack.yaml", 1));

  /** Opens and clicks that refer to emails. */
  static final TargetTable EVENTS =
      new TargetTable(
          1,
          Entity.ENGAGEMENTS,
          "engagement",
          null,
          List.of(
              column("id", ColumnType.LONG),
              new TargetColumn(
                  "email", "ref(emails, emailId)", ColumnType.TEXT, null, true, Entity.EMAILS),
              column("kind", ColumnType.TEXT)),
          List.of("id"),
          "customer",
          new Sql("select 1", "pack.yaml", 1),
          new Sql("select 1", "pack.yaml", 1));

  /** The first, whose opens the pack leaves out of the comparison. */
  static final TargetTable OPENS_LEFT_OUT =
      TABLE.withColumns(
          List.of(
              column("id", ColumnType.LONG),
              column("subject", ColumnType.TEXT),
              new TargetColumn(
                  "opens",
                  "opens",
                  ColumnType.INTEGER,
                  null,
                  true,
                  null,
                  new TargetColumn.Extras(List.of(), Map.of(), null, null, null, null, false, null),
                  null)));

  private SampleTable() {}

  private static TargetColumn column(String name, ColumnType type) {
    return new TargetColumn(name, name, type, null, true, null);
  }

  static List<Object> row(long id, String subject, long opens) {
    return List.of(id, subject, opens);
  }
}
