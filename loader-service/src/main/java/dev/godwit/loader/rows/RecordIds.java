package dev.godwit.loader.rows;

import dev.godwit.loader.progress.IdentityStore;
import dev.godwit.loader.progress.IdentityStore.Assigned;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.rows.IdUses.LookedUp;
import dev.godwit.loader.rows.IdUses.Remembered;
import dev.godwit.loader.rows.IdUses.Room;
import dev.godwit.loader.rows.RowLoader.Refused;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.IdKind;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The target's ids of a batch's records: finds those that {@code godwit.identity} knows, draws the
 * others, looks rows up, and writes the ids into the tuples. Made for one attempt at one batch, in
 * its transaction. Not thread-safe.
 */
final class RecordIds {
  private final Connection connection;
  private final EncodedBatch batch;
  private final RunTarget target;
  private final IdentityStore store;
  private final FoundIds foundIds;

  /** Ids that this transaction added, by entity. */
  private final Map<Entity, Set<String>> added = new TreeMap<>();

  private final Map<Entity, Map<String, String>> ids = new TreeMap<>();

  /** Records whose own id is known. */
  private final BitSet located = new BitSet();

  /**
   * @param foundIds ids that were found in the same transaction
   */
  RecordIds(Connection connection, EncodedBatch batch, FoundIds foundIds) {
    this.foundIds = foundIds;
    this.connection = connection;
    this.batch = batch;
    this.target = batch.target();
    this.store = new IdentityStore(target.pack(), target.kind(), target.customer());
  }

  /**
   * Gives every record of the batch its ids.
   *
   * @param records positions of the records that are to be written
   * @param held receives records whose row was looked up before
   * @param refused receives records whose row is not found, or is another than before
   */
  void assign(int[] records, BitSet held, List<Refused> refused) throws SQLException {
    if (batch.ids().isEmpty()) {
      return;
    }
    BitSet among = new BitSet();
    for (int record : records) {
      among.set(record);
    }
    draw(among);
    lookUp(among, held, refused);
    remember(among);
    Map<Entity, Set<String>> others = new TreeMap<>();
    for (Room room : batch.ids().rooms()) {
      if (among.get(room.record()) && !known(room.column().entity()).containsKey(room.sourceId())) {
        others
            .computeIfAbsent(room.column().entity(), entity -> new LinkedHashSet<>())
            .add(room.sourceId());
      }
    }
    find(others);
    write(among);
  }

  /** Writes the ids that are known; a record without one gets one that no row has. */
  void locate() throws SQLException {
    Map<Entity, Set<String>> all = new TreeMap<>();
    for (Room room : batch.ids().rooms()) {
      all.computeIfAbsent(room.column().entity(), entity -> new LinkedHashSet<>())
          .add(room.sourceId());
    }
    find(all);
    BitSet every = new BitSet();
    every.set(0, batch.size());
    write(every);
  }

  /** Adds the ids that are known. */
  void addTo(FoundIds found) {
    ids.forEach(
        (entity, known) -> known.forEach((sourceId, id) -> found.add(entity, sourceId, id)));
  }

  /** Whether the own id of a record is known. */
  boolean knows(int record) {
    return located.get(record);
  }

  /**
   * Forgets the ids of records that were not written after all.
   *
   * @param held records that the target held already
   * @return the refusals, with the number that was drawn where the database has it already
   */
  List<Refused> release(BitSet held, List<Refused> refused) throws SQLException {
    if (added.isEmpty() || (refused.isEmpty() && held.isEmpty())) {
      return refused;
    }
    BitSet records = (BitSet) held.clone();
    refused.forEach(one -> records.set(one.record()));
    Map<Integer, String> drawn = new HashMap<>();
    Map<Entity, Set<String>> gone = new TreeMap<>();
    for (Room room : batch.ids().rooms()) {
      Set<String> ofEntity = added.getOrDefault(room.column().entity(), Set.of());
      if (room.column().own() && records.get(room.record()) && ofEntity.contains(room.sourceId())) {
        gone.computeIfAbsent(room.column().entity(), e -> new HashSet<>()).add(room.sourceId());
        drawn.put(room.record(), known(room.column().entity()).getOrDefault(room.sourceId(), ""));
      }
    }
    for (Remembered one : batch.ids().remembered()) {
      if (records.get(one.record())
          && added.getOrDefault(one.entity(), Set.of()).contains(one.id())) {
        gone.computeIfAbsent(one.entity(), e -> new HashSet<>()).add(one.id());
      }
    }
    for (Map.Entry<Entity, Set<String>> entity : gone.entrySet()) {
      store.forget(connection, entity.getKey(), entity.getValue());
      known(entity.getKey()).keySet().removeAll(entity.getValue());
    }
    return refused.stream().map(one -> named(one, drawn.get(one.record()))).toList();
  }

