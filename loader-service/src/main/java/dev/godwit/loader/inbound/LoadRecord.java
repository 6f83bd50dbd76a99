package dev.godwit.loader.inbound;

import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that was taken to be loaded. Immutable.
 *
 * @param source as it was read
 * @param position its position in the encoded batch; -1 where it could not be encoded
 * @param legacyId id in the source; empty where it could not be read
 * @param problem why it cannot be loaded; null where nothing is known against it
 */
public record LoadRecord(
    ConsumerRecord<byte[], byte[]> source, int position, String legacyId, Problem problem) {

  /**
   * Why a record goes into quarantine.
   *
   * @param reason the reason
   * @param field target column; null for none
   * @param detail what was expected and found, without the value
   * @param parent the record that is missing; null where none is
   * @param others what is against it beside
   */
  public record Problem(
      QuarantineReason reason, String field, String detail, Parent parent, List<Problem> others) {
    public Problem {
      others = List.copyOf(others);
    }

    /** One problem of a record. */
    public Problem(QuarantineReason reason, String field, String detail, Parent parent) {
      this(reason, field, detail, parent, List.of());
    }

    /** A problem that is about no other record. */
    public Problem(QuarantineReason reason, String field, String detail) {
      this(reason, field, detail, null);
    }
  }

  /**
   * A record that another one refers to.
   *
   * @param id its id in the target, as text
   */
  public record Parent(Entity entity, String id) {}

  /** A record that cannot be encoded. */
  public static LoadRecord unencoded(
      ConsumerRecord<byte[], byte[]> source, String legacyId, Problem problem) {
    return new LoadRecord(source, -1, legacyId, problem);
  }

  /** A record that cannot be read. */
  public static LoadRecord unreadable(ConsumerRecord<byte[], byte[]> source, String detail) {
    return unencoded(source, "", new Problem(QuarantineReason.UNREADABLE, null, detail));
  }

  /** The same record with a problem. */
  public LoadRecord with(Problem found) {
    return new LoadRecord(source, position, legacyId, found);
  }
}
