package dev.godwit.api;

import java.util.List;

/**
 * One quarantined record of a run, as a line of an export.
 *
 * @param run number of the run
 * @param key id in the source; empty where it could not be read
 * @param field field or column; null where the record as a whole is at fault
 * @param limit limit that was exceeded; null where there is none
 * @param length length that was found; null where there is none
 * @param rootCause reason of the record, or of the one that it refers to; null where it is not
 *     known
 * @param detail expected and found, without the value
 * @param sourceRows source rows that it stands for, at least 1
 * @param topic topic from which the record was read
 * @param value the record as JSON, or in base64 where it cannot be read; null where values were not
 *     asked for
 * @param others what it violates beside its reason; empty where nothing was found
 */
public record QuarantinedRecordAnswer(
    int run,
    String entity,
    String stage,
    String reason,
    String key,
    String field,
    Long limit,
    Long length,
    String rootCause,
    String detail,
    long sourceRows,
    String topic,
    int partition,
    long offset,
    String value,
    List<ViolationAnswer> others) {
  public QuarantinedRecordAnswer {
    others = others == null ? List.of() : List.copyOf(others);
  }

  /**
   * The last line of an export, without which it is not complete.
   *
   * @param records records of the export
   * @param unreadable records of the topic that could not be read; they may belong to any run
   */
  public record End(long records, long unreadable) {}
}