  private static Refused named(Refused refused, String drawn) {
    return drawn == null || !refused.refusal().isDuplicate()
        ? refused
        : new Refused(
            refused.record(),
            refused
                .refusal()
                .with(
                    "The id that its sequence drew was %s; where another row has that id, set the sequence above the highest id."
                        .formatted(drawn)));
  }

  private Map<String, String> known(Entity entity) {
    return ids.computeIfAbsent(entity, e -> new HashMap<>(foundIds.of(e)));
  }

  private void draw(BitSet among) throws SQLException {
    Map<Entity, Set<String>> own = new TreeMap<>();
    for (Room room : batch.ids().rooms()) {
      Entity entity = room.column().entity();
      if (room.column().own()
          && among.get(room.record())
          && target.pack().idKind(entity) == IdKind.GENERATED
          && !known(entity).containsKey(room.sourceId())) {
        own.computeIfAbsent(entity, e -> new LinkedHashSet<>()).add(room.sourceId());
      }
    }
    for (Map.Entry<Entity, Set<String>> entity : own.entrySet()) {
      String sequence = target.sequences().of(connection, entity.getKey());
      try {
        add(entity.getKey(), store.draw(connection, entity.getKey(), entity.getValue(), sequence));
      } catch (SQLException e) {
        target.sequences().forget(entity.getKey());
        throw e;
      }
    }
  }

  private void add(Entity entity, Assigned assigned) {
    known(entity).putAll(assigned.ids());
    added.computeIfAbsent(entity, e -> new HashSet<>()).addAll(assigned.added());
  }

  private void lookUp(BitSet among, BitSet held, List<Refused> refused) throws SQLException {
    Map<Integer, List<LookedUp>> byTable = new TreeMap<>();
    for (LookedUp one : batch.ids().lookedUp()) {
      if (among.get(one.record())) {
        byTable.computeIfAbsent(one.table(), table -> new ArrayList<>()).add(one);
      }
    }
    for (Map.Entry<Integer, List<LookedUp>> table : byTable.entrySet()) {
      Entity entity = target.table(table.getKey()).table().entity();
      RowLookup.Result rows =
          RowLookup.find(connection, target, target.table(table.getKey()), table.getValue());
      Map<String, String> found = new LinkedHashMap<>();
      for (LookedUp one : table.getValue()) {
        String id = rows.ids().get(one.record());
        if (id != null) {
          found.putIfAbsent(one.sourceId(), id);
        }
      }
      Assigned assigned = store.remember(connection, entity, found);
      add(entity, assigned);
      for (LookedUp one : table.getValue()) {
        String id = rows.ids().get(one.record());
        String kept = assigned.ids().get(one.sourceId());
        if (id == null) {
          refused.add(new Refused(one.record(), rows.refusal(one.record())));
          among.clear(one.record());
        } else if (!id.equals(kept)) {
          refused.add(new Refused(one.record(), contradiction(table.getKey(), id, kept)));
          among.clear(one.record());
        } else if (!assigned.added().contains(one.sourceId())) {
          held.set(one.record());
        }
      }
    }
  }

  private Refusal contradiction(int table, String found, String kept) {
    return Refusal.lookup(
        target.table(table).table().name(),
        "Expected the row %s, which godwit.identity remembers for the record, found row %s by its natural key. Find out which of the two it is, correct the key, and replay."
            .formatted(kept, found));
  }

  private void remember(BitSet among) throws SQLException {
    Map<Entity, Map<String, String>> own = new TreeMap<>();
    for (Remembered one : batch.ids().remembered()) {
      if (among.get(one.record())) {
        own.computeIfAbsent(one.entity(), e -> new LinkedHashMap<>()).put(one.id(), one.id());
      }
    }
    for (Map.Entry<Entity, Map<String, String>> entity : own.entrySet()) {
      add(entity.getKey(), store.remember(connection, entity.getKey(), entity.getValue()));
    }
  }

  private void find(Map<Entity, Set<String>> sourceIds) throws SQLException {
    for (Map.Entry<Entity, Set<String>> entity : sourceIds.entrySet()) {
      known(entity.getKey()).putAll(store.find(connection, entity.getKey(), entity.getValue()));
    }
  }

  private void write(BitSet among) {
    for (Room room : batch.ids().rooms()) {
      if (among.get(room.record())) {
        String id = known(room.column().entity()).get(room.sourceId());
        if (id != null && room.column().own()) {
          located.set(room.record());
        }
        batch.write(room, id == null ? none(room.column().type()) : id);
      }
    }
  }

  /** An id that no row has. */
  private static String none(ColumnType type) {
    return switch (type) {
      case SHORT -> Short.toString(Short.MIN_VALUE);
      case INTEGER -> Integer.toString(Integer.MIN_VALUE);
      case UUID -> "00000000-0000-0000-0000-000000000000";
      default -> Long.toString(Long.MIN_VALUE);
    };
  }
}
