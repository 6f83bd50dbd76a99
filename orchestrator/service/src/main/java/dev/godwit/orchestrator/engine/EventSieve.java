package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.state.ImpossibleEventException;
import dev.godwit.records.Topics;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * Keeps records that the orchestrator did not write out of a rebuild. The events of a migration are
 * numbered without gaps, so a record that does not belong there is recognised without it:
 *
 * <ul>
 *   <li>what is no record of the wire format, is no event, has another key than its migration, or
 *       repeats an event is foreign: it is left out with an alarm;
 *   <li>what is of the wire format and cannot be read may be an event of a newer version. It is
 *       foreign where the next event of its migration follows without a gap; otherwise the rebuild
 *       is refused;
 *   <li>a gap, two events of one number, and an event that cannot follow refuse the rebuild: a
 *       history is not gone on with by guessing.
 * </ul>
 *
 * <p>Each refusal names offsets, and the setting by which a person declares them foreign. Not
 * thread-safe.
 */
final class EventSieve {
  private static final Logger LOG = Logger.getLogger(EventSieve.class);

  private final Set<Long> declared;
  private final ControlPlaneCodec codec;
  private final Consumer<Recorded> events;
  private final Runnable alarm;
  private final Map<String, List<Seen>> seen = new HashMap<>();

  /** Records that may be events of a newer version, with the migrations of their keys. */
  private final Map<Long, String> suspects = new HashMap<>();

  private record Seen(long offset, int hash) {}

  /** Reads a value. */
  @FunctionalInterface
  interface Read {
    SpecificRecord value() throws UnreadableRecordException;
  }

  /**
   * A sieve.
   *
   * @param declared offsets of records that a person declared foreign
   * @param events takes the events of the orchestrator
   * @param alarm called for each foreign record
   */
  EventSieve(
      Set<Long> declared, ControlPlaneCodec codec, Consumer<Recorded> events, Runnable alarm) {
    this.declared = Set.copyOf(declared);
    this.codec = codec;
    this.events = events;
    this.alarm = alarm;
  }

  /**
   * Takes the next record of the topic.
   *
   * @param value its bytes, may be null
   * @throws ForeignEventException where a person must look
   */
  void accept(long offset, byte[] key, byte[] value, Read read) {
    if (declared.contains(offset)) {
      foreign(offset, "it was declared foreign by GODWIT_FOREIGN_EVENTS");
      return;
    }
    SpecificRecord avro;
    try {
      avro = read.value();
    } catch (UnreadableRecordException e) {
      unreadable(offset, key, value, e);
      return;
    }
    if (!ControlPlaneCodec.isOf(ControlPlaneCodec.EVENTS, avro)) {
      foreign(offset, "it is no event but " + avro.getSchema().getFullName());
      return;
    }
    Recorded recorded = codec.toEvent(avro);
    if (!recorded.envelope().migrationId().equals(text(key))) {
      foreign(offset, "its key is not the migration that it names");
      return;
    }
    numbered(offset, recorded);
  }

  private void unreadable(
      long offset, byte[] key, byte[] value, UnreadableRecordException failure) {
    boolean isOfWireFormat = value != null && value.length > 5 && value[0] == 0;
    if (isOfWireFormat) {
      suspects.put(offset, text(key));
    } else {
      foreign(offset, failure.getMessage());
    }
  }

  private void numbered(long offset, Recorded recorded) {
    String id = recorded.envelope().migrationId();
    long sequence = recorded.envelope().sequence();
    List<Seen> before = seen.computeIfAbsent(id, key -> new ArrayList<>());
    int hash = recorded.hashCode();
    if (sequence > before.size() + 1L) {
      throw new ForeignEventException(
          "Expected event %d of %s next, found event %d at offset %d%s. Either events are missing, or this record is not the orchestrator's."
              .formatted(before.size() + 1, id, sequence, offset, suspected()),
          offset);
    }
    if (sequence <= before.size()) {
      Seen first = before.get((int) Math.max(sequence, 1) - 1);
      if (sequence < 1 || first.hash() == hash) {
        foreign(offset, "it repeats an event");
        return;
      }
      throw new ForeignEventException(
          "Expected one event %d of %s, found two that differ, at the offsets %d and %d. One of them is not the orchestrator's; godwit events shows both as far as the read model has them."
              .formatted(sequence, id, first.offset(), offset),
          offset);
    }
    before.add(new Seen(offset, hash));
    clearSuspects(id);
    try {
      events.accept(recorded);
    } catch (ImpossibleEventException e) {
      throw new ForeignEventException(
          "Expected an event that can follow, found another at offset %d or shortly before: %s"
              .formatted(offset, e.getMessage()),
          offset,
          e);
    }
  }

  /** Nothing is missing of a migration, so what stood between its events was none of them. */
  private void clearSuspects(String migration) {
    List<Long> cleared =
        suspects.entrySet().stream()
            .filter(one -> one.getValue().equals(migration))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    for (Long offset : cleared) {
      suspects.remove(offset);
      foreign(offset, "it cannot be read, and no event of its migration is missing");
    }
  }

  /**
   * The topic is read to its end.
   *
   * @throws ForeignEventException where a person must look
   */
  void end() {
    if (!suspects.isEmpty()) {
      long first = suspects.keySet().stream().min(Long::compare).orElseThrow();
      throw new ForeignEventException(
          "Expected every event of %s to be readable, found %s that may be of a newer version of Godwit, or of a schema that the registry has lost, the first at offset %d. Start the newer version, or bring the registry's data back."
              .formatted(
                  Topics.EVENTS, dev.godwit.records.Counted.of(suspects.size(), "record"), first),
          first);
    }
  }

  private String suspected() {
    return suspects.isEmpty()
        ? ""
        : " (records that cannot be read: offsets "
            + suspects.keySet().stream().sorted().limit(10).toList()
            + ")";
  }

  private void foreign(long offset, String why) {
    alarm.run();
    LOG.errorf(
        "The record at offset %d of %s is not the orchestrator's and is left out: %s. Find out who can write to the topic.",
        offset, Topics.EVENTS, why);
  }

  private static String text(byte[] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  /** A history that a person must look at before anything goes on. Fatal. */
  static final class ForeignEventException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ForeignEventException(String message, long offset) {
      this(message, offset, null);
    }

    ForeignEventException(String message, long offset, Throwable cause) {
      super(
          "%s To go on without a record that is not the orchestrator's, start with GODWIT_FOREIGN_EVENTS=%d (several: separated by commas)."
              .formatted(message, offset),
          cause);
    }
  }
}
