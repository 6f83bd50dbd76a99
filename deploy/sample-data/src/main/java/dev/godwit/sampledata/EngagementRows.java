package dev.godwit.sampledata;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes the opens and clicks of a customer. For one use by one thread. */
final class EngagementRows {
  private static final String COLUMNS =
      "id, customer_id, email_id, contact_id, kind, url, agent, occurred_at, event_id";
  private static final long STREAM = 3;
  private static final long WITHIN_DAYS = 14;
  private static final int SENDER_ID_ONE_IN = 50;
  private static final int FIRST_WITH_ID = 7;
  private static final byte[][] OPENS =
      Words.bytes("open", "open", "open", "Open", "OPEN", "opened");
  private static final byte[][] CLICKS = Words.bytes("click", "click", "click", "Click", "clicked");
  private static final byte[][] UNKNOWN = Words.bytes("bounce", "unsubscribe", "forwarded?");
  private static final byte[] LINK = Words.utf8("https://www.agency.example/r/");
  private static final byte[] LINK_END =
      Words.utf8("?utm_source=mail&utm_medium=email&q=%C3%A9t%C3%A9");

  private final SampleSpec spec;
  private final Ids ids;
  private final EmailRows emails;
  private final Tally tally;
  private final SendTimes sends;
  private final byte[] customer;
  private final byte[] longLink = longLink();

  EngagementRows(SampleSpec spec, Ids ids, EmailRows emails, Tally tally) {
    this.spec = spec;
    this.ids = ids;
    this.emails = emails;
    this.tally = tally;
    this.sends = new SendTimes(spec);
    this.customer = Words.utf8(spec.customer());
  }

