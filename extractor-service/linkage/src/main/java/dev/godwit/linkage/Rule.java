package dev.godwit.linkage;

/** Names of the evidence of a pair. The first that holds names it. */
public enum Rule {
  /** The same e-mail address, which is no shared one. */
  SAME_EMAIL,
  /** The same external id. */
  SAME_EXTERNAL_ID,
  /** The same phone number, and names that agree. */
  SAME_PHONE,
  /** Names and dates of birth that agree. */
  SAME_NAME_AND_BIRTH_DATE,
  /** Names that agree, at one outlet. */
  SAME_NAME_AT_OUTLET,
  /** Names that agree, at one postal address. */
  SAME_NAME_AT_PLACE,
  /** The name of an organisation agrees; for rows without the name of a person. */
  SAME_ORGANISATION,
  /** Names agree, and nothing else. */
  SAME_NAME,
  /** The sum of the fields' weights. */
  SIMILAR_ROWS
}
