package dev.godwit.sampledata;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes the opens and clicks of a customer. For one use by one thread. */
final class EngagementRows {
  private static final String COLUMNS =
      "id, customer_id, email_id, contact_id, kind, url, agent, occurred_at, event_id";
  private static final long STREAM = 3;
  private static final long WITHIN_DAYS = 14;
  private static final byte[][] OPENS =
      Words.bytes("open", "open", "open", "Open", "OPEN", "opened");
  private static final byte[][] CLICKS = Words.bytes("click", "click", "click", "Click", "clicked");
  private static final byte[][] UNKNOWN = Words.bytes("bounce", "unsubscribe", "forwarded?");
  private static final byte[] LINK = Words.utf8("https://www.agency.example/r/");
  private static final byte[] LINK_END =
      Words.utf8("?utm_source=mail&utm_medium=email&q=%C3%A9t%C3%A9");

  private final OldCrm crm;
  private final Ids ids;
  private final EmailRows emails;
  private final Tally tally;
  private final byte[] customer;
  private final byte[] longLink = longLink();

  EngagementRows(OldCrm crm, Ids ids, EmailRows emails, Tally tally) {
    this.crm = crm;
    this.ids = ids;
    this.emails = emails;
    this.tally = tally;
    this.customer = Words.utf8(crm.customer());
  }

  void write(Connection connection, Progress progress) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "engagement", COLUMNS)) {
      for (long g = 0; g < crm.engagements(); g++) {
        row(rows, g);
        progress.row();
      }
      rows.done();
    }
  }

  private void row(CopyRows rows, long g) throws SQLException {
    boolean twin = NastyRows.sameSecond(g);
    long h = Mix.of(crm.seed(), STREAM, twin ? g - 1 : g);
    long k = Mix.next(h);
    long email = email(g, h);
    boolean gone = BrokenRows.emailGone(g);
    rows.row(9);
    rows.bigint(ids.engagement(g));
    rows.text(customer);
    rows.bigint(gone ? ids.email(crm.emails() + Mix.below(k, Ids.GONE)) : ids.email(email));
    rows.bigint(ids.contact(emails.contactOf(email)));
    kindAndLink(rows, g, k, twin, email);
    rows.text(Words.AGENTS[(int) (k >>> 8 & 7)]);
    occurred(rows, twin ? g - 1 : g, email, k, twin);
    rows.text(SampleEvents.id(g));
    if (gone) {
      tally.nasty(Nastiness.EMAIL_GONE);
    }
    expectation(g, gone, email);
  }

  /** Every eighth is about the first per cent of emails: some are opened again and again. */
  private long email(long g, long h) {
    if (BrokenRows.clickWithoutLink(g)) {
      return wholeEmail(Mix.below(h, crm.emails()));
    }
    return Mix.below(h, (h & 7) == 0 ? crm.emails() / 100 + 1 : crm.emails());
  }

  /** An email that can be moved, from an index on; the index itself where there is none. */
  private long wholeEmail(long from) {
    for (long step = 0; step < Math.min(crm.emails(), 10_000); step++) {
      long email = (from + step) % crm.emails();
      if (!emails.isBroken(email)) {
        return email;
      }
    }
    return from;
  }

  private void kindAndLink(CopyRows rows, long g, long k, boolean twin, long email) {
    boolean click = !twin && !NastyRows.sameSecond(g + 1) && (k & 3) == 0;
    if (BrokenRows.unknownKind(g)) {
      tally.nasty(Nastiness.UNKNOWN_KIND);
      rows.text(UNKNOWN[Mix.small(k, 16, UNKNOWN.length)]);
      rows.none();
    } else if (BrokenRows.clickWithoutLink(g)) {
      tally.nasty(Nastiness.REFUSED_BY_TARGET);
      rows.text(CLICKS[0]);
      rows.none();
    } else if (NastyRows.longUrl(g)) {
      tally.nasty(Nastiness.LONG_URL);
      rows.text(CLICKS[0]);
      rows.text(longLink);
    } else if (click) {
      rows.text(CLICKS[Mix.small(k, 16, CLICKS.length)]);
      rows.hexText(LINK, email & 0xFFF, LINK_END);
    } else {
      if (twin) {
        tally.nasty(Nastiness.SAME_SECOND);
      }
      rows.text(OPENS[Mix.small(k, 16, OPENS.length)]);
      rows.none();
    }
  }

  private void occurred(CopyRows rows, long first, long email, long k, boolean twin) {
    if (NastyRows.in1970(first)) {
      tally.nasty(Nastiness.DATE_IN_1970);
      rows.timestamp(NastyRows.IN_1970_MICROS);
    } else if (NastyRows.in2099(first)) {
      tally.nasty(Nastiness.DATE_IN_2099);
      rows.timestamp(NastyRows.IN_2099_MICROS);
    } else {
      long second =
          emails.sentMicros(email) / NastyRows.SECOND_MICROS + Mix.below(k, WITHIN_DAYS * 86_400);
      long fraction = (k >>> 11 & 0x7FFFF) + (twin ? k & 1 : 0);
      rows.timestamp(second * NastyRows.SECOND_MICROS + fraction);
    }
  }

  private void expectation(long g, boolean gone, long email) {
    if (BrokenRows.unknownKind(g)) {
      tally.quarantined("ENGAGEMENTS", "UNKNOWN_KIND");
    } else if (gone || emails.isBroken(email)) {
      tally.quarantined("ENGAGEMENTS", "BROKEN_REFERENCE");
    } else if (BrokenRows.clickWithoutLink(g)) {
      tally.quarantined("ENGAGEMENTS", "TARGET_REFUSED");
    }
  }

  private static byte[] longLink() {
    StringBuilder link = new StringBuilder("https://www.agency.example/landing?session=");
    while (link.length() < NastyRows.LONG_URL_CHARACTERS) {
      link.append("abcdefghij0123456789-_%7E");
    }
    link.setLength(NastyRows.LONG_URL_CHARACTERS);
    return Words.utf8(link.toString());
  }
}