  void write(Connection connection, SampleData.Progress progress) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "engagement", COLUMNS)) {
      for (long g = 0; g < spec.engagements(); g++) {
        row(rows, g);
        progress.row();
      }
      rows.done();
    }
  }

  /** Whether Godwit must quarantine an open or click. */
  boolean isBroken(long g) {
    return isUnknownKind(g) || isEmailGone(g) || isRefused(g) || emails.isBroken(email(g, bits(g)));
  }

  private boolean isUnknownKind(long g) {
    return BrokenRows.unknownKind(g) && !spec.isRefused(g);
  }

  private boolean isEmailGone(long g) {
    return BrokenRows.emailGone(g) && !spec.isRefused(g);
  }

  private boolean isRefused(long g) {
    return BrokenRows.clickWithoutLink(g) || spec.isRefused(g);
  }

  private long bits(long g) {
    return Mix.of(spec.seed(), STREAM, first(g));
  }

  /** The open that an open of the same second repeats; any other one itself. */
  private static long first(long g) {
    return OddRows.sameSecond(g) ? g - 1 : g;
  }

  private void row(CopyRows rows, long g) throws SQLException {
    boolean twin = OddRows.sameSecond(g);
    long h = bits(g);
    long k = Mix.next(h);
    long email = email(g, h);
    boolean gone = isEmailGone(g);
    rows.row(9);
    rows.bigint(ids.engagement(g));
    rows.text(customer);
    rows.bigint(gone ? ids.email(spec.emails() + Mix.below(k, Ids.GONE)) : ids.email(email));
    rows.bigint(ids.contact(emails.contactOf(email)));
    kindAndLink(rows, g, k, twin, email);
    rows.text(Words.AGENTS[(int) (k >>> 8 & 7)]);
    occurred(rows, first(g), email, k, twin);
    rows.text(eventId(g));
    if (gone) {
      tally.oddity(Oddity.EMAIL_GONE);
    }
    expectation(g, gone, email);
  }

  private long email(long g, long h) {
    return isRefused(g) ? migratableEmail(anyEmail(g, h)) : usualEmail(g, h);
  }

  private long anyEmail(long g, long h) {
    return switch (spec.profile()) {
      case UNIFORM -> Mix.below(h, spec.emails());
      case SENDS -> sends.email(first(g), Mix.next(~h));
    };
  }

  /** Uniformly, every eighth refers to the first per cent of emails: some are opened for ever. */
  private long usualEmail(long g, long h) {
    return spec.profile() == SampleProfile.UNIFORM && (h & 7) == 0
        ? Mix.below(h, spec.emails() / 100 + 1)
        : anyEmail(g, h);
  }

  /** An email that can be migrated, near an index; the index itself where there is none. */
  private long migratableEmail(long from) {
    // Backwards where the next email is sent later, perhaps after the click.
    long direction = spec.profile() == SampleProfile.SENDS ? -1 : 1;
    for (long step = 0; step < Math.min(spec.emails(), 10_000); step++) {
      long email = Math.floorMod(from + direction * step, spec.emails());
      if (!emails.isBroken(email)) {
        return email;
      }
    }
    return from;
  }

  private void kindAndLink(CopyRows rows, long g, long k, boolean twin, long email) {
    boolean click = !twin && !OddRows.sameSecond(g + 1) && (k & 3) == 0;
    if (isUnknownKind(g)) {
      tally.oddity(Oddity.UNKNOWN_KIND);
      rows.text(UNKNOWN[Mix.small(k, 16, UNKNOWN.length)]);
      rows.none();
    } else if (isRefused(g)) {
      tally.oddity(Oddity.REFUSED_BY_TARGET);
      rows.text(CLICKS[0]);
      rows.none();
    } else if (OddRows.longUrl(g)) {
      tally.oddity(Oddity.LONG_URL);
      rows.text(CLICKS[0]);
      rows.text(longLink);
    } else if (click) {
      rows.text(CLICKS[Mix.small(k, 16, CLICKS.length)]);
      rows.hexText(LINK, email & 0xFFF, LINK_END);
    } else {
      if (twin) {
        tally.oddity(Oddity.SAME_SECOND);
      }
      rows.text(OPENS[Mix.small(k, 16, OPENS.length)]);
      rows.none();
    }
  }

  private void occurred(CopyRows rows, long first, long email, long k, boolean twin) {
    if (OddRows.in1970(first)) {
      tally.oddity(Oddity.DATE_IN_1970);
      rows.timestamp(OddRows.IN_1970_MICROS);
    } else if (OddRows.in2099(first)) {
      tally.oddity(Oddity.DATE_IN_2099);
      rows.timestamp(OddRows.IN_2099_MICROS);
    } else {
      long second = second(first, email, k);
      long fraction = (k >>> 11 & 0x7FFFF) + (twin ? k & 1 : 0);
      rows.timestamp(second * OddRows.SECOND_MICROS + fraction);
    }
  }

  private long second(long first, long email, long k) {
    return switch (spec.profile()) {
      case UNIFORM ->
          emails.sentMicros(email) / OddRows.SECOND_MICROS + Mix.below(k, WITHIN_DAYS * 86_400);
      case SENDS -> sends.engagedSecond(first);
    };
  }

  private void expectation(long g, boolean gone, long email) {
    if (isUnknownKind(g)) {
      tally.quarantined("ENGAGEMENTS", "UNKNOWN_KIND");
    } else if (gone || emails.isBroken(email)) {
      tally.quarantined("ENGAGEMENTS", "BROKEN_REFERENCE");
    } else if (isRefused(g)) {
      tally.quarantined("ENGAGEMENTS", "TARGET_REFUSED");
    }
  }

  /** Id that a sender gave to an engagement; null for the 98 % that the source's tracking wrote. */
  private static String eventId(long g) {
    return g % SENDER_ID_ONE_IN == FIRST_WITH_ID ? "sample-" + g : null;
  }

  private static byte[] longLink() {
    StringBuilder link = new StringBuilder("https://www.agency.example/landing?session=");
    while (link.length() < OddRows.LONG_URL_CHARACTERS) {
      link.append("abcdefghij0123456789-_%7E");
    }
    link.setLength(OddRows.LONG_URL_CHARACTERS);
    return Words.utf8(link.toString());
  }
}
