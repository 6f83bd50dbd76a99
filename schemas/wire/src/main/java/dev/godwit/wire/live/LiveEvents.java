package dev.godwit.wire.live;

import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records of {@code crm.engagements.live.v1}: events in Avro or as JSON objects, and the
 * markers of cuts. Every consumer of the topic uses this class, so an event means the same to all:
 * ids that are empty or blank count as absent; a missing or unknown route is {@link LiveWay#TOPIC}.
 * An id with the character NUL names nothing, since no database here can hold it, and a customer's
 * has no control character at all and is short: such a record is unreadable to all, and stops no
 * consumer.
 *
 * <p>Not thread-safe. Waits while the registry cannot be reached.
 */
public final class LiveEvents implements AutoCloseable {
  /** Characters of a customer's id at most. */
  public static final int LONGEST_CUSTOMER = 200;

  private static final byte JSON = '{';

  private final WireDecoder decoder;
  private final LiveJson json = new LiveJson();

  /** Settings as {@link dev.godwit.wire.KafkaSettings#serde()} makes them. */
  public LiveEvents(Map<String, ?> serdeConfig) {
    this.decoder = new WireDecoder(serdeConfig);
  }

  /**
   * The record's value.
   *
   * @return a {@link LiveEngagement} or a {@link Cut}
   * @throws UnreadableRecordException where it is neither, now or later: poison
   */
  public SpecificRecord decode(ConsumerRecord<byte[], byte[]> record)
      throws UnreadableRecordException {
    byte[] value = record.value();
    if (value != null && value.length > 0 && value[0] == JSON) {
      return withIds(json.read(value));
    }
    SpecificRecord found = decoder.decode(record.topic(), value);
    return switch (found) {
      case Cut cut -> cut;
      case LiveEngagement event -> withIds(event);
      default ->
          throw new UnreadableRecordException(
              "Expected a live event or a cut, found %s.".formatted(found.getSchema().getName()));
    };
  }

  private static LiveEngagement withIds(LiveEngagement event) throws UnreadableRecordException {
    if (present(event.getCustomer()) == null) {
      throw new UnreadableRecordException(
          "Expected the customer's id in the field customer, found none.");
    }
    if (!isCustomer(event.getCustomer())) {
      throw new UnreadableRecordException(
          "Expected a customer's id of at most %d characters and without control characters in the field customer, found another text."
              .formatted(LONGEST_CUSTOMER));
    }
    if (event.getWay() == LiveWay.UNKNOWN) {
      event.setWay(LiveWay.TOPIC);
    }
    event.setEventId(id("eventId", event.getEventId()));
    event.setLegacyId(id("legacyId", event.getLegacyId()));
    event.setEmailId(id("emailId", event.getEmailId()));
    event.setMessageId(id("messageId", event.getMessageId()));
    event.setContactId(id("contactId", event.getContactId()));
    return event;
  }

  private static boolean isCustomer(String text) {
    return text.length() <= LONGEST_CUSTOMER && text.chars().noneMatch(Character::isISOControl);
  }

  private static String id(String field, String text) throws UnreadableRecordException {
    if (text != null && text.indexOf('\0') >= 0) {
      throw new UnreadableRecordException(
          "Expected an id without the character NUL in the field %s, found one with it."
              .formatted(field));
    }
    return present(text);
  }

  private static String present(String id) {
    return id == null || id.isBlank() ? null : id;
  }

  /** Identity of an event: its event id, else its primary key; null where it has none. */
  public static String identity(LiveEngagement event) {
    return event.getEventId() != null ? event.getEventId() : event.getLegacyId();
  }

  /**
   * Customer in a record's key, which is all before the first slash; empty where there is none, or
   * no customer can have that id.
   */
  public static String customerOf(byte[] key) {
    if (key == null) {
      return "";
    }
    for (int i = 0; i < key.length; i++) {
      if (key[i] == '/') {
        String customer = new String(key, 0, i, StandardCharsets.UTF_8);
        return isCustomer(customer) ? customer : "";
      }
    }
    return "";
  }

  @Override
  public void close() {
    decoder.close();
  }
}
