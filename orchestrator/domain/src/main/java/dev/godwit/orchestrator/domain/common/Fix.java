package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * A change of a value that the target cannot take.
 *
 * @param action {@link #TRUNCATE}, {@link #MAP}, {@link #DEFAULT}, {@link #SPLIT}, {@link #DROP} or
 *     {@link #EDIT}
 * @param entity name of the entity, in lower case
 * @param field field of the source pack that is changed
 * @param reason only of records that are quarantined for this reason; null for each record whose
 *     value matches
 * @param legacyId for EDIT the record; else null
 * @param limit for TRUNCATE the greatest number of characters (Unicode code points), the mark
 *     included; for SPLIT the greatest number of items that stay; else null
 * @param mark for TRUNCATE the text at the end of a shortened value; null for none
 * @param from for MAP the value that is replaced; else null
 * @param to for MAP, DEFAULT and EDIT the value instead; null for none
 * @param separator for SPLIT the text between the items; else null
 * @param into for SPLIT the list field that takes the items; else null
 */
public record Fix(
    String action,
    String entity,
    String field,
    String reason,
    String legacyId,
    Integer limit,
    String mark,
    String from,
    String to,
    String separator,
    String into) {
  /** Cuts a value that is too long, and may mark that it did. */
  public static final String TRUNCATE = "TRUNCATE";

  /** Replaces one value by another. */
  public static final String MAP = "MAP";

  /** Fills in a value where there is none. */
  public static final String DEFAULT = "DEFAULT";

  /** Makes several items of one value. */
  public static final String SPLIT = "SPLIT";

  /** Leaves the value out. */
  public static final String DROP = "DROP";

  /** Changes the value of one record. */
  public static final String EDIT = "EDIT";

  /**
   * Reasons of quarantine that a value can have in the transformer, which applies fixes; they are
   * those of the catalogue of the records.
   */
  public static final List<String> REASONS =
      List.of(
          "BAD_ADDRESS",
          "REQUIRED_MISSING",
          "LIMIT_EXCEEDED",
          "UNKNOWN_LANGUAGE",
          "UNKNOWN_CONSENT",
          "UNKNOWN_KIND",
          "UNKNOWN_VALUE",
          "WRONG_TYPE",
          "BAD_DATE",
          "IMPLAUSIBLE_TIME",
          "BAD_CUSTOM_FIELDS",
          "BAD_CHARACTER");

  /** The fix in words without a value, as an event repeats it. */
  public String text() {
    return action + " " + entity + "." + field + (reason == null ? "" : " of " + reason);
  }
}
