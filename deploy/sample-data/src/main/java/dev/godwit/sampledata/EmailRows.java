package dev.godwit.sampledata;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes the emails of a customer, and computes their content by index without reading them. For
 * use by one thread.
 */
final class EmailRows {
  private static final String COLUMNS =
      "id, customer_id, contact_id, subject, sender, campaign, message_id, sent_at";
  private static final long STREAM = 2;
  private static final long SENT_DAYS = 900;
  private static final long FRACTION = 0x7FFFF;
  private static final byte[] BEFORE_ID = Words.utf8("<");
  private static final byte[] AFTER_ID = Words.utf8("@mail.agency.example>");

  private final SampleSpec spec;
  private final Ids ids;
  private final Tally tally;
  private final SendTimes sends;
  private final byte[] customer;
  private final byte[] longSubject =
      Words.utf8("ÄÖ".repeat(BrokenRows.LONG_SUBJECT_CHARACTERS / 2));

  EmailRows(SampleSpec spec, Ids ids, Tally tally) {
    this.spec = spec;
    this.ids = ids;
    this.tally = tally;
    this.sends = new SendTimes(spec);
    this.customer = Words.utf8(spec.customer());
  }

  void write(Connection connection, SampleData.Progress progress) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "email", COLUMNS)) {
      for (long e = 0; e < spec.emails(); e++) {
        row(rows, e);
        progress.row();
      }
      rows.done();
    }
  }

  /** Index of the contact that an email went to. */
  long contactOf(long email) {
    return Mix.below(bits(email), spec.contacts());
  }

  /** When an email was sent, in microseconds since 1970, also where its row has another date. */
  long sentMicros(long email) {
    long h = Mix.next(bits(email));
    return switch (spec.profile()) {
      case UNIFORM -> OddRows.BEGIN_MICROS + Mix.below(h, SENT_DAYS * OddRows.DAY_MICROS);
      case SENDS -> sends.sentSecond(email) * OddRows.SECOND_MICROS + (h & FRACTION);
    };
  }

  /** Whether Godwit must quarantine an email. */
  boolean isBroken(long email) {
    return BrokenRows.longSubject(email) || BrokenRows.contact(contactOf(email));
  }

  private long bits(long email) {
    return Mix.of(spec.seed(), STREAM, email);
  }

  private void row(CopyRows rows, long e) throws SQLException {
    long h = bits(e);
    long k = Mix.next(~h);
    rows.row(8);
    rows.bigint(ids.email(e));
    rows.text(customer);
    rows.bigint(ids.contact(contactOf(e)));
    rows.text(subject(e, k));
    rows.text(Words.SENDERS[Mix.small(k, 16, Words.SENDERS.length)]);
    rows.text(Words.CAMPAIGNS[(int) (k >>> 32 & 63)]);
    if ((k >>> 40 & 31) == 0) {
      rows.none();
    } else {
      rows.hexText(BEFORE_ID, k, AFTER_ID);
    }
    sent(rows, e);
    if (isBroken(e)) {
      tally.quarantined(
          "EMAILS", BrokenRows.longSubject(e) ? "LIMIT_EXCEEDED" : "BROKEN_REFERENCE");
    }
  }

  private byte[] subject(long e, long k) {
    if (BrokenRows.longSubject(e)) {
      tally.oddity(Oddity.LONG_SUBJECT);
      return longSubject;
    }
    return Words.SUBJECTS[Mix.small(k, 0, Words.SUBJECTS.length)];
  }

  private void sent(CopyRows rows, long e) {
    if (OddRows.in1970(e)) {
      tally.oddity(Oddity.DATE_IN_1970);
      rows.timestamp(OddRows.IN_1970_MICROS);
    } else if (OddRows.in2099(e)) {
      tally.oddity(Oddity.DATE_IN_2099);
      rows.timestamp(OddRows.IN_2099_MICROS);
    } else {
      rows.timestamp(sentMicros(e));
    }
  }
}
