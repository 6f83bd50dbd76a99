package dev.godwit.loader.reference;

import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.LoadTable.Reference;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGStatement;

/**
 * Finds references whose parent is not in the target: one query for each entity that is referred
 * to, with all distinct keys as one array. Only rows of the run's own customer count as parents.
 * The parent of a record of the same entity may stand before it in the batch, since the extractor
 * reads such an entity with parents first.
 *
 * <p>The statement is planned anew each time, for its number of keys, and compares the customer in
 * a form that no index answers, so that the keys' index is used. Stateless.
 */
public final class ParentCheck {

  /**
   * A cell that refers to a record.
   *
   * @param record position of its record in the batch
   * @param reference the column
   * @param key id of the parent: UUID, Long or text
   */
  public record ReferenceUse(int record, Reference reference, Object key) {}

  /**
   * A record that refers to a parent which is not there.
   *
   * @param record position in the batch
   * @param own whether the parent would be of the record's own entity
   * @param column column that holds the reference
   * @param parent entity that the parent would be of
   * @param key id that the parent would have: UUID, Long or text
   */
  public record Broken(int record, boolean own, String column, Entity parent, Object key) {
    private static Broken of(ReferenceUse use) {
      Reference reference = use.reference();
      return new Broken(
          use.record(), reference.isOwn(), reference.column(), reference.entity(), use.key());
    }
  }

  /**
   * Finds the position of a record in a batch by its entity, which refers to itself, and its id.
   */
  @FunctionalInterface
  public interface Positions {
    /** The position; null where the batch has no such record. */
    Integer of(Entity entity, Object id);
  }

  private ParentCheck() {}

  /**
   * The broken ones among some references, in their order.
   *
   * @param found receives the ids of parents by the ids of the source, where the target makes them
   * @throws SQLException as the database classifies it; nothing was changed
   */
  public static List<Broken> find(
      Connection connection, RunTarget target, List<ReferenceUse> uses, FoundIds found)
      throws SQLException {
    return find(connection, target, uses, (entity, id) -> null, found, false);
  }

  /**
   * As {@link #find(Connection, RunTarget, List, FoundIds)}, of all references of a batch before it
   * is written: a record of it that comes before one that refers to it is a parent, unless that is
   * broken itself.
   */
  public static List<Broken> find(
      Connection connection,
      RunTarget target,
      List<ReferenceUse> uses,
      Positions positions,
      FoundIds found)
      throws SQLException {
    return find(connection, target, uses, positions, found, false);
  }

  /**
   * As above.
   *
   * @param lock whether parents that are found are locked until the transaction ends, as a check of
   *     a foreign key locks them: no other session can delete them, or change their key. One that
   *     another session is deleting is waited for, and is then missing or not
   */
  public static List<Broken> find(
      Connection connection,
      RunTarget target,
      List<ReferenceUse> uses,
      Positions positions,
      FoundIds found,
      boolean lock)
      throws SQLException {
    Map<Entity, Set<Object>> missing = missing(connection, target, uses, found, lock);
    List<Broken> broken = new ArrayList<>();
    BitSet brokenRecords = new BitSet();
    for (ReferenceUse use : uses) {
      if (missing.get(use.reference().entity()).contains(use.key())) {
        Integer before =
            use.reference().isOwn() ? positions.of(use.reference().entity(), use.key()) : null;
        if (before == null || before > use.record() || brokenRecords.get(before)) {
          brokenRecords.set(use.record());
          broken.add(Broken.of(use));
        }
      }
    }
    return broken;
  }

  /**
   * The broken ones among some references of a batch to its own entities, after it was written: the
   * parent is not in the target, or it is a record of the batch that is broken itself. A record
   * that refers to itself is not broken.
   *
   * @param written positions of records that were written now, and can still be taken back
   * @throws SQLException as the database classifies it; nothing was changed
   */
  public static List<Broken> findWritten(
      Connection connection,
      RunTarget target,
      List<ReferenceUse> own,
      BitSet written,
      Positions positions)
      throws SQLException {
    Map<Entity, Set<Object>> missing = missing(connection, target, own, new FoundIds(), false);
    List<Broken> broken = new ArrayList<>();
    BitSet brokenRecords = new BitSet();
    for (ReferenceUse use : own) {
      Entity entity = use.reference().entity();
      Integer parent = positions.of(entity, use.key());
      if (parent != null && parent == use.record()) {
        continue;
      }
      boolean isTakenBack = parent != null && brokenRecords.get(parent) && written.get(parent);
      if (isTakenBack || missing.get(entity).contains(use.key())) {
        brokenRecords.set(use.record());
        broken.add(Broken.of(use));
      }
    }
    return broken;
  }

  /** Keys that no row of the target has, by the entity that they refer to. */
  private static Map<Entity, Set<Object>> missing(
      Connection connection,
      RunTarget target,
      List<ReferenceUse> uses,
      FoundIds found,
      boolean lock)
      throws SQLException {
    Map<Entity, Set<Object>> keys = new HashMap<>();
    for (ReferenceUse use : uses) {
      keys.computeIfAbsent(use.reference().entity(), e -> new HashSet<>()).add(use.key());
    }
    for (Map.Entry<Entity, Set<Object>> parents : keys.entrySet()) {
      removePresent(connection, target, parents.getKey(), parents.getValue(), found, lock);
    }
    return keys;
  }

  private static void removePresent(
      Connection connection,
      RunTarget target,
      Entity entity,
      Set<Object> keys,
      FoundIds found,
      boolean lock)
      throws SQLException {
    LoadTable parent = target.main(entity);
    TargetColumn id = idColumn(parent);
    String column = Identifier.quote(id.name());
    boolean mapped = target.isMapped(entity);
    String sql =
        mapped
            ? IdentityJoin.bySource(target, parent)
            : "SELECT p.%s FROM %s p WHERE p.%s = ANY (?) AND (%s) IS TRUE"
                .formatted(column, parent.name(), column, target.isOwned(parent, "p"));
    try (PreparedStatement select =
        connection.prepareStatement(lock ? sql + " FOR KEY SHARE OF p" : sql)) {
      select.unwrap(PGStatement.class).setPrepareThreshold(0);
      setKeys(connection, select, id, keys);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          keys.remove(key(rows, id.type()));
          if (mapped) {
            found.add(entity, rows.getString(1), rows.getString(2));
          }
        }
      }
    }
  }

  private static void setKeys(
      Connection connection, PreparedStatement select, TargetColumn id, Set<Object> keys)
      throws SQLException {
    if (id.type() == ColumnType.UUID) {
      UuidArray.allow(connection);
      select.setObject(1, new UuidArray(keys));
    } else {
      select.setArray(1, connection.createArrayOf(arrayType(id), keys.toArray()));
    }
  }

  private static Object key(ResultSet rows, ColumnType type) throws SQLException {
    return switch (type) {
      case UUID -> rows.getObject(1, UUID.class);
      case SHORT, INTEGER, LONG -> rows.getLong(1);
      default -> rows.getString(1);
    };
  }

  private static String arrayType(TargetColumn id) {
    return switch (id.type()) {
      case SHORT, INTEGER, LONG -> "int8";
      default -> "text";
    };
  }

  /** The column that other entities point to: the id, or the key's only column. */
  public static TargetColumn idColumn(LoadTable parent) {
    return parent.table().columns().stream()
        .filter(column -> "id".equals(column.value()))
        .findFirst()
        .orElseGet(() -> parent.table().columns().get(parent.key()[0]));
  }
}
