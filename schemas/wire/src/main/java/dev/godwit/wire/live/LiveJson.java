package dev.godwit.wire.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.UnreadableRecordException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Live events as JSON objects with the names of the record's fields. Members of other names are
 * ignored, as Avro does with fields that a reader does not know. Numbers and booleans are taken as
 * their text where a text is meant, so {@code "emailId": 4711} will do. A time is ISO 8601 text
 * (without a zone: UTC) or a number of microseconds since 1970 UTC; text that is no time is carried
 * as the least time there is, so that it is quarantined as a wrong date and not lost. Thread-safe.
 */
final class LiveJson {
  private static final Instant NO_TIME = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
  private static final Instant INFINITELY_LATE =
      Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);
  private static final int DATE_LENGTH = 10;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build())
          .build();

  LiveEngagement read(byte[] value) throws UnreadableRecordException {
    LiveEngagement event = new LiveEngagement();
    event.setCustomer("");
    event.setWay(LiveWay.TOPIC);
    try (JsonParser parser = factory.createParser(value)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        member(event, name, parser);
      }
      if (parser.nextToken() != null) {
        throw new UnreadableRecordException(
            "Expected one JSON object, found something after its end.");
      }
      return event;
    } catch (JsonProcessingException e) {
      throw new UnreadableRecordException(
          "Expected a JSON object, found another text at character %d."
              .formatted(e.getLocation() == null ? 0 : e.getLocation().getByteOffset()));
    } catch (IOException e) {
      throw new UnreadableRecordException(
          "Expected a JSON object in UTF-8, found %s.".formatted(e.getClass().getSimpleName()));
    }
  }

  private static void member(LiveEngagement event, String name, JsonParser parser)
      throws IOException, UnreadableRecordException {
    switch (name) {
      case "customer" -> event.setCustomer(text(name, parser));
      case "way" -> event.setWay(way(text(name, parser)));
      case "eventId" -> event.setEventId(text(name, parser));
      case "legacyId" -> event.setLegacyId(text(name, parser));
      case "emailId" -> event.setEmailId(text(name, parser));
      case "messageId" -> event.setMessageId(text(name, parser));
      case "contactId" -> event.setContactId(text(name, parser));
      case "kind" -> event.setKind(text(name, parser));
      case "url" -> event.setUrl(text(name, parser));
      case "agent" -> event.setAgent(text(name, parser));
      case "occurredAt" -> event.setOccurredAt(time(name, parser));
      case "provider" -> event.setProvider(text(name, parser));
      case "receivedAt" -> event.setReceivedAt(time(name, parser));
      default -> parser.skipChildren();
    }
  }

  private static String text(String name, JsonParser parser)
      throws IOException, UnreadableRecordException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!parser.currentToken().isScalarValue()) {
      throw new UnreadableRecordException(
          "Expected a text as %s, found %s.".formatted(name, form(parser)));
    }
    return parser.getText();
  }

  /** The tail is Godwit's own and is never JSON. */
  private static LiveWay way(String text) throws UnreadableRecordException {
    if (text == null || text.equals(LiveWay.TOPIC.name())) {
      return LiveWay.TOPIC;
    }
    if (text.equals(LiveWay.WEBHOOK.name())) {
      return LiveWay.WEBHOOK;
    }
    throw new UnreadableRecordException(
        "Expected the way of a JSON event to be TOPIC or WEBHOOK, or left out, found another.");
  }

  private static Instant time(String name, JsonParser parser)
      throws IOException, UnreadableRecordException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> ofMicros(parser);
      case VALUE_STRING -> ofText(parser.getText().strip());
      default ->
          throw new UnreadableRecordException(
              "Expected ISO 8601 text or whole microseconds as %s, found %s."
                  .formatted(name, form(parser)));
    };
  }

  private static Instant ofMicros(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> Instant.EPOCH.plus(parser.getLongValue(), ChronoUnit.MICROS);
      default -> parser.getBigIntegerValue().signum() > 0 ? INFINITELY_LATE : NO_TIME;
    };
  }

  private static Instant ofText(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      String iso =
          text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' '
              ? text.replaceFirst(" ", "T")
              : text;
      Instant instant;
      if (iso.length() <= DATE_LENGTH) {
        instant = LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
      } else if (iso.endsWith("Z")
          || iso.lastIndexOf('+') > DATE_LENGTH
          || iso.lastIndexOf('-') > DATE_LENGTH) {
        instant = OffsetDateTime.parse(iso).toInstant();
      } else {
        instant = LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      }
      // Throws where a long cannot count the microseconds.
      long unused = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
      return instant.truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException | ArithmeticException e) {
      return NO_TIME;
    }
  }

  private static String form(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      default -> "another value";
    };
  }
}
