package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.identity.CustomerSql;
import dev.godwit.pack.session.RunSearchPath;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables that the rows of one run go to: those of its target pack, in the schema of its kind.
 * Holds their encoders, so it belongs to one thread.
 */
public final class RunTarget {
  private final TargetPack pack;
  private final RunKind kind;
  private final String customer;
  private final String account;
  private final String layout;
  private final List<Entity> entities;
  private final LoadTable[] tables;
  private final Map<String, String> parameters;
  private final Set<Entity> liveParents;
  private final RunSequences sequences;

  /** A target whose rows hold the source's customer. */
  public RunTarget(TargetPack pack, RunKind kind, String customer) {
    this(pack, kind, customer, null);
  }

  /**
   * @param pack completed from the catalogue
   * @param kind rehearsal or live
   * @param customer the run's customer
   * @param account its account in the target; null where the pack has none
   */
  public RunTarget(TargetPack pack, RunKind kind, String customer, String account) {
    if (account == null && pack.account() != null) {
      throw new IllegalStateException(
          "Expected the account of customer %s in godwit.account, found none: its run was not prepared. Roll the run back and start it again."
              .formatted(customer));
    }
    this.parameters = CustomerAccount.parameters(customer, account);
    this.pack = pack;
    this.kind = kind;
    this.sequences = new RunSequences(pack, kind);
    this.customer = customer;
    this.account = account;
    this.layout = pack.layout();
    this.entities = pack.entities();
    List<LoadTable> byIndex = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      if (table.index() != byIndex.size()) {
        throw new IllegalArgumentException(
            "Expected table %d of pack %s to be %s, but its index is %d."
                .formatted(byIndex.size(), pack.name(), table.name(), table.index()));
      }
      byIndex.add(new LoadTable(pack, pack.schema(kind), table, isOwnParent(table), account));
    }
    this.tables = byIndex.toArray(LoadTable[]::new);
    this.liveParents = new LinkedHashSet<>(List.of(Entity.EMAILS));
    pack.tables(Entity.ENGAGEMENTS).stream()
        .flatMap(table -> table.columns().stream())
        .map(TargetColumn::references)
        .filter(parent -> parent != null && parent.isDeclared())
        .forEach(liveParents::add);
  }

  /** Whether a record can refer to another one of its entity, whose id this table has. */
  private boolean isOwnParent(TargetTable table) {
    return pack.isMain(table)
        && pack.tables(table.entity()).stream()
            .flatMap(one -> one.columns().stream())
            .anyMatch(column -> table.entity().equals(column.references()));
  }

  /** The pack that its tables are of, completed from the catalogue. */
  public TargetPack pack() {
    return pack;
  }

  /**
   * Whether rows were made for these tables and columns.
   *
   * @param madeFor layout of the pack that they were made with; null where it is not known
   */
  public boolean fits(String madeFor) {
    return madeFor == null || madeFor.equals(layout);
  }

  public String customer() {
    return customer;
  }

  /** The customer's account; null where the pack has none. */
  public String account() {
    return account;
  }

  /**
   * Place of an entity in the order of loading, from 0: behind every entity that it refers to. That
   * of live engagement is the number of the pack's entities.
   */
  public int rank(Entity entity) {
    int rank = entities.indexOf(entity);
    return rank < 0 ? entities.size() : rank;
  }

  /**
   * Has names without a schema, as those in a trigger, found in the run's schema until the
   * transaction ends, or until another run enters it.
   *
   * @param connection without auto-commit
   * @throws SQLException retriable or fatal by its class
   */
  public void enter(Connection connection) throws SQLException {
    RunSearchPath.inTransaction(connection, pack, kind);
  }

  /** Rehearsal or live. */
  public RunKind kind() {
    return kind;
  }

  /**
   * Condition that a row of a table is the customer's, without parameters.
   *
   * @param alias name of the row in the statement
   */
  public String isOwned(LoadTable table, String alias) {
    String text = CustomerSql.condition(pack, table.table(), alias);
    return new Sql(text, "", 1).bind(pack.placeholders(kind)).inline(parameters);
  }

  /** The sequences that its ids are drawn from. */
  public RunSequences sequences() {
    return sequences;
  }

  /** Whether the ids of an entity are found by {@code godwit.identity}. */
  public boolean isMapped(Entity entity) {
    return pack.idKind(entity).isMapped();
  }

  /**
   * Entities of which all rows are loaded before a live event is: emails, which are behind their
   * contacts, and the declared ones that engagements refer to.
   */
  public Set<Entity> liveParents() {
    return Collections.unmodifiableSet(liveParents);
  }

  public int tableCount() {
    return tables.length;
  }

  public LoadTable table(int index) {
    return tables[index];
  }

  /** Whether a table number is that of an entity's main table. */
  public boolean isMain(int index, Entity entity) {
    return index == pack.main(entity).index();
  }

  /** Main table of an entity. */
  public LoadTable main(Entity entity) {
    return tables[pack.main(entity).index()];
  }
}
