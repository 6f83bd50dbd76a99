package dev.godwit.api;

/**
 * One quarantined record by id and position; its content stays in the topic.
 *
 * @param legacyId id in the old system; empty where it could not be read
 * @param field field or column; null where the record as a whole is meant
 * @param limit limit that was passed; null where there is none
 * @param length length that was found; null where there is none
 * @param detail what was expected and found, without the value
 * @param topic topic the record was read from
 */
public record QuarantineExample(
    String legacyId,
    String field,
    Long limit,
    Long length,
    String detail,
    String topic,
    int partition,
    long offset) {}
