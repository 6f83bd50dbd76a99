package dev.godwit.pack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The meaning of a field's values, where rows are compared that may be one. Written in packs in
 * lower case with hyphens.
 */
public enum Meaning {
  EMAIL,
  GIVEN_NAME,
  FAMILY_NAME,
  FULL_NAME,
  ORGANISATION,
  PHONE,
  EXTERNAL_ID,
  BIRTH_DATE,
  STREET,
  HOUSE_NUMBER,
  CITY,
  POSTCODE,
  REGION,
  TEXT;

  /** The word in a pack. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The meaning of that word; empty where there is none. */
  public static Optional<Meaning> of(String text) {
    return Arrays.stream(values()).filter(meaning -> meaning.text().equals(text)).findFirst();
  }

  /** All words. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Meaning::text).toList();
  }
}
