package dev.godwit.pack.draft;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.FieldType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the value that a column of a target pack takes. */
final class TargetColumns {
  /** Field of no type that a column could have, so that the check reports each use of it. */
  static final String FILL_IN = "fill_in";

  private static final List<String> LEGACY =
      List.of(
          "legacy_id",
          "external_id",
          "source_id",
          "import_id",
          "original_id",
          "old_id",
          "foreign_id");
  private static final Map<String, String> GRANTED =
      words("granted", "granted,given,yes,opt_in,optin,opted_in,subscribed,accepted,confirmed");
  private static final Map<String, String> WITHDRAWN =
      words(
          "withdrawn", "withdrawn,revoked,no,opt_out,optout,opted_out,unsubscribed,denied,refused");
  private static final Map<String, String> NOT_KNOWN =
      words("unknown", "unknown,none,not_asked,undefined,pending");
  private static final Map<String, String> OPEN = words("open", "open,opened,opens,view,viewed");
  private static final Map<String, String> CLICK = words("click", "click,clicked,clicks");

  /**
   * Value of a column.
   *
   * @param yaml what stands behind the column's name
   * @param note comment; null for none
   */
  record Value(String yaml, String note) {}

  private TargetColumns() {}

  private static Map<String, String> words(String meaning, String words) {
    return List.of(words.split(",", -1)).stream()
        .collect(Collectors.toMap(word -> word, word -> meaning));
  }

  /** Whether Godwit can write the type of the column. */
  static boolean isWritable(DraftColumn column) {
    return column.enumerated() ? !column.array() : writtenAs(column).isPresent();
  }

  private static Optional<ColumnType> writtenAs(DraftColumn column) {
    return ColumnType.ofName((column.array() ? "_" : "") + column.base());
  }

  /** The canonical value of a column of a built-in entity. */
  static Optional<Value> canonical(String entity, DraftTable table, DraftColumn column) {
    if (is(table, column, LEGACY, c -> true)) {
      return guessed("legacyId");
    }
    return switch (entity) {
      case "contacts" -> contact(table, column);
      case "emails" -> email(table, column);
      default -> engagement(table, column);
    };
  }

  private static Optional<Value> contact(DraftTable table, DraftColumn column) {
    if (Columns.address(table).filter(column::equals).isPresent()) {
      return guessed("address");
    }
    if (is(table, column, ContactFields.GIVEN, DraftColumn::isText)) {
      return guessed("givenName");
    }
    if (is(table, column, ContactFields.FAMILY, DraftColumn::isText)) {
      return guessed("familyName");
    }
    if (is(table, column, ContactFields.LANGUAGE, DraftColumn::isText)) {
      return Optional.of(words("language", column, Map.of(), "guess: by its name"));
    }
    if (is(table, column, ContactFields.CONSENT, c -> c.isText() || c.isBoolean())) {
      return Optional.of(consent(column));
    }
    if (is(table, column, ContactFields.OUTLET, DraftColumn::isText)) {
      return guessed("outlet");
    }
    if (is(table, column, List.of("team", "team_name"), DraftColumn::isText)) {
      return guessed("team");
    }
    if (is(table, column, ContactFields.TAGS, TargetColumns::takesList)) {
      return !column.isText()
          ? guessed("tags")
          : Optional.of(new Value("{value: tags, separator: \", \"}", "guess: by its name"));
    }
    if (is(table, column, ContactFields.CUSTOM, DraftColumn::isJson)) {
      return guessed("customFields");
    }
    return times(table, column);
  }

  private static boolean takesList(DraftColumn column) {
    return column.isText()
        || column.isJson()
        || writtenAs(column).filter(ColumnType::isTextArray).isPresent();
  }

  private static Optional<Value> times(DraftTable table, DraftColumn column) {
    if (is(table, column, ContactFields.CREATED, DraftColumn::isTime)) {
      return guessed("createdAt");
    }
    return is(table, column, ContactFields.UPDATED, DraftColumn::isTime)
        ? guessed("updatedAt")
        : Optional.empty();
  }

  private static Optional<Value> email(DraftTable table, DraftColumn column) {
    if (is(table, column, Columns.SUBJECT, DraftColumn::isText)) {
      return guessed("subject");
    }
    if (is(table, column, EmailFields.SENDER, DraftColumn::isText)) {
      return guessed("sender");
    }
    if (is(table, column, List.of("campaign", "campaign_name"), DraftColumn::isText)) {
      return guessed("campaign");
    }
    if (is(table, column, EmailFields.MESSAGE, c -> c.isText() || c.isUuid())) {
      return guessed("messageId");
    }
    return is(table, column, Columns.SENT, DraftColumn::isTime)
        ? guessed("sentAt")
        : Optional.empty();
  }

