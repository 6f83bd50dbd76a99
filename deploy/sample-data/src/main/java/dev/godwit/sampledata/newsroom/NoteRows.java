package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes the notes of a newsroom: on a tenth of persons and a fifth of companies, and three whose
 * person is gone. For use by one thread.
 */
final class NoteRows {
  private static final long STREAM = 8;
  private static final int OF_NOBODY = 3;
  private static final int EVERY_PERSON = 10;
  private static final int FIRST_PERSON = 4;
  private static final int EVERY_COMPANY = 5;
  private static final int FIRST_COMPANY = 2;
  private static final byte[] PERSON = {'P'};
  private static final byte[] COMPANY = {'C'};

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;
  private int nextId;

  NoteRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
    this.nextId = ids.note();
  }

  /** Number of notes of so many persons and companies. */
  static long count(long persons, long companies) {
    return (persons - FIRST_PERSON + EVERY_PERSON - 1) / EVERY_PERSON
        + (companies - FIRST_COMPANY + EVERY_COMPANY - 1) / EVERY_COMPANY
        + OF_NOBODY;
  }

  void write(Connection connection) throws SQLException {
    try (CopyRows rows =
        new CopyRows(
            connection,
            "mailing.note",
            "id, subject_kind, subject_id, author, body, pinned, written")) {
      for (long i = FIRST_PERSON; i < model.sizes().persons(); i += EVERY_PERSON) {
        boolean noDay = BrokenNewsroomRows.notedOnNoDay(i);
        row(rows, PERSON, ids.person() + i, i, noDay);
        tally.row("notes");
        tally.quarantined(
            "notes", noDay ? "BAD_DATE" : model.flaw(i) == null ? null : "BROKEN_REFERENCE");
      }
      for (long c = FIRST_COMPANY; c < model.sizes().companies(); c += EVERY_COMPANY) {
        row(rows, COMPANY, ids.company() + c, ~c, false);
        tally.row("notes");
        tally.quarantined(
            "notes", BrokenNewsroomRows.company(c) == null ? null : "BROKEN_REFERENCE");
      }
      for (int n = 0; n < OF_NOBODY; n++) {
        row(rows, PERSON, ids.person() + model.sizes().persons() + n, n, false);
        tally.noteOfNobody();
      }
      rows.done();
    }
  }

  private void row(CopyRows rows, byte[] kind, long subject, long index, boolean noDay)
      throws SQLException {
    long k = model.bits(STREAM, index);
    rows.row(7);
    rows.integer(nextId++);
    rows.text(kind);
    rows.bigint(subject);
    int author = Mix.small(k, 0, NewsroomWords.LOGINS.length + 1);
    rows.text(author < NewsroomWords.LOGINS.length ? NewsroomWords.LOGINS[author] : null);
    rows.text("Called back; “maybe” next week.\n" + Long.toString(k >>> 40, 36));
    rows.bool((k >>> 16 & 7) == 0);
    long written =
        NewsroomModel.BEGIN_MICROS + Mix.below(Mix.next(k), 900) * NewsroomModel.DAY_MICROS;
    rows.text(noDay ? "31.02.2019 10:00" : OddForms.written(written));
  }
}
