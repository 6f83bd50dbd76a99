package dev.godwit.records;

import dev.godwit.common.v1.Stage;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why a record is quarantined: the one catalogue for all stages. The names are released:
 * quarantined records, receipts, waivers and reports hold them as text, so a constant is never
 * renamed or removed. A text that a later version wrote is kept and shown as it is ({@link
 * #meaningOf}).
 */
public enum QuarantineReason {
  BAD_ADDRESS(
      EnumSet.of(Stage.TRANSFORM),
      "The email address is malformed.",
      "Correct the address in the source, or waive."),
  LARGE_GROUP(
      EnumSet.of(Stage.TRANSFORM),
      "More contacts have one address than may merge unseen; it may be a placeholder.",
      "Empty the placeholder in the source, raise merge.largest-group in the target pack if they"
          + " are one person, or waive."),
  DISAGREEING_GROUP(
      EnumSet.of(Stage.TRANSFORM),
      "Contacts with one address have different names or birthdays; they may be several people.",
      "Correct the names, birthdays or addresses in the source, set merge.disagreeing to merge in"
          + " the target pack if such contacts are one person, or waive."),
  REQUIRED_MISSING(
      EnumSet.of(Stage.EXTRACT, Stage.TRANSFORM),
      "A value is missing that the target column, or the event, must have.",
      "Add when-missing to the pack's column, fill the value in the source, or waive."),
  LIMIT_EXCEEDED(
      EnumSet.of(Stage.EXTRACT, Stage.TRANSFORM),
      "A text is longer than its column, a list has too many items, or the record is larger than"
          + " Kafka takes.",
      "Raise the limit in the target and in the pack, shorten the value in the source, or waive."),
  UNKNOWN_LANGUAGE(
      EnumSet.of(Stage.TRANSFORM),
      "The language is none that Godwit knows, or none that the target takes.",
      "Add its spelling to the pack's column, or waive."),
  UNKNOWN_CONSENT(
      EnumSet.of(Stage.TRANSFORM),
      "The consent is in no known spelling of granted, withdrawn or unknown.",
      "Add its spelling to the pack's column, or waive."),
  UNKNOWN_KIND(
      EnumSet.of(Stage.TRANSFORM),
      "The engagement is in no known spelling of open or click.",
      "Add its spelling to the pack's column, or waive."),
  UNKNOWN_VALUE(
      EnumSet.of(Stage.TRANSFORM),
      "The value is none of those that the target column takes.",
      "Add it to the column's allowed values or spellings in the pack, or waive."),
  WRONG_TYPE(
      EnumSet.of(Stage.TRANSFORM),
      "The target column's type cannot hold the value.",
      "Map the field to a column of another type in the pack, or waive."),
  BAD_DATE(
      EnumSet.of(Stage.TRANSFORM),
      "The time is infinite, not a time, or outside the range that the target holds.",
      "Correct the time in the source, or waive."),
  IMPLAUSIBLE_TIME(
      EnumSet.of(Stage.TRANSFORM),
      "The open or click is dated long before there were any, or far in the future.",
      "Correct the unit or the clock at the sender; or let the transformer load such times, and replay;"
          + " or waive."),
  BAD_CUSTOM_FIELDS(
      EnumSet.of(Stage.TRANSFORM),
      "The custom fields are not JSON, or, in a merge, not a JSON object.",
      "Correct them in the source, or waive."),
  BAD_CHARACTER(
      EnumSet.of(Stage.TRANSFORM, Stage.LOAD),
      "A text holds the character NUL, which no database text can hold.",
      "Remove the character in the source, or waive."),
  UNREADABLE(
      EnumSet.of(Stage.EXTRACT, Stage.TRANSFORM, Stage.LOAD),
      "The record is not one of its topic's types, or does not fit the pack of its run.",
      "Look up its topic, partition and offset; find the program that wrote it."),
  BROKEN_REFERENCE(
      EnumSet.of(Stage.EXTRACT, Stage.LOAD),
      "The record refers to another that does not exist, or was quarantined.",
      "Resolve the quarantine of the record that it refers to first, or waive."),
  LOOKUP_FAILED(
      EnumSet.of(Stage.LOAD),
      "The target has no row with the record's natural key, or several.",
      "Add the row to the target, correct the key in the source or in the pack, or waive."),
  SOURCE_FAILED(
      EnumSet.of(Stage.EXTRACT),
      "The source cannot give the row: the pack's query fails on it.",
      "Correct the value in the source, or convert it in the pack's query, or waive."),
  UNKNOWN_MESSAGE(
      EnumSet.of(Stage.EXTRACT, Stage.LOAD),
      "No email of the customer has the message id of a live event.",
      "Let the sender name the email, or waive: the email is not part of this customer."),
  AMBIGUOUS_MESSAGE(
      EnumSet.of(Stage.LOAD),
      "Several emails of the customer have the message id of a live event, and the recipient does"
          + " not say which.",
      "Let the sender name the recipient, or the email by its id, or waive."),
  TARGET_REFUSED(
      EnumSet.of(Stage.EXTRACT, Stage.LOAD),
      "The database that takes the row refused it, for instance by a constraint that the pack does"
          + " not know.",
      "Read the constraint in the record's detail; change it or the value, or waive.");

  @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf makes it immutable.
  private final Set<Stage> stages;

  private final String meaning;
  private final String remedy;

  QuarantineReason(Set<Stage> stages, String meaning, String remedy) {
    this.stages = Set.copyOf(stages);
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Stages that quarantine records for this reason. */
  public Set<Stage> stages() {
    return stages;
  }

  /** The flaw of the record, as one sentence. */
  public String meaning() {
    return meaning;
  }

  /** The remedy, as one sentence. */
  public String remedy() {
    return remedy;
  }

  /** The reason of that name; empty for a name of a later version. */
  public static Optional<QuarantineReason> of(String name) {
    for (QuarantineReason reason : values()) {
      if (reason.name().equals(name)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  /** Meaning of the reason of that name; the name itself for one of a later version. */
  public static String meaningOf(String name) {
    return of(name).map(QuarantineReason::meaning).orElse(name);
  }
}
