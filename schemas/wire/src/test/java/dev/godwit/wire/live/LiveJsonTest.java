package dev.godwit.wire.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveJsonTest {
  private static final Instant NO_TIME = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);

  @Test
  void shouldReadEveryFieldByItsName() throws UnreadableRecordException {
    LiveEngagement event =
        read(
            """
            {"customer": "acme", "way": "WEBHOOK", "eventId": "e-1", "legacyId": 7, "emailId": "4711",
             "messageId": "<a@b>", "recipient": "Ann@Example.org", "contactId": "9", "kind": "click", "url": "https://example.org/נועה",
             "agent": null, "machine": true, "occurredAt": "2024-05-06T07:08:09.123456Z", "provider": "postmark",
             "receivedAtMicros": 1, "unknown": {"deep": [1, {"customer": "other"}]}}
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
                .setRecipient("Ann@Example.org")
                .setContactId("9")
                .setKind("click")
                .setUrl("https://example.org/נועה")
                .setMachine("true")
                .setOccurredAt(Instant.parse("2024-05-06T07:08:09.123456Z"))
                .setProvider("postmark")
                .setReceivedAt(Instant.EPOCH.plus(1, ChronoUnit.MICROS))
                .setFields(Map.of("unknown", "{\"deep\":[1,{\"customer\":\"other\"}]}"))
                .build());
  }

  @Test
  void shouldKeepOtherMembersAsTextsThatAPackCanDeclare() throws UnreadableRecordException {
    LiveEngagement event =
        read(
            """
            {"customer": "acme", "ip": "10.0.0.1", "score": 1.50, "bot": false, "list": ["a", 2], "gone": null,
             "no-name": 1, "": 2, "deep": {"a": [true, null]}, "fields": {"list": "b", "kind": "x", "old": null, "more": 7}, "eventId": "e-1"}
            """);
    assertThat(event.getFields())
        .containsOnly(
            Map.entry("ip", "10.0.0.1"),
            Map.entry("score", "1.50"),
            Map.entry("bot", "false"),
            Map.entry("list", "b"),
            Map.entry("deep", "{\"a\":[true,null]}"),
            Map.entry("kind", "x"),
            Map.entry("more", "7"));
    assertThat(event.getKind()).isNull();
    assertThat(event.getEventId()).isEqualTo("e-1");
    assertThat(member("\"fields\": [1, 2]").getFields()).isNull();
    assertThat(member("\"fields\": \"text\"").getFields()).isNull();
    assertThat(member("\"kind\": \"open\"").getFields()).isNull();
  }

  /** Read whole, they would take a hundred times their size; reading ends at the limit. */
  @Test
  void shouldRefuseAnEventOfVeryManyPartsBeforeItIsRead() {
    for (String part : new String[] {"{},", "[],", "1,", "null,", "{\"a\":{}},"}) {
      String json =
          "{\"customer\":\"acme\",\"a\":[" + part.repeat(10 * 1024 * 1024 / part.length()) + "0]}";
      assertThatThrownBy(() -> read(json))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("at most 10000 names and values");
    }
    StringBuilder members = new StringBuilder("{\"customer\":\"acme\"");
    for (int i = 0; i < 4_000; i++) {
      members.append(",\"m").append(i).append("\":1");
    }
    assertThatThrownBy(() -> read(members + "}"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("at most 500 members");
    assertThatThrownBy(
            () -> read("{\"customer\":\"acme\",\"kind\":\"" + "x".repeat(2_000_000) + "\"}"))
        .hasMessageContaining("texts of 1048576 characters");
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
  void shouldReadTimesAsTextAndCarryWrongOnesAsWrong() throws UnreadableRecordException {
    assertThat(time("\"2099-12-31\"")).isEqualTo(Instant.parse("2099-12-31T00:00:00Z"));
    assertThat(time("\"1970-01-01 01:00:00+01:00\"")).isEqualTo(Instant.EPOCH);
    assertThat(time("\"1970-01-01T00:00:01\"")).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(time("\"1970-01-01T00:00:00.000001999Z\""))
        .isEqualTo(Instant.EPOCH.plus(1, ChronoUnit.MICROS));
    assertThat(time("\" \"")).isNull();
    assertThat(time("null")).isNull();
    for (String wrong : new String[] {"\"soon\"", "\"2020-13-01\"", "\"1795341600000\""}) {
      assertThat(time(wrong)).as(wrong).isEqualTo(NO_TIME);
    }
  }

  @Test
  void shouldTakeTheUnitOfANumberFromItsNameWhenATimeIsANumber() throws UnreadableRecordException {
    Instant at = Instant.parse("2026-11-22T10:00:00Z");
    assertThat(member("\"occurredAtSeconds\": 1795341600").getOccurredAt()).isEqualTo(at);
    assertThat(member("\"occurredAtMillis\": 1795341600000").getOccurredAt()).isEqualTo(at);
    assertThat(member("\"occurredAtMicros\": 1795341600000000").getOccurredAt()).isEqualTo(at);
    assertThat(member("\"occurredAtMillis\": \"1795341600000\"").getOccurredAt()).isEqualTo(at);
    assertThat(member("\"receivedAtMillis\": 1795341600000").getReceivedAt()).isEqualTo(at);
    assertThat(member("\"occurredAtMicros\": -99999999999999999999999").getOccurredAt())
        .isEqualTo(NO_TIME);
    assertThat(member("\"occurredAtSeconds\": 9223372036854775807").getOccurredAt())
        .isEqualTo(Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS));
  }

  @Test
  void shouldNameTheUnitsWhenANumberHasNone() throws UnreadableRecordException {
    for (String number : new String[] {"1795341600000", "0", "1.5"}) {
      LiveJson.Read read = readAll("{\"occurredAt\": " + number + ", \"customer\": 17}");
      assertThat(read.fault())
          .contains("unit")
          .contains("occurredAtMillis", "occurredAtMicros", "occurredAtSeconds");
      assertThat(read.event().getCustomer()).isEqualTo("17");
    }
    assertThat(
            readAll(
                    "{\"customer\": \"a\", \"occurredAtMillis\": 1, \"occurredAt\": \"2020-01-01\"}")
                .fault())
        .contains("one time");
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
          "{\"customer\": \"acme\", \"occurredAtMillis\": 1.5}",
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

  private static LiveEngagement member(String member) throws UnreadableRecordException {
    return read("{\"customer\": \"a\", " + member + "}");
  }

  private static LiveEngagement read(String json) throws UnreadableRecordException {
    LiveJson.Read read = readAll(json);
    if (read.fault() != null) {
      throw new UnreadableRecordException(read.fault());
    }
    return read.event();
  }

  private static LiveJson.Read readAll(String json) throws UnreadableRecordException {
    return new LiveJson().read(json.getBytes(StandardCharsets.UTF_8));
  }
}
