package dev.godwit.wire.live;

import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records of {@code crm.engagements.live.v1}: events in Avro or as JSON objects, and the
 * markers of cuts. Every consumer of the topic uses this class, so an event means the same to all:
 * ids that are empty or blank count as absent; a missing or unknown route is {@link LiveWay#TOPIC}.
 * An id with the character NUL names nothing, since no database here can hold it, and a customer's
 * has no control character at all and is short: such a record is unreadable to all, and stops no
 * consumer. An event that a rehearsal sent is decoded like any other; {@link RehearsalMark#isOn}
 * tells them apart. Where only another field than the customer cannot be read, the exception is an
 * {@link UnreadableEventException}, and the record counts for its customer.
 *
 * <p>Not thread-safe. Waits while the registry cannot be reached.
 */
public final class LiveEvents implements AutoCloseable {
  /** Characters of a customer's id at most. */
  public static final int LONGEST_CUSTOMER = 200;

  private static final byte JSON = '{';

  /** Begins the value of a record that keeps an event which a provider sent and nobody can read. */
  private static final byte[] UNREADABLE =
      "unreadable event of ".getBytes(StandardCharsets.US_ASCII);

  /** Bytes of such an event that are kept at most. */
  private static final int MOST_KEPT_BYTES = 1 << 20;

  private final WireDecoder decoder;
  private final TailMark tail;
  private final LiveJson json = new LiveJson();

  /**
   * A reader that only shows or counts events: it takes each for what it says that it is.
   *
   * @param serdeConfig settings as {@link dev.godwit.wire.KafkaSettings#serde()} makes them
   */
  public LiveEvents(Map<String, ?> serdeConfig) {
    this(serdeConfig, null);
  }

  /**
   * A reader that acts on events: one that says it is a row of the source, and has no mark of the
   * tail, is unreadable and counts for its customer.
   *
   * @param tail the mark; null to take each event for what it says that it is
   */
  public LiveEvents(Map<String, ?> serdeConfig, TailMark tail) {
    this.decoder = new WireDecoder(serdeConfig);
    this.tail = tail;
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
      LiveJson.Read read = json.read(value);
      RehearsalMark.removeIfForeign(read.event());
      return checked(record, withIds(read.event(), read.fault()));
    }
    if (isKeptUnreadable(value)) {
      throw new UnreadableRecordException(
          "Expected an event that a mail provider's format allows, found another; the record holds its bytes.");
    }
    SpecificRecord found = decoder.decode(record.topic(), value);
    return switch (found) {
      case Cut cut -> cut;
      case LiveEngagement event -> checked(record, withIds(event, null));
      default ->
          throw new UnreadableRecordException(
              "Expected a live event or a cut, found %s.".formatted(found.getSchema().getName()));
    };
  }

  private LiveEngagement checked(ConsumerRecord<byte[], byte[]> record, LiveEngagement event)
      throws UnreadableEventException {
    if (tail != null && TailMark.isClaimedBy(event) && !tail.isOn(record)) {
      throw new UnreadableEventException(
          event.getCustomer(),
          "Expected the field legacyId, and the way TAIL, only in records that the extractor's tail of the source wrote, found one of them in another record. Name the event by its eventId instead.");
    }
    return event;
  }

  /**
   * @param fault of a field that could not be read; null for none
   */
  private static LiveEngagement withIds(LiveEngagement event, String fault)
      throws UnreadableRecordException {
    if (present(event.getCustomer()) == null) {
      throw new UnreadableRecordException(
          fault == null ? "Expected the customer's id in the field customer, found none." : fault);
    }
    if (!isCustomer(event.getCustomer())) {
      throw new UnreadableRecordException(
          "Expected a customer's id of at most %d characters and without control characters in the field customer, found another text."
              .formatted(LONGEST_CUSTOMER));
    }
    if (fault != null) {
      throw new UnreadableEventException(event.getCustomer(), fault);
    }
    if (event.getWay() == LiveWay.UNKNOWN) {
      event.setWay(LiveWay.TOPIC);
    }
    String customer = event.getCustomer();
    event.setEventId(id(customer, "eventId", event.getEventId()));
    event.setLegacyId(id(customer, "legacyId", event.getLegacyId()));
    event.setEmailId(id(customer, "emailId", event.getEmailId()));
    event.setMessageId(id(customer, "messageId", event.getMessageId()));
    event.setRecipient(id(customer, "recipient", event.getRecipient()));
    event.setContactId(id(customer, "contactId", event.getContactId()));
    return event;
  }

  private static boolean isCustomer(String text) {
    return text.length() <= LONGEST_CUSTOMER && text.chars().noneMatch(Character::isISOControl);
  }

  private static String id(String customer, String field, String text)
      throws UnreadableEventException {
    if (text != null && text.indexOf('\0') >= 0) {
      throw new UnreadableEventException(
          customer,
          "Expected an id without the character NUL in the field %s, found one with it."
              .formatted(field));
    }
    return present(text);
  }

  private static String present(String id) {
    return id == null || id.isBlank() ? null : id;
  }

  /**
   * The value of a record that keeps an event which cannot be read; {@link #decode} refuses it.
   *
   * @param provider name of the mail provider that sent it
   * @param event its bytes, of which 1 MiB are kept at most
   */
  public static byte[] unreadable(String provider, byte[] event) {
    byte[] name = (provider + ": ").getBytes(StandardCharsets.UTF_8);
    int kept = Math.min(event.length, MOST_KEPT_BYTES);
    return ByteBuffer.allocate(UNREADABLE.length + name.length + kept)
        .put(UNREADABLE)
        .put(name)
        .put(event, 0, kept)
        .array();
  }

  private static boolean isKeptUnreadable(byte[] value) {
    return value != null
        && value.length >= UNREADABLE.length
        && Arrays.equals(value, 0, UNREADABLE.length, UNREADABLE, 0, UNREADABLE.length);
  }

  /** Identity of an event: its event id, else its primary key; null where it has none. */
  public static String identity(LiveEngagement event) {
    return event.getEventId() != null ? event.getEventId() : event.getLegacyId();
  }

  /**
   * Customer of a record that cannot be read: that of its value where it names one, else that of
   * its key; empty where neither does.
   */
  public static String customerOf(
      ConsumerRecord<byte[], byte[]> record, UnreadableRecordException why) {
    return why instanceof UnreadableEventException event
        ? event.customer()
        : customerOf(record.key());
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
