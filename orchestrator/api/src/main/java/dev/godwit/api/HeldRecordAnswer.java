package dev.godwit.api;

import java.util.List;

/**
 * A record in quarantine, with what waits for it.
 *
 * @param record the record, with everything that it violates
 * @param waiting records in quarantine that wait for it, directly or through others, by entity;
 *     empty where none does
 */
public record HeldRecordAnswer(
    QuarantinedRecordAnswer record, List<QuarantineAnswer.HeldBack> waiting) {
  public HeldRecordAnswer {
    waiting = List.copyOf(waiting);
  }

  /**
   * Records in quarantine that somebody asked for.
   *
   * @param records the first of them
   * @param total how many there are
   */
  public record Page(List<HeldRecordAnswer> records, long total) {
    public Page {
      records = List.copyOf(records);
    }
  }
}
