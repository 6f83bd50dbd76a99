package dev.godwit.wire.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalMarkTest {
  private final LiveEvents events =
      new LiveEvents(Map.of("godwit.serde.deserializer", ByteArrayDeserializer.class.getName()));

  @Test
  void shouldMarkAnEventWhenItsIdIsOfTheRehearsal() throws UnreadableRecordException {
    LiveEngagement event = decode(RehearsalMark.eventId("acme", 3, "topic", 1), "3");
    assertThat(RehearsalMark.isOn(event)).isTrue();
    assertThat(event.getRehearsal()).isEqualTo(3);
    assertThat(event.getEventId()).isEqualTo("godwit-rehearsal:acme/3:topic:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "true", "\"dress\"", "{\"of\": [3]}", "[3]", "3.5", "99999999999"})
  void shouldTakeAnEventAsARealOneWhenAForeignSenderHasSuchAMember(String value)
      throws UnreadableRecordException {
    LiveEngagement event = decode("e-1", value);
    assertThat(RehearsalMark.isOn(event)).isFalse();
    assertThat(event.getEventId()).isEqualTo("e-1");
    assertThat(event.getKind()).isEqualTo("open");
  }

  @Test
  void shouldTakeAnEventAsARealOneWhenItsIdIsOfAnotherRunOrCustomer()
      throws UnreadableRecordException {
    assertThat(RehearsalMark.isOn(decode(RehearsalMark.eventId("acme", 33, "topic", 1), "3")))
        .isFalse();
    assertThat(RehearsalMark.isOn(decode(RehearsalMark.eventId("globex", 3, "topic", 1), "3")))
        .isFalse();
  }

  private LiveEngagement decode(String eventId, String rehearsal) throws UnreadableRecordException {
    String json =
        "{\"customer\": \"acme\", \"eventId\": \"%s\", \"rehearsal\": %s, \"kind\": \"open\"}"
            .formatted(eventId, rehearsal);
    return (LiveEngagement)
        events.decode(
            new ConsumerRecord<>(
                "topic", 0, 0, new byte[0], json.getBytes(StandardCharsets.UTF_8)));
  }
}
