package dev.godwit.pack.draft;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the column of a table that a name suggests. */
final class Columns {
  static final List<String> ADDRESS =
      List.of("email", "e_mail", "email_address", "emailaddress", "mail", "mail_address");
  static final List<String> SUBJECT = List.of("subject", "subject_line", "title");
  static final List<String> SENT =
      List.of(
          "sent_at",
          "sent",
          "sent_on",
          "date_sent",
          "delivered_at",
          "send_time",
          "sent_time",
          "started_at",
          "scheduled_at",
          "created_at",
          "created",
          "entered");
  static final List<String> HAPPENED =
      List.of(
          "occurred_at",
          "happened_at",
          "event_time",
          "event_at",
          "opened_at",
          "clicked_at",
          "viewed_at",
          "tracked_at",
          "timestamp",
          "ts",
          "at",
          "time",
          "created_at",
          "created",
          "date");
  static final List<String> KIND =
      List.of("kind", "event_type", "event", "event_kind", "action", "type", "activity", "what");
  private static final Set<String> PASSWORDS = Set.of("password", "passwd", "pwd");
  private static final Set<String> POSTAL = Set.of("street", "city", "zip", "postcode", "postal");
  private static final Set<String> SECRETS =
      Set.of("password", "passwd", "pwd", "secret", "salt", "otp", "totp");

  static final String MILLISECONDS = "milliseconds";

  private Columns() {}

  /** The first name of the list that a column of the kind has. */
  static Optional<DraftColumn> find(
      DraftTable table, List<String> names, Predicate<DraftColumn> kind) {
    for (String name : names) {
      for (DraftColumn column : table.columns().values()) {
        if (kind.test(column) && Names.normal(column.name()).equals(name)) {
          return Optional.of(column);
        }
      }
    }
    return Optional.empty();
  }

  /** As {@link #find}, or a column whose name ends with one of the names. */
  static Optional<DraftColumn> like(
      DraftTable table, List<String> names, Predicate<DraftColumn> kind) {
    Optional<DraftColumn> exact = find(table, names, kind);
    if (exact.isPresent()) {
      return exact;
    }
    return table.columns().values().stream()
        .filter(kind)
        .filter(
            column -> names.stream().anyMatch(n -> Names.normal(column.name()).endsWith("_" + n)))
        .findFirst();
  }

  /**
   * The column of e-mail addresses; one that is called address alone, unless it is a postal one.
   */
  static Optional<DraftColumn> address(DraftTable table) {
    boolean postal =
        table.columns().keySet().stream().anyMatch(column -> Names.hasWord(column, POSTAL));
    return find(table, ADDRESS, DraftColumn::isText)
        .or(() -> postal ? Optional.empty() : find(table, List.of("address"), DraftColumn::isText));
  }

  /** A time, or a number that is one by its name. */
  static boolean canBeTime(DraftColumn column) {
    return column.isTime() || (column.isWhole() && !column.base().equals("int2"));
  }

  /** Unit in which a number counts since 1970, by its name. */
  static String unit(DraftColumn column) {
    return Names.normal(column.name()).matches(".*(_ms|millis.*)") ? MILLISECONDS : "seconds";
  }

  /** Whether the name is one of something that must not leave the system. */
  static boolean isSecret(String column) {
    return Names.hasWord(column, SECRETS)
        || Names.normal(column)
            .matches("(.*_)?(api_key|(access|refresh|auth|reset|remember)_token)");
  }

  /** Whether people sign in with the rows of the table. */
  static boolean hasPassword(DraftTable table) {
    return table.columns().keySet().stream().anyMatch(name -> Names.hasWord(name, PASSWORDS));
  }
}