  private static Optional<Value> engagement(DraftTable table, DraftColumn column) {
    if (is(table, column, Columns.KIND, DraftColumn::isText)) {
      Map<String, String> spellings = new TreeMap<>();
      spellings(column, List.of(OPEN, CLICK), spellings);
      return Optional.of(words("kind", column, spellings, "guess: by its name"));
    }
    if (is(table, column, List.of("url", "link", "href", "target_url"), DraftColumn::isText)) {
      return guessed("url");
    }
    if (is(table, column, List.of("user_agent", "agent", "useragent"), DraftColumn::isText)) {
      return guessed("agent");
    }
    if (is(
        table, column, List.of("machine", "is_bot", "bot", "is_machine"), DraftColumn::isBoolean)) {
      return Optional.of(
          new Value(
              "{value: machine, allowed: [\"true\", \"false\"], when-missing: \"false\"}",
              "guess: by its name"));
    }
    if (is(table, column, List.of("event_id", "event_uuid"), c -> c.isText() || c.isUuid())) {
      return guessed("eventId");
    }
    return is(table, column, Columns.HAPPENED, DraftColumn::isTime)
        ? guessed("occurredAt")
        : Optional.empty();
  }

  /** Whether the column is the one that a list of names suggests. */
  private static boolean is(
      DraftTable table, DraftColumn column, List<String> names, Predicate<DraftColumn> kind) {
    return Columns.find(table, names, kind).filter(column::equals).isPresent();
  }

  private static Optional<Value> guessed(String field) {
    return Optional.of(new Value(field, "guess: by its name"));
  }

  private static Value consent(DraftColumn column) {
    if (column.isBoolean()) {
      return new Value(
          "{value: consent, allowed: [\"true\", \"false\"], spellings: {granted: \"true\", withdrawn: \"false\","
              + " unknown: \"false\"}, when-missing: \"false\"}",
          "guess: by its name");
    }
    Map<String, String> spellings = new TreeMap<>();
    spellings(column, List.of(GRANTED, WITHDRAWN, NOT_KNOWN), spellings);
    return words("consent", column, spellings, "guess: by its name");
  }

  private static void spellings(
      DraftColumn column, List<Map<String, String>> meanings, Map<String, String> spellings) {
    for (Map<String, String> meaning : meanings) {
      column.known().stream()
          .filter(label -> meaning.containsKey(Names.normal(label)))
          .findFirst()
          .filter(label -> !label.toLowerCase(Locale.ROOT).equals(meaning.get(Names.normal(label))))
          .ifPresent(label -> spellings.put(meaning.get(Names.normal(label)), label));
    }
  }

  /** A text field; of an enumerated type with its labels. */
  static Value words(String field, DraftColumn column, Map<String, String> spellings, String note) {
    if (column.known().isEmpty() || (column.labels().isEmpty() && spellings.isEmpty())) {
      return new Value(field, note);
    }
    String pairs =
        spellings.entrySet().stream()
            .map(e -> PackText.scalar(e.getKey()) + ": " + PackText.scalar(e.getValue()))
            .collect(Collectors.joining(", "));
    String missing =
        field.equals("consent") ? spellings.getOrDefault("unknown", known(column)) : null;
    return new Value(
        "{value: "
            + field
            + ", allowed: "
            + PackText.list(column.known())
            + (pairs.isEmpty() ? "" : ", spellings: {" + pairs + "}")
            + (missing == null ? "" : ", when-missing: " + PackText.scalar(missing))
            + "}",
        note);
  }

  private static String known(DraftColumn column) {
    return column.known().contains("unknown") ? "unknown" : null;
  }

  /** The value of a column of a declared entity: a field of its name and type. */
  static Value declared(DraftColumn column, String field) {
    return column.enumerated()
        ? words(field, column, Map.of(), null)
        : new Value(PackText.scalar(field), null);
  }

  static FieldType type(DraftColumn column) {
    return TypeGuess.of(column).type();
  }

  /** A value that the check reports, for a column that has to have one. */
  static Value fillIn(DraftColumn column) {
    String why =
        isWritable(column)
            ? "NOT NULL without a default: name a value, or a constant, or give the column a default"
            : "NOT NULL, and Godwit does not write the type: give the column a default, or change its type";
    return new Value(FILL_IN, "fill in: " + column.shown() + ", " + why);
  }
}
