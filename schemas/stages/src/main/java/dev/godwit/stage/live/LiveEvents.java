package dev.godwit.stage.live;

import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.serdes.UnreadableRecordException;
import dev.godwit.serdes.WireDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records of {@code crm.engagements.live.v1}: events in Avro or as JSON objects, and the
 * markers of cuts. Whoever reads the topic reads it by this class, so an event means the same to
 * all: ids that are empty or blank count as absent, a way that is not told or not known is {@link
 * LiveWay#TOPIC}.
 *
 * <p>Not thread-safe. Waits while the registry cannot be reached.
 */
public final class LiveEvents implements AutoCloseable {
  private static final byte JSON = '{';

  private final WireDecoder decoder;
  private final LiveJson json = new LiveJson();

  /** Settings as {@link dev.godwit.serdes.KafkaSettings#serde()} makes them. */
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
    if (event.getWay() == LiveWay.UNKNOWN) {
      event.setWay(LiveWay.TOPIC);
    }
    event.setEventId(present(event.getEventId()));
    event.setLegacyId(present(event.getLegacyId()));
    event.setEmailId(present(event.getEmailId()));
    event.setMessageId(present(event.getMessageId()));
    event.setContactId(present(event.getContactId()));
    return event;
  }

  private static String present(String id) {
    return id == null || id.isBlank() ? null : id;
  }

  /** What an event is recognised by: its event id, else its primary key; null where it has none. */
  public static String identity(LiveEngagement event) {
    return event.getEventId() != null ? event.getEventId() : event.getLegacyId();
  }

  /** Customer in a record's key, which is all before the first slash; empty where there is none. */
  public static String customerOf(byte[] key) {
    if (key == null) {
      return "";
    }
    for (int i = 0; i < key.length; i++) {
      if (key[i] == '/') {
        return new String(key, 0, i, StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  @Override
  public void close() {
    decoder.close();
  }
}
