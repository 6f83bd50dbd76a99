package dev.godwit.sampledata.newsroom;

/**
 * The rows of a newsroom that Godwit must quarantine, and why, by their index from 0 within the
 * newsroom. Reasons are names of Godwit's catalogue, and null is a sound row. No row is broken
 * twice by itself.
 *
 * <ul>
 *   <li>companies: 0.2 % each with a country that no country of the target is, a parent that is
 *       gone, no name, a name of 200 characters; and the two that are each other's parent. No other
 *       company and no person belongs to them
 *   <li>contacts: 0.1 % a malformed address; 0.05 % an unknown language; 0.04 % each without an
 *       address, with an unknown consent, the 30th of February as birthday, a phone number in
 *       words, a company that is gone, custom fields that are a list, a change at infinity; the one
 *       with index 93 has 94 tags; of 1,500 or more, 25 have one placeholder address and two share
 *       a family's
 *   <li>memberships: 0.02 % an unknown status
 *   <li>attachments: one of 10 megabytes, of 1,500 persons or more
 *   <li>emails: 0.05 % a person who is gone, 0.02 % an unknown state, 0.01 % a subject of 600
 *       characters
 *   <li>engagements: 0.05 % an email that is gone, 0.02 % seen or clicked at infinity, and two
 *       clicks on a link that is gone
 *   <li>bounces: 0.05 % of emails have one on a day that is none, and 0.05 % one of an unknown kind
 *   <li>unsubscribes: 0.05 % of persons have one from a list that is gone
 *   <li>notes: 0.1 % of persons have one on a day that is none
 * </ul>
 *
 * Of engagements, 0.02 % are dated 1970. They are odd but loaded: the local stack lets its
 * transformer load such times.
 *
 * <p>Rows that refer to a broken one are quarantined too (BROKEN_REFERENCE) and add to these. 2.2 %
 * of persons have the address of another one, of another address book, in another spelling; neither
 * they nor those are broken, and neither are their memberships.
 */
final class BrokenNewsroomRows {
  static final int TAGS = 94;
  static final int LONG_SUBJECT_CHARACTERS = 600;
  static final int LONG_NAME_CHARACTERS = 200;
  static final int LARGE_FILE_BYTES = 10_000_000;
  static final int PLACEHOLDERS = 25;
  static final long PERSONS_WITH_CASES = 1_500;

  private static final long TAGS_INDEX = 93;
  private static final long FIRST_PLACEHOLDER = 1_400;
  private static final long FAMILY = FIRST_PLACEHOLDER + PLACEHOLDERS;

  /** The first of the two companies that are each other's parent. */
  static final int CYCLE = 13;

  private static final int SHARE = 2_500;

  /** What is wrong with a person. */
  enum Flaw {
    BAD_ADDRESS("BAD_ADDRESS"),
    NO_ADDRESS("REQUIRED_MISSING"),
    LANGUAGE("UNKNOWN_LANGUAGE"),
    CONSENT("UNKNOWN_CONSENT"),
    BIRTHDAY("WRONG_TYPE"),
    PHONE("TARGET_REFUSED"),
    COMPANY_GONE("BROKEN_REFERENCE"),
    CUSTOM_LIST("TARGET_REFUSED"),
    CHANGED_AT_INFINITY("BAD_DATE"),
    MANY_TAGS("LIMIT_EXCEEDED"),
    PLACEHOLDER("LARGE_GROUP"),
    FAMILY_ADDRESS("DISAGREEING_GROUP");

    private final String reason;

    Flaw(String reason) {
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private BrokenNewsroomRows() {}

  static String company(long company) {
    if (isOwnGrandparent(company)) {
      return "BROKEN_REFERENCE";
    }
    return switch ((int) (company % 500)) {
      case 37 -> "BROKEN_REFERENCE";
      case 81 -> "BROKEN_REFERENCE";
      case 123 -> "REQUIRED_MISSING";
      case 203 -> "LIMIT_EXCEEDED";
      default -> null;
    };
  }

  /** Whether a company is the parent of its own parent. */
  static boolean isOwnGrandparent(long company) {
    return company == CYCLE || company == CYCLE + 1;
  }

  static boolean unknownCountry(long company) {
    return company % 500 == 37;
  }

  static boolean parentGone(long company) {
    return company % 500 == 81;
  }

  static boolean nameless(long company) {
    return company % 500 == 123;
  }

  static boolean longName(long company) {
    return company % 500 == 203;
  }

  /**
   * The flaw of a person; null for a sound one.
   *
   * @param persons number of the newsroom's persons
   */
  static Flaw person(long person, long persons) {
    if (person % 1000 == 107) {
      return Flaw.BAD_ADDRESS;
    }
    if (person % 2000 == 211) {
      return Flaw.LANGUAGE;
    }
    if (person == TAGS_INDEX) {
      return Flaw.MANY_TAGS;
    }
    if (persons >= PERSONS_WITH_CASES && person >= FIRST_PLACEHOLDER && person < FAMILY + 2) {
      return person < FAMILY ? Flaw.PLACEHOLDER : Flaw.FAMILY_ADDRESS;
    }
    return switch ((int) (person % SHARE)) {
      case 519 -> Flaw.NO_ADDRESS;
      case 313 -> Flaw.CONSENT;
      case 417 -> Flaw.BIRTHDAY;
      case 621 -> Flaw.PHONE;
      case 723 -> Flaw.COMPANY_GONE;
      case 829 -> Flaw.CUSTOM_LIST;
      case 931 -> Flaw.CHANGED_AT_INFINITY;
      default -> null;
    };
  }

  /**
   * Index of the first person of a group that has one address and cannot be one person; -1 where
   * the flaw is another one.
   *
   * @param flaw null for a sound person
   */
  static long firstOfGroup(Flaw flaw) {
    return flaw == Flaw.PLACEHOLDER ? FIRST_PLACEHOLDER : flaw == Flaw.FAMILY_ADDRESS ? FAMILY : -1;
  }

  /** Index of the earlier person whose address this one has; -1 for an own address. */
  static long sameAddressAs(long person) {
    if (person % 50 == 49) {
      return person - 17;
    }
    return person % 500 == 498 ? person - 16 : -1;
  }

  /** Whether another person has, or may have, the address of this one. */
  static boolean inMergeGroup(long person) {
    return person % 50 == 49 || person % 50 == 32 || person % 500 == 498 || person % 500 == 482;
  }

  static boolean unknownStatus(long membership, long person) {
    return membership % 5000 == 177 && !inMergeGroup(person);
  }

  static boolean unknownState(long delivery) {
    return delivery % 5000 == 113;
  }

  static boolean longSubject(long delivery) {
    return delivery % 10_000 == 77;
  }

  static boolean personGone(long delivery) {
    return delivery % 2000 == 37;
  }

  static boolean deliveryGone(long event) {
    return event % 2000 == 37;
  }

  static boolean atInfinity(long event) {
    return event % 5000 == 59;
  }

  static boolean in1970(long event) {
    return event % 5000 == 171;
  }

  static boolean linkGone(long click) {
    return click == 301 || click == 907;
  }

  static boolean bouncedOnNoDay(long delivery) {
    return delivery % 2000 == 71;
  }

  static boolean unknownBounce(long delivery) {
    return delivery % 2000 == 1021;
  }

  static boolean listGone(long person) {
    return person % 2000 == 1026;
  }

  static boolean notedOnNoDay(long person) {
    return person % 1000 == 504;
  }
}
