package dev.godwit.linkage;

/** Meaning of a field: it decides how values are normalised and compared. */
public enum Meaning {
  /** E-mail address. */
  EMAIL(Kind.ADDRESS),
  /** Given names of a person. */
  GIVEN_NAME(Kind.NAME),
  /** Family name of a person. */
  FAMILY_NAME(Kind.NAME),
  /** Whole name of a person: {@code Ann Lee} or {@code Lee, Ann}. */
  FULL_NAME(Kind.NAME),
  /** Name or domain of an outlet or a company. */
  ORGANISATION(Kind.ORGANISATION),
  /** Phone number. */
  PHONE(Kind.PHONE),
  /** Number or code that another system gave to this row alone. */
  EXTERNAL_ID(Kind.EXTERNAL_ID),
  /** Date of birth. */
  BIRTH_DATE(Kind.BIRTH_DATE),
  /** Street, with or without the house number. */
  STREET(Kind.PLACE),
  /** House number. */
  HOUSE_NUMBER(Kind.PLACE),
  /** City or suburb. */
  CITY(Kind.PLACE),
  /** Postal code. */
  POSTCODE(Kind.PLACE),
  /** State, county or country. */
  REGION(Kind.PLACE),
  /** Any other text. */
  TEXT(Kind.TEXT);

  private final Kind kind;

  Meaning(Kind kind) {
    this.kind = kind;
  }

  /** The kind of evidence that the field gives. */
  public Kind kind() {
    return kind;
  }
}
