package dev.godwit.sampledata;

/**
 * The rows that Godwit must quarantine, by their index from 0 within the customer:
 *
 * <ul>
 *   <li>contacts: 0.1 % with a malformed address, 0.02 % without an address, 0.05 % with an unknown
 *       language, 0.02 % with an unknown consent, 0.02 % with custom fields that are not JSON, 0.02
 *       % with the character NUL in custom fields, 0.02 % with an infinite time; the one with index
 *       93 has 94 tags; no contact is broken twice
 *   <li>emails: 0.01 % a subject of 600 characters
 *   <li>engagements: 0.05 % an email that is gone, 0.02 % an unknown kind, and two clicks (or as
 *       many as there are rows for) without a link at any size, and the share of clicks without a
 *       link that a {@link SampleSpec} asks for, which are not broken otherwise
 * </ul>
 *
 * Rows that refer to a broken contact or email are quarantined too, and add to these. 2.2 % of
 * contacts have the name of an earlier contact of another team, and its address in another
 * spelling; neither they nor those are broken.
 */
final class BrokenRows {
  static final int TAGS = 94;
  static final int LONG_SUBJECT_CHARACTERS = 600;

  private static final long TAGS_INDEX = 93;

  private BrokenRows() {}

  static boolean badAddress(long contact) {
    return contact % 1000 == 107;
  }

  static boolean missingAddress(long contact) {
    return contact % 5000 == 519;
  }

  static boolean unknownLanguage(long contact) {
    return contact % 2000 == 211;
  }

  static boolean unknownConsent(long contact) {
    return contact % 5000 == 313;
  }

  static boolean brokenCustomFields(long contact) {
    return contact % 5000 == 417;
  }

  static boolean nulInCustomFields(long contact) {
    return contact % 5000 == 621;
  }

  static boolean infiniteDate(long contact) {
    return contact % 5000 == 723;
  }

  static boolean manyTags(long contact) {
    return contact == TAGS_INDEX;
  }

  /** Index of the earlier contact whose address this one has; -1 where it has its own. */
  static long sameAddressAs(long contact) {
    if (contact % 50 == 49) {
      return contact - 17;
    }
    return contact % 500 == 498 ? contact - 16 : -1;
  }

  static boolean contact(long contact) {
    return badAddress(contact)
        || missingAddress(contact)
        || unknownLanguage(contact)
        || unknownConsent(contact)
        || brokenCustomFields(contact)
        || nulInCustomFields(contact)
        || infiniteDate(contact)
        || manyTags(contact);
  }

  static boolean longSubject(long email) {
    return email % 10000 == 77;
  }

  static boolean emailGone(long engagement) {
    return engagement % 2000 == 37;
  }

  static boolean unknownKind(long engagement) {
    return engagement % 5000 == 113;
  }

  static boolean clickWithoutLink(long engagement) {
    return engagement == 301 || engagement == 907;
  }
}
