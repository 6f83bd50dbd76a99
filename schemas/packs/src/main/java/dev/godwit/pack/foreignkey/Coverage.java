package dev.godwit.pack.foreignkey;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.foreignkey.ForeignKeyCatalogue.Effects;
import dev.godwit.pack.foreignkey.ForeignKeyCatalogue.Right;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether Godwit's own look-ups stand for all foreign keys of some tables, as the catalogue has
 * them now. A foreign key is covered by a column {@code ref(ENTITY, FIELD)} whose parents are
 * looked up, by the main row that the same record writes, by the one row that all rows of the
 * customer refer to, or by a column of it that stays NULL. Immutable.
 *
 * @param obstacles reasons against it; empty where rows can be written without the database's check
 * @param rows rows that all rows of the customer refer to, to be locked before
 */
public record Coverage(List<Obstacle> obstacles, List<CustomerRow> rows) {
  private static final String KEY = "'foreign-keys: " + ForeignKeyChecks.BY_GODWIT.text() + "'";
  private static final String LEAVE_OUT =
      "leave " + KEY + " out of the pack, so that the database checks each row";

  /**
   * The row of a table that stands for the customer.
   *
   * @param table name with schema, quoted
   * @param column column that holds the customer or the account, quoted
   * @param account whether that is the account, and not the customer as the source names it
   */
  public record CustomerRow(String table, String column, boolean account) {}

  public Coverage {
    obstacles = List.copyOf(obstacles);
    rows = List.copyOf(rows);
  }

  /**
   * Reads it for tables of a pack.
   *
   * @param tables tables that rows are written into
   * @throws SQLException retriable where the database went away, else fatal
   */
  public static Coverage of(
      Connection connection, TargetPack pack, RunKind kind, List<TargetTable> tables)
      throws SQLException {
    String schema = pack.schema(kind);
    List<Obstacle> obstacles = new ArrayList<>();
    Right right = ForeignKeyCatalogue.right(connection);
    if (!right.given()) {
      obstacles.add(lackOfRight(right));
    }
    for (Effects effects : ForeignKeyCatalogue.effects(connection, schema, tables)) {
      addEffects(effects, schema, obstacles);
    }
    Set<CustomerRow> rows = new LinkedHashSet<>();
    for (ForeignKey key : ForeignKeyCatalogue.keys(connection, schema, tables)) {
      if (key.isNeverSet()) {
        continue;
      }
      String uncovered = uncovered(pack, schema, key, rows);
      if (uncovered != null) {
        obstacles.add(
            new Obstacle(
                key.table(),
                "foreign keys of %s.%s that Godwit looks up itself"
                    .formatted(schema, key.table().name()),
                key.shown() + ", " + uncovered,
                LEAVE_OUT));
      } else if (!key.traits().lockable()) {
        obstacles.add(lackOfLock(key, right));
      }
    }
    return new Coverage(obstacles, List.copyOf(rows));
  }

  private static Obstacle lackOfRight(Right right) {
    return new Obstacle(
        null,
        "the right to set session_replication_role, with " + KEY,
        "none for the role " + right.role(),
        right.grantable()
            ? "let a superuser run: grant set on parameter session_replication_role to "
                + right.role()
            : LEAVE_OUT + ": before PostgreSQL 15 only a superuser has the right");
  }

  private static Obstacle lackOfLock(ForeignKey key, Right right) {
    return new Obstacle(
        key.table(),
        "the right to lock rows of %s, which %s refers to".formatted(key.parent(), key.name()),
        "none for the role " + right.role(),
        "grant update on %s to %s".formatted(key.parent(), right.role()));
  }

  private static void addEffects(Effects effects, String schema, List<Obstacle> obstacles) {
    String name = schema + "." + effects.table().name();
    if (!effects.plain()) {
      obstacles.add(
          new Obstacle(
              effects.table(),
              "a plain table, with " + KEY,
              name + ", which has partitions or inherits",
              LEAVE_OUT));
    }
    add(effects.table(), "no trigger on inserts into ", name, effects.triggers(), obstacles);
    add(effects.table(), "no rule for inserts into ", name, effects.rules(), obstacles);
    add(
        effects.table(),
        "no deferrable unique key or exclusion constraint of ",
        name,
        effects.deferrable(),
        obstacles);
  }

