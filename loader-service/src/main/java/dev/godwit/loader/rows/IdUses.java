package dev.godwit.loader.rows;

import dev.godwit.loader.targetdb.LoadTable.MappedId;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids of a batch that {@code godwit.identity} knows, or is to know, in the order of the
 * records. Not thread-safe.
 */
final class IdUses {
  /**
   * A cell whose tuple has room for the target's id.
   *
   * @param record position of its record in the batch
   * @param table table of its row
   * @param column its column
   * @param at where the room is in the table's buffer
   * @param sourceId id in the source
   */
  record Room(int record, int table, MappedId column, int at, String sourceId) {}

  /**
   * A record whose row the target has.
   *
   * @param table its table
   * @param sourceId id in the source
   * @param key cells of the natural key, as text; null for NULL
   */
  record LookedUp(int record, int table, String sourceId, List<String> key) {}

  /**
   * A record whose row no column shows to be the customer's.
   *
   * @param id its id in the target
   */
  record Remembered(int record, Entity entity, String id) {}

  private final List<Room> rooms = new ArrayList<>();
  private final List<LookedUp> lookedUp = new ArrayList<>();
  private final List<Remembered> remembered = new ArrayList<>();

  List<Room> rooms() {
    return rooms;
  }

  List<LookedUp> lookedUp() {
    return lookedUp;
  }

  List<Remembered> remembered() {
    return remembered;
  }

  boolean isEmpty() {
    return rooms.isEmpty() && lookedUp.isEmpty() && remembered.isEmpty();
  }

  void clear() {
    dropFrom(0);
  }

  /** Drops what belongs to a record and those behind it. */
  void dropFrom(int record) {
    while (!rooms.isEmpty() && rooms.getLast().record() >= record) {
      rooms.removeLast();
    }
    while (!lookedUp.isEmpty() && lookedUp.getLast().record() >= record) {
      lookedUp.removeLast();
    }
    while (!remembered.isEmpty() && remembered.getLast().record() >= record) {
      remembered.removeLast();
    }
  }
}
