package dev.godwit.sampledata;

/**
 * What is nasty about sample data, as about real data. The shares are in {@link BrokenRows} and
 * {@link NastyRows}. Besides what is counted here: a quarter of engagements are clicks, whether the
 * email was opened before or not; languages, consents, kinds, tags and outlets come in several
 * spellings; texts are empty or NULL everywhere.
 */
public enum Nastiness {
  ADDRESS_VARIANT("contacts with another spelling of an earlier contact's address"),
  BAD_ADDRESS("contacts whose address is none"),
  MISSING_ADDRESS("contacts with an empty or no address"),
  UNKNOWN_LANGUAGE("contacts in a language that nobody knows"),
  UNKNOWN_CONSENT("contacts with a consent that nobody understands"),
  BROKEN_CUSTOM_FIELDS("contacts whose custom fields are no JSON"),
  NUL_IN_CUSTOM_FIELDS("contacts whose custom fields hold the character NUL"),
  INFINITE_DATE("contacts changed at infinity"),
  NINETY_FOUR_TAGS("contacts with 94 tags"),
  EMPTY_OR_NULL_NAME("contacts with an empty or no given name"),
  RIGHT_TO_LEFT_NAME("contacts whose name is written from right to left"),
  FOUR_BYTE_CHARACTER("contacts with 4-byte characters in their name"),
  DATE_IN_1970("rows dated 1970"),
  DATE_IN_2099("rows dated 2099"),
  LONG_SUBJECT("emails with a subject that is too long"),
  EMAIL_GONE("engagements whose email is gone"),
  UNKNOWN_KIND("engagements of a kind that is neither open nor click"),
  SAME_SECOND("opens in the same second as the one before, of the same email"),
  LONG_URL("links of 2,000 characters"),
  REFUSED_BY_TARGET("clicks without a link, which the new CRM refuses");

  private final String words;

  Nastiness(String words) {
    this.words = words;
  }

  /** What it is, in words. */
  public String words() {
    return words;
  }
}