  private static void add(
      TargetTable table,
      String expected,
      String name,
      List<String> found,
      List<Obstacle> obstacles) {
    if (!found.isEmpty()) {
      obstacles.add(
          new Obstacle(
              table, expected + name + ", with " + KEY, String.join(", ", found), LEAVE_OUT));
    }
  }

  /** Says why a foreign key is not covered; null where it is. */
  private static String uncovered(
      TargetPack pack, String schema, ForeignKey key, Set<CustomerRow> rows) {
    if (key.traits().ofOwnTable()) {
      return "which refers to its own table";
    }
    if (!key.traits().plainParent()) {
      return "whose parent has partitions, or inherits";
    }
    if (!key.traits().simple()) {
      return "which is MATCH FULL of several columns, or of periods";
    }
    TargetColumn only =
        key.columns().size() == 1 ? key.table().column(key.columns().getFirst()) : null;
    if (only != null && isOwner(key.table(), only)) {
      rows.add(
          new CustomerRow(
              key.parent(),
              Identifiers.quote(key.parentColumns().getFirst()),
              TargetColumn.ACCOUNT.equals(only.value())));
      return null;
    }
    boolean covered =
        key.parentSchema().equals(schema)
            && pack.tables().stream()
                .filter(table -> table.name().equals(key.parentTable()) && pack.isMain(table))
                .anyMatch(parent -> leadsTo(pack, key, parent));
    return covered
        ? null
        : "of which no column is ref(ENTITY, FIELD) of another entity with that key, the id of the record's main row, or the customer's account";
  }

  /** Whether each column leads to the same row of a main table: one by its id, others by owner. */
  private static boolean leadsTo(TargetPack pack, ForeignKey key, TargetTable parent) {
    int ids = 0;
    for (int i = 0; i < key.columns().size(); i++) {
      TargetColumn from = key.table().column(key.columns().get(i));
      String to = key.parentColumns().get(i);
      if (from == null) {
        return false;
      }
      if (to.equals(id(parent).name()) && isId(pack, key.table(), from, parent)) {
        ids++;
      } else if (!isSameOwner(pack, key.table(), from, parent, to)) {
        return false;
      }
    }
    return ids == 1;
  }

  /** Whether a column holds the id of the parent's row, which is looked up or written with it. */
  private static boolean isId(
      TargetPack pack, TargetTable table, TargetColumn from, TargetTable parent) {
    boolean own = parent.entity().equals(table.entity());
    if (from.references() != null) {
      return from.references().equals(parent.entity()) && !own;
    }
    return own
        && parent.index() != table.index()
        && pack.writes(parent)
        && from.equals(table.idColumn())
        && parent.idColumn() != null;
  }

  /** The column that a look-up of parents reads: the id, or the key's only column. */
  private static TargetColumn id(TargetTable parent) {
    return parent.idColumn() == null ? parent.column(parent.key().getFirst()) : parent.idColumn();
  }

  /** Whether a column holds the customer or account that the parent's row is looked up by. */
  private static boolean isSameOwner(
      TargetPack pack, TargetTable table, TargetColumn from, TargetTable parent, String to) {
    TargetColumn owner = to.equals(parent.customerColumn()) ? parent.column(to) : null;
    boolean own = parent.entity().equals(table.entity());
    return owner != null
        && isOwner(table, from)
        && isOwner(parent, owner)
        && owner.value().equals(from.value())
        && (own || !pack.idKind(parent.entity()).isMapped());
  }

  /** Whether the loader sees to it that a column holds the customer of the run, or its account. */
  private static boolean isOwner(TargetTable table, TargetColumn column) {
    if (TargetColumn.ACCOUNT.equals(column.value())) {
      return true;
    }
    return table.columns().stream()
        .filter(one -> TargetColumn.CUSTOMER.equals(one.value()))
        .findFirst()
        .filter(column::equals)
        .isPresent();
  }
}
