package dev.godwit.transformer.quarantine;

/** Why the transformer quarantines a record. The names are what receipts and findings say. */
public enum Reason {
  /** The address is malformed; the rule is that of {@code NormalisedAddress}. */
  BAD_ADDRESS,
  /** The old system has no value, the column does not allow that, and the pack names no other. */
  REQUIRED_MISSING,
  /** A text is too long for its column, or a list has too many items. */
  LIMIT_EXCEEDED,
  /** No language is known by that name or code, or the new system does not take it. */
  UNKNOWN_LANGUAGE,
  /** The consent is neither given, withdrawn nor unknown in any known spelling. */
  UNKNOWN_CONSENT,
  /** The engagement is neither an open nor a click in any known spelling. */
  UNKNOWN_KIND,
  /** Any other value that is not one of those that the new system takes. */
  UNKNOWN_VALUE,
  /** The column's type cannot hold the value, such as a word in a column of numbers. */
  WRONG_TYPE,
  /** A time that no calendar has: infinity, or out of the range that the new system can hold. */
  BAD_DATE,
  /** The custom fields are not JSON, or, in a merge, not objects. */
  BAD_CUSTOM_FIELDS,
  /** A character that no database text can hold: NUL. */
  BAD_CHARACTER,
  /** The value is not a record of the topic's type in the wire format. */
  UNREADABLE
}
