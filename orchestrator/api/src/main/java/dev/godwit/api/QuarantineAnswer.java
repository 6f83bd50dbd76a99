package dev.godwit.api;

import java.util.List;

/**
 * Records of one entity that one stage quarantined for one reason.
 *
 * @param run number of the run
 * @param count source rows where the transformer quarantined, records where the loader did
 * @param waivedUpTo how many of them are waived for the live run; 0 where none
 * @param longest greatest length found; null where the reason has none
 * @param limit limit that it exceeds; null where the reason has none
 * @param examples the first ones seen
 * @param also what these records violate beside, by reason and field; null where it is not known:
 *     nobody asked, or Kafka did not answer
 * @param holdsBack records in quarantine that wait for these ones, directly or through others, by
 *     entity; null where it is not known
 * @param waiting how many of these records wait for others that are in quarantine themselves; null
 *     where it is not known
 */
public record QuarantineAnswer(
    int run,
    String entity,
    String stage,
    String reason,
    long count,
    long waivedUpTo,
    Long longest,
    Long limit,
    List<Example> examples,
    List<Also> also,
    List<HeldBack> holdsBack,
    Long waiting) {
  public QuarantineAnswer {
    examples = List.copyOf(examples);
    also = also == null ? null : List.copyOf(also);
    holdsBack = holdsBack == null ? null : List.copyOf(holdsBack);
  }

  /** An answer without what the records violate beside, and what waits for them. */
  public QuarantineAnswer(
      int run,
      String entity,
      String stage,
      String reason,
      long count,
      long waivedUpTo,
      Long longest,
      Long limit,
      List<Example> examples) {
    this(run, entity, stage, reason, count, waivedUpTo, longest, limit, examples, null, null, null);
  }

  /** The same with other examples. */
  public QuarantineAnswer with(List<Example> others) {
    return new QuarantineAnswer(
        run,
        entity,
        stage,
        reason,
        count,
        waivedUpTo,
        longest,
        limit,
        others,
        also,
        holdsBack,
        waiting);
  }

  /** The same with what the records violate beside, and what waits for them. */
  public QuarantineAnswer with(List<Also> violated, List<HeldBack> heldBack, long waitingOnes) {
    return new QuarantineAnswer(
        run,
        entity,
        stage,
        reason,
        count,
        waivedUpTo,
        longest,
        limit,
        examples,
        violated,
        heldBack,
        waitingOnes);
  }

  /** Whether it is known what the records violate beside, and what waits for them. */
  public boolean knowsAll() {
    return also != null;
  }

  /**
   * Records in quarantine that wait for others.
   *
   * @param entity their entity
   * @param records how many
   */
  public record HeldBack(String entity, long records) {}

  /**
   * Records that violate something beside the reason that they are counted by.
   *
   * @param field field or column; null where the record as a whole is at fault
   * @param records how many of the records in quarantine do
   */
  public record Also(String reason, String field, long records) {}

  /**
   * One quarantined record by id and position; its content stays in the topic.
   *
   * @param legacyId id in the source; empty where it could not be read
   * @param field field or column; null where the record as a whole is at fault
   * @param limit limit that was exceeded; null where there is none
   * @param length length that was found; null where there is none
   * @param detail expected and found, without the value
   * @param topic topic from which the record was read
   * @param rootCause why the record that it refers to is missing; null where it refers to none, or
   *     nobody asked
   */
  public record Example(
      String legacyId,
      String field,
      Long limit,
      Long length,
      String detail,
      String topic,
      int partition,
      long offset,
      String rootCause) {
    /** An example without a root cause. */
    public Example(
        String legacyId,
        String field,
        Long limit,
        Long length,
        String detail,
        String topic,
        int partition,
        long offset) {
      this(legacyId, field, limit, length, detail, topic, partition, offset, null);
    }

    /** The same with its root cause. */
    public Example because(String cause) {
      return new Example(legacyId, field, limit, length, detail, topic, partition, offset, cause);
    }
  }
}
