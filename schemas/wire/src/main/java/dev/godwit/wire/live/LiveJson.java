package dev.godwit.wire.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.UnreadableRecordException;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Live events as JSON objects with the names of the record's fields. A member of another name that
 * a pack can give to a field is kept among {@code fields}, as its text, or as JSON where it is an
 * object or a list: the target pack says which of them count. Any other is ignored, as Avro does
 * with fields that a reader does not know. Numbers and booleans are taken as their text where a
 * text is meant, so {@code "emailId": 4711} will do. Thread-safe.
 *
 * <p>A time is ISO 8601 text (without a zone: UTC); text that is no time is carried as the least
 * time there is, so that it is quarantined as a wrong date and not lost. A time as a whole number
 * since 1970 UTC has its unit in its name: {@code occurredAtSeconds}, {@code occurredAtMillis} or
 * {@code occurredAtMicros} in place of {@code occurredAt}, and the same for {@code receivedAt}. A
 * number whose unit nothing states cannot be read: milliseconds taken for microseconds would be a
 * day in 1970.
 */
final class LiveJson {
  private static final Instant INFINITELY_LATE =
      Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");
  private static final long NANOS_OF_MICRO = 1_000;

  /** Names that packs can give to fields. */
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  private static final JsonFactory COPIES = new JsonFactory();

  /** Characters of one text; a record that Godwit writes holds no more. */
  private static final int LONGEST_TEXT = 1 << 20;

  /** Names, values, and begins and ends of objects and lists. */
  private static final long MOST_TOKENS = 10_000;

  /** Members of names that are none of the record's. */
  private static final int MOST_FIELDS = 500;

  private static final String OCCURRED_AT = "occurredAt";
  private static final String RECEIVED_AT = "receivedAt";

  /** Units of whole numbers, by the end of the member's name. */
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "Seconds", ChronoUnit.SECONDS,
          "Millis", ChronoUnit.MILLIS,
          "Micros", ChronoUnit.MICROS);

  /**
   * An object that was read to its end.
   *
   * @param event the fields that could be read
   * @param fault the first one that could not, without its value; null for none
   */
  record Read(LiveEngagement event, String fault) {}

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(50)
                  .maxNameLength(1_000)
                  .maxStringLength(LONGEST_TEXT)
                  .maxNumberLength(1_000)
                  .maxTokenCount(MOST_TOKENS)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /**
   * Reads an object.
   *
   * @throws UnreadableRecordException where the value is no JSON object
   */
  Read read(byte[] value) throws UnreadableRecordException {
    LiveEngagement event = new LiveEngagement();
    event.setCustomer("");
    event.setWay(LiveWay.TOPIC);
    String fault = null;
    try (JsonParser parser = factory.createParser(value)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        try {
          member(event, name, parser);
        } catch (UnreadableRecordException e) {
          fault = fault == null ? e.getMessage() : fault;
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new UnreadableRecordException(
            "Expected one JSON object, found something after its end.");
      }
      return new Read(event, fault);
    } catch (StreamConstraintsException e) {
      throw new UnreadableRecordException(
          "Expected a JSON object of at most %d names and values, 50 levels, and texts of %d characters, found more."
              .formatted(MOST_TOKENS, LONGEST_TEXT));
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
      case "recipient" -> event.setRecipient(text(name, parser));
      case "contactId" -> event.setContactId(text(name, parser));
      case "kind" -> event.setKind(text(name, parser));
      case "url" -> event.setUrl(text(name, parser));
      case "agent" -> event.setAgent(text(name, parser));
      case "machine" -> event.setMachine(text(name, parser));
      case "occurredAt", "occurredAtSeconds", "occurredAtMillis", "occurredAtMicros" ->
          event.setOccurredAt(time(OCCURRED_AT, name, event.getOccurredAt(), parser));
      case "provider" -> event.setProvider(text(name, parser));
      case "receivedAt", "receivedAtSeconds", "receivedAtMillis", "receivedAtMicros" ->
          event.setReceivedAt(time(RECEIVED_AT, name, event.getReceivedAt(), parser));
      case "rehearsal" -> event.setRehearsal(run(parser));
      case "fields" -> fields(event, parser);
      default -> field(event, name, parser);
    }
  }

  /** An object with such members; anything else means nothing. */
  private static void fields(LiveEngagement event, JsonParser parser)
      throws IOException, UnreadableRecordException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      field(event, name, parser);
    }
  }

  private static void field(LiveEngagement event, String name, JsonParser parser)
      throws IOException, UnreadableRecordException {
    if (parser.currentToken() == JsonToken.VALUE_NULL || !FIELD.matcher(name).matches()) {
      parser.skipChildren();
      return;
    }
    if (event.getFields() == null) {
      event.setFields(new HashMap<>());
    }
    if (event.getFields().size() >= MOST_FIELDS) {
      throw new UnreadableRecordException(
          "Expected at most %d members of other names, found more.".formatted(MOST_FIELDS));
    }
    event
        .getFields()
        .put(name, parser.currentToken().isScalarValue() ? parser.getText() : json(parser));
  }

  /** The object or list at which the parser stands, as JSON; the parser stands at its end then. */
  private static String json(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = COPIES.createGenerator(text)) {
      copy.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  /** The number of a run; null, and no fault, where a foreign sender means something else. */
  private static Integer run(JsonParser parser) throws IOException {
    boolean isRun =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() == JsonParser.NumberType.INT;
    if (isRun) {
      return parser.getIntValue();
    }
    parser.skipChildren();
    return null;
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

  /**
   * @param field name of the record's field, which takes text
   * @param name name of the member: the field's, or with a unit
   * @param before time that another member of the field gave; null for none
   */
  private static Instant time(String field, String name, Instant before, JsonParser parser)
      throws IOException, UnreadableRecordException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return before;
    }
    if (before != null) {
      throw new UnreadableRecordException(
          "Expected one time as %s, found two members with one.".formatted(field));
    }
    ChronoUnit unit = UNITS.get(name.substring(field.length()));
    if (unit != null) {
      return ofNumber(name, unit, parser);
    }
    return switch (parser.currentToken()) {
      case VALUE_STRING -> LiveTime.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          throw new UnreadableRecordException(
              "Expected ISO 8601 text as %1$s, found a number whose unit nothing states. Name the member %1$sSeconds, %1$sMillis or %1$sMicros."
                  .formatted(field));
      default ->
          throw new UnreadableRecordException(
              "Expected ISO 8601 text as %s, found %s.".formatted(name, form(parser)));
    };
  }

  /**
   * A whole number, or the text of one, since 1970 UTC; beyond microseconds in a long: infinite.
   */
  private static Instant ofNumber(String name, ChronoUnit unit, JsonParser parser)
      throws IOException, UnreadableRecordException {
    String text = parser.currentToken().isScalarValue() ? parser.getText().strip() : "";
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw new UnreadableRecordException(
          "Expected a whole number of %s since 1970 as %s, found %s."
              .formatted(unit.toString().toLowerCase(Locale.ROOT), name, form(parser)));
    }
    try {
      long micros =
          Math.multiplyExact(Long.parseLong(text), unit.getDuration().toNanos() / NANOS_OF_MICRO);
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    } catch (NumberFormatException | ArithmeticException e) {
      return text.startsWith("-") ? LiveTime.NO_TIME : INFINITELY_LATE;
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
