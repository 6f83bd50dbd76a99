package dev.godwit.loader.load;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the input that is to be loaded.
 *
 * @param source as it was read
 * @param position its position in the batch; -1 where it could not be encoded
 * @param legacyId id in the old system; empty where it could not be read
 * @param problem why it cannot be loaded; null where nothing is known against it
 */
public record InputRecord(
    ConsumerRecord<byte[], byte[]> source, int position, String legacyId, Problem problem) {

  /**
   * Why a record goes into quarantine.
   *
   * @param reason typed reason, a symbol
   * @param field target column; null for none
   * @param detail what was expected and found, without the value
   */
  public record Problem(String reason, String field, String detail) {}

  public InputRecord with(Problem found) {
    return new InputRecord(source, position, legacyId, found);
  }
}
