package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.Mix;

/**
 * Which rows of a newsroom refer to which, and which are broken, computed from their indexes
 * without reading them. Immutable and thread-safe.
 */
final class NewsroomModel {
  /** The most lists that a person is a member of. */
  static final int SLOTS = 3;

  static final long SECOND_MICROS = 1_000_000L;
  static final long DAY_MICROS = 86_400L * SECOND_MICROS;

  /** 2017-07-14T02:40:00Z. */
  static final long BEGIN_MICROS = 1_500_000_000L * SECOND_MICROS;

  private static final long MEMBERS = 101;
  private static final long DELIVERIES = 102;
  private static final long VIEWS = 103;
  private static final long CLICKS = 104;
  private static final long EMPLOYERS = 105;
  private static final long SENT_DAYS = 900;
  private static final int ANONYMOUS = 17;

  /** One of the two tables of events. */
  enum Kind {
    VIEW(VIEWS),
    CLICK(CLICKS);

    private final long stream;

    Kind(long stream) {
      this.stream = stream;
    }
  }

  /**
   * Numbers of rows.
   *
   * @param books address books
   * @param lists mailing lists
   * @param companies companies
   * @param persons persons
   * @param campaigns campaigns
   * @param deliveries emails
   * @param views views
   * @param clicks clicks
   * @param notes notes
   */
  record Sizes(
      int books,
      int lists,
      long companies,
      long persons,
      long campaigns,
      long deliveries,
      long views,
      long clicks,
      long notes) {

    static Sizes of(NewsroomSpec spec) {
      long companies = Math.max(spec.persons() / 8, 20);
      long views = spec.events() - spec.events() / 4;
      return new Sizes(
          3,
          Math.clamp(spec.persons() / 200, 4, 30),
          companies,
          spec.persons(),
          Math.max(spec.deliveries() / 200, 4),
          spec.deliveries(),
          views,
          spec.events() - views,
          NoteRows.count(spec.persons(), companies));
    }
  }

  private final long seed;
  private final Sizes sizes;

  NewsroomModel(NewsroomSpec spec) {
    this.seed = spec.seed();
    this.sizes = Sizes.of(spec);
  }

  Sizes sizes() {
    return sizes;
  }

  /** The bits that a row of a stream is made of. */
  long bits(long stream, long index) {
    return Mix.of(seed, stream, index);
  }

  /** The flaw of a person; null for a sound one. */
  BrokenNewsroomRows.Flaw flaw(long person) {
    return BrokenNewsroomRows.person(person, sizes.persons());
  }

  /** A company that other rows may refer to: the last sound one up to an index. */
  long soundCompany(long company) {
    long sound = company;
    while (BrokenNewsroomRows.company(sound) != null) {
      sound--;
    }
    return sound;
  }

  /** Index of the company of a person; -1 for none. */
  long companyOf(long person) {
    long bits = bits(EMPLOYERS, person);
    return (bits & 3) == 0 ? -1 : soundCompany(Mix.below(bits, sizes.companies()));
  }

  /** Index of the list that a person is a member of by a slot; -1 where the slot is free. */
  int listOf(long person, int slot) {
    long like = person % 100 == 49 ? BrokenNewsroomRows.sameAddressAs(person) : person;
    long bits = bits(MEMBERS, like);
    if (slot > 0 && (bits >>> slot & 1) == 0) {
      return -1;
    }
    return (int) ((Mix.below(bits, sizes.lists()) + slot) % sizes.lists());
  }

  /** Whether a person's membership of a list is also that of an earlier person of one address. */
  boolean isMemberByAnother(long person, int list) {
    long first = BrokenNewsroomRows.firstOfGroup(flaw(person));
    for (long other = first; first >= 0 && other < person; other++) {
      if (isMember(other, list)) {
        return true;
      }
    }
    long same = BrokenNewsroomRows.sameAddressAs(person);
    if (same < 0) {
      return false;
    }
    return isMember(same, list) || (person % 500 == 499 && isMember(person - 1, list));
  }

  private boolean isMember(long person, int list) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (listOf(person, slot) == list) {
        return true;
      }
    }
    return false;
  }

  /** Index of the person that an email went to. */
  long personOf(long delivery) {
    return Mix.below(bits(DELIVERIES, delivery), sizes.persons());
  }

  /** Index of the campaign of an email. */
  long campaignOf(long delivery) {
    return Mix.below(Mix.next(bits(DELIVERIES, delivery)), sizes.campaigns());
  }

  /** When an email was sent, in microseconds since 1970. */
  long sentMicros(long delivery) {
    return BEGIN_MICROS + Mix.below(Mix.next(~bits(DELIVERIES, delivery)), SENT_DAYS * DAY_MICROS);
  }

  /** Why an email is quarantined; null for a sound one. */
  String flawOfDelivery(long delivery) {
    if (BrokenNewsroomRows.unknownState(delivery)) {
      return "UNKNOWN_VALUE";
    }
    if (BrokenNewsroomRows.longSubject(delivery)) {
      return "LIMIT_EXCEEDED";
    }
    boolean personMissing =
        BrokenNewsroomRows.personGone(delivery) || flaw(personOf(delivery)) != null;
    return personMissing ? "BROKEN_REFERENCE" : null;
  }

  /** Links of a campaign. */
  static int links(long campaign) {
    return (int) (1 + campaign % 3);
  }

  /** The bits that an event is made of. */
  long eventBits(Kind kind, long event) {
    return bits(kind.stream, event);
  }

  /** Whether an event's email is unknown: 2 % of events. */
  static boolean anonymous(long event) {
    return event % 50 == ANONYMOUS;
  }

  /** Index of the email of an event, whether or not the event names it. */
  long deliveryOf(Kind kind, long event) {
    return Mix.below(eventBits(kind, event), sizes.deliveries());
  }

  /** Why an event of an email is quarantined; null for a sound one. */
  String flawOfEvent(Kind kind, long event) {
    if (BrokenNewsroomRows.atInfinity(event)) {
      return "BAD_DATE";
    }
    if (BrokenNewsroomRows.deliveryGone(event) || flawOfDelivery(deliveryOf(kind, event)) != null) {
      return "BROKEN_REFERENCE";
    }
    return kind == Kind.CLICK && BrokenNewsroomRows.linkGone(event) ? "TARGET_REFUSED" : null;
  }
}
