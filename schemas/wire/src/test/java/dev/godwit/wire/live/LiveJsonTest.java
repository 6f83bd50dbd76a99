package dev.godwit.wire.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class LiveJsonTest {
  private static final Instant NO_TIME = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);

  @Test
  void every_field_is_read_by_its_name() throws UnreadableRecordException {
    LiveEngagement event =
        read(
            """
            {"customer": "acme", "way": "WEBHOOK", "eventId": "e-1", "legacyId": 7, "emailId": "4711",
             "messageId": "<a@b>", "contactId": "9", "kind": "click", "url": "https://example.org/נועה",
             "agent": null, "occurredAt": "2024-05-06T07:08:09.123456Z", "provider": "postmark",
             "receivedAt": 1, "unknown": {"deep": [1, {"customer": "other"}]}}
            """);
    assertThat(event)
        .isEqualTo(
            LiveEngagement.newBuilder()
                .setCustomer("acme")
                .setWay(LiveWay.WEBHOOK)
                .setEventId("e-1")
                .setLegacyId("7")
                .setEmailId("4711")
                .setMessageId("<a@b>")
                .setContactId("9")
                .setKind("click")
                .setUrl("https://example.org/נועה")
                .setOccurredAt(Instant.parse("2024-05-06T07:08:09.123456Z"))
                .setProvider("postmark")
                .setReceivedAt(Instant.EPOCH.plus(1, ChronoUnit.MICROS))
                .build());
  }

  @Test
  void a_way_that_is_not_told_is_the_topic() throws UnreadableRecordException {
    assertThat(read("{\"customer\": \"acme\"}").getWay()).isEqualTo(LiveWay.TOPIC);
  }

  @Test
  void nobody_but_the_tail_says_that_it_is_the_tail() {
    assertThatThrownBy(() -> read("{\"customer\": \"acme\", \"way\": \"TAIL\"}"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("TOPIC or WEBHOOK");
  }

  @Test
  void times_are_text_or_microseconds_and_wrong_ones_are_carried_as_wrong()
      throws UnreadableRecordException {
    assertThat(time("0")).isEqualTo(Instant.EPOCH);
    assertThat(time("\"2099-12-31\"")).isEqualTo(Instant.parse("2099-12-31T00:00:00Z"));
    assertThat(time("\"1970-01-01 01:00:00+01:00\"")).isEqualTo(Instant.EPOCH);
    assertThat(time("\"1970-01-01T00:00:01\"")).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(time("\"1970-01-01T00:00:00.000001999Z\""))
        .isEqualTo(Instant.EPOCH.plus(1, ChronoUnit.MICROS));
    assertThat(time("\" \"")).isNull();
    assertThat(time("null")).isNull();
    for (String wrong : new String[] {"\"soon\"", "\"2020-13-01\"", "-99999999999999999999999"}) {
      assertThat(time(wrong)).as(wrong).isEqualTo(NO_TIME);
    }
  }

  @Test
  void what_is_no_event_is_unreadable_and_not_quoted() {
    for (String value :
        new String[] {
          "{",
          "{secret",
          "{\"customer\": \"secret\"",
          "{\"customer\": \"acme\"} {}",
          "{\"customer\": {\"secret\": 1}}",
          "{\"customer\": \"acme\", \"occurredAt\": 1.5}",
          "{\"customer\": \"acme\", \"occurredAt\": [\"secret\"]}"
        }) {
      assertThatThrownBy(() -> read(value))
          .as(value)
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("Expected")
          .hasMessageContaining("found")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void the_customer_of_a_key_is_what_stands_before_the_slash() {
    assertThat(LiveEvents.customerOf("acme/7/8".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("acme");
    assertThat(LiveEvents.customerOf("acme".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(LiveEvents.customerOf(null)).isEmpty();
  }

  @Test
  void an_event_is_recognised_by_its_event_id_before_its_key() throws UnreadableRecordException {
    assertThat(
            LiveEvents.identity(
                read("{\"customer\": \"a\", \"eventId\": \"e\", \"legacyId\": \"7\"}")))
        .isEqualTo("e");
    assertThat(LiveEvents.identity(read("{\"customer\": \"a\", \"legacyId\": \"7\"}")))
        .isEqualTo("7");
    assertThat(LiveEvents.identity(read("{\"customer\": \"a\"}"))).isNull();
  }

  private static Instant time(String value) throws UnreadableRecordException {
    return read("{\"customer\": \"a\", \"occurredAt\": " + value + "}").getOccurredAt();
  }

  private static LiveEngagement read(String json) throws UnreadableRecordException {
    return new LiveJson().read(json.getBytes(StandardCharsets.UTF_8));
  }
}
