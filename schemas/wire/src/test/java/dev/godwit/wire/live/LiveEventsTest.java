package dev.godwit.wire.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class LiveEventsTest {
  private final LiveEvents events =
      new LiveEvents(Map.of("godwit.serde.deserializer", ByteArrayDeserializer.class.getName()));

  @Test
  void shouldBeUnreadableAndNotQuotedWhenNoDatabaseCanHoldAnId() {
    for (String field :
        new String[] {
          "customer", "eventId", "legacyId", "emailId", "messageId", "recipient", "contactId"
        }) {
      assertThatThrownBy(
              () -> decode("{\"customer\": \"acme\", \"%s\": \"secret\\u0000\"}".formatted(field)))
          .as(field)
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining(field)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void shouldBeUnreadableWhenACustomersIdIsLongOrHasControlCharacters()
      throws UnreadableRecordException {
    String longest = "c".repeat(LiveEvents.LONGEST_CUSTOMER);
    assertThat(decode("{\"customer\": \"" + longest + "\"}").getCustomer()).isEqualTo(longest);
    for (String wrong : new String[] {longest + "c", "a\\nb", "a\\u007f"}) {
      assertThatThrownBy(() -> decode("{\"customer\": \"" + wrong + "\"}"))
          .isInstanceOf(UnreadableRecordException.class);
    }
    assertThat(LiveEvents.customerOf((longest + "c/1").getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(LiveEvents.customerOf("a\0b/1".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void shouldNameTheCustomerWhenOnlyAnotherFieldCannotBeRead() {
    ConsumerRecord<byte[], byte[]> record =
        record("{\"eventId\":\"ms\",\"occurredAt\":1795341600000,\"customer\":17}");
    assertThatThrownBy(() -> events.decode(record))
        .isInstanceOfSatisfying(
            UnreadableRecordException.class,
            why -> assertThat(LiveEvents.customerOf(record, why)).isEqualTo("17"));
  }

  @Test
  void shouldTakeANumberAsTheCustomersId() throws UnreadableRecordException {
    assertThat(decode("{\"customer\":17,\"eventId\":\"n1\"}").getCustomer()).isEqualTo("17");
  }

  @Test
  void shouldKeepOtherControlCharactersOfAnId() throws UnreadableRecordException {
    assertThat(decode("{\"customer\": \"acme\", \"messageId\": \"<a@b>\\r\\n\"}").getMessageId())
        .isEqualTo("<a@b>\r\n");
  }

  private LiveEngagement decode(String json) throws UnreadableRecordException {
    return (LiveEngagement) events.decode(record(json));
  }

  private static ConsumerRecord<byte[], byte[]> record(String json) {
    return new ConsumerRecord<>("topic", 0, 0, new byte[0], json.getBytes(StandardCharsets.UTF_8));
  }
}
