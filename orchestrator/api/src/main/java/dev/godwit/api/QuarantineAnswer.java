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
 * @param also what these records violate beside, by reason and field; empty where nobody asked, or
 *     where Kafka did not answer
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
    List<Also> also) {
  public QuarantineAnswer {
    examples = List.copyOf(examples);
    also = also == null ? List.of() : List.copyOf(also);
  }

  /** An answer without what the records violate beside. */
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
    this(run, entity, stage, reason, count, waivedUpTo, longest, limit, examples, List.of());
  }

  /** The same with other examples. */
  public QuarantineAnswer with(List<Example> others) {
    return new QuarantineAnswer(
        run, entity, stage, reason, count, waivedUpTo, longest, limit, others, also);
  }

  /** The same with what the records violate beside. */
  public QuarantineAnswer also(List<Also> violated) {
    return new QuarantineAnswer(
        run, entity, stage, reason, count, waivedUpTo, longest, limit, examples, violated);
  }

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
