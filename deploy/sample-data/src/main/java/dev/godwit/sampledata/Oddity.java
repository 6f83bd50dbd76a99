package dev.godwit.sampledata;

/**
 * The counted oddities of sample data, which are those of real data. {@link BrokenRows} and {@link
 * OddRows} have their shares. Not counted: a quarter of engagements are clicks, opened before or
 * not; languages, consents, kinds, tags and outlets come in several spellings; texts are empty or
 * NULL everywhere.
 */
public enum Oddity {
  ADDRESS_VARIANT("contacts with another spelling of an earlier contact's address"),
  BAD_ADDRESS("contacts with a malformed address"),
  MISSING_ADDRESS("contacts without an address"),
  UNKNOWN_LANGUAGE("contacts with an unknown language"),
  UNKNOWN_CONSENT("contacts with an unknown consent"),
  BROKEN_CUSTOM_FIELDS("contacts with custom fields that are not JSON"),
  NUL_IN_CUSTOM_FIELDS("contacts whose custom fields hold the character NUL"),
  INFINITE_DATE("contacts changed at infinity"),
  NINETY_FOUR_TAGS("contacts with 94 tags"),
  EMPTY_OR_NULL_NAME("contacts without a given name"),
  RIGHT_TO_LEFT_NAME("contacts whose name is written from right to left"),
  FOUR_BYTE_CHARACTER("contacts with 4-byte characters in their name"),
  DATE_IN_1970("rows dated 1970"),
  DATE_IN_2099("rows dated 2099"),
  LONG_SUBJECT("emails with a subject over the limit"),
  EMAIL_GONE("engagements whose email is gone"),
  UNKNOWN_KIND("engagements of a kind that is neither open nor click"),
  SAME_SECOND("opens in the same second as the one before, of the same email"),
  LONG_URL("links of 2,000 characters"),
  REFUSED_BY_TARGET("clicks without a link, which the target refuses"),
  PLACEHOLDER_ADDRESS("contacts with one placeholder address"),
  FAMILY_ADDRESS("contacts with one address and different names and birthdays"),
  INVISIBLE_AT_THE_END("contacts with an invisible character at an end of their address"),
  INVISIBLE_INSIDE("contacts with an invisible character inside their address"),
  SIMILAR_DOMAIN("contacts with one address but for ß and ss in the domain"),
  SEVERAL_ADDRESSES("contacts with two addresses in one field"),
  NAME_AND_ADDRESS("contacts with a name in front of their address"),
  TWO_DOTS("contacts with two dots in a row in their address"),
  EMPTY_PHP_ARRAY("contacts whose custom fields are an empty array of PHP"),
  TOO_LARGE("contacts larger than a Kafka record"),
  ENTERED_TWICE("contacts whom two teams entered, or who look so"),
  ONE_MESSAGE_ID("emails of a newsletter, with one message id");

  private final String words;

  Oddity(String words) {
    this.words = words;
  }

  /** Description in the plural. */
  public String words() {
    return words;
  }
}
