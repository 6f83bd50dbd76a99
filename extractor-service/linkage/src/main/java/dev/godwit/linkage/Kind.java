package dev.godwit.linkage;

/**
 * Independent kinds of evidence. Fields of one kind depend on each other: who shares a street often
 * shares the postcode. An automatic merge needs two kinds, or one that is unique.
 */
public enum Kind {
  /** E-mail address. */
  ADDRESS,
  /** Name of a person. */
  NAME,
  /** Name of an outlet or a company. */
  ORGANISATION,
  /** Phone number. */
  PHONE,
  /** Number that another system gave. */
  EXTERNAL_ID,
  /** Date of birth. */
  BIRTH_DATE,
  /** Parts of a postal address. */
  PLACE,
  /** Any other text. */
  TEXT
}
