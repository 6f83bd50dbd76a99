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
  void shouldReadEveryFieldByItsName() throws UnreadableRecordException {
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
  void shouldTakeTheTopicAsRouteWhenNoneIsGiven() throws UnreadableRecordException {
    assertThat(read("{\"customer\": \"acme\"}").getWay()).isEqualTo(LiveWay.TOPIC);
  }

  @Test
  void shouldRefuseTheTailAsRouteOfAJsonEvent() {
    assertThatThrownBy(() -> read("{\"customer\": \"acme\", \"way\": \"TAIL\"}"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("TOPIC or WEBHOOK");
  }

  @Test
  void shouldReadTimesAsTextOrMicrosecondsAndCarryWrongOnesAsWrong()
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
  void shouldBeUnreadableAndNotQuotedWhenATextIsNoEvent() {
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
  void shouldTakeTheCustomerOfAKeyFromBeforeTheSlash() {
    assertThat(LiveEvents.customerOf("acme/7/8".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("acme");
    assertThat(LiveEvents.customerOf("acme".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(LiveEvents.customerOf(null)).isEmpty();
  }

  @Test
  void shouldRecogniseAnEventByItsEventIdBeforeItsKey() throws UnreadableRecordException {
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
