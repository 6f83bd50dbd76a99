package dev.godwit.records;

/** Names under which a registry keeps schemas. */
public final class Subjects {
  private Subjects() {}

  /**
   * Subject of a record type in a topic that carries several types; Confluent's {@code
   * TopicRecordNameStrategy}: topic, hyphen, full name of the record.
   */
  public static String of(String topic, String recordFullName) {
    return topic + "-" + recordFullName;
  }
}
