package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes what a newsroom's emails brought in: bounces of 2 % of emails, unsubscribes of 5 % of
 * persons. For use by one thread.
 */
final class AnswerRows {
  private static final long STREAM = 6;

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;

  AnswerRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
  }

  void write(Connection connection) throws SQLException {
    try (CopyRows rows =
        new CopyRows(connection, "mailing.bounce", "delivery_id, attempt, kind, code, reported")) {
      for (long d = 21; d < model.sizes().deliveries(); d += 50) {
        bounce(rows, d, 1);
        if (d % 100 == 21) {
          bounce(rows, d, 2);
        }
      }
      rows.done();
    }
    try (CopyRows rows =
        new CopyRows(connection, "mailing.unsubscribe", "person_id, list_id, at_ms, reason")) {
      for (long i = 6; i < model.sizes().persons(); i += 20) {
        unsubscribe(rows, i);
      }
      rows.done();
    }
  }

  private void bounce(CopyRows rows, long d, int attempt) throws SQLException {
    long k = Mix.next(model.bits(STREAM, d) + attempt);
    boolean noDay = attempt == 1 && BrokenNewsroomRows.bouncedOnNoDay(d);
    boolean unknown = attempt == 1 && BrokenNewsroomRows.unknownBounce(d);
    String[] kinds = attempt == 1 ? NewsroomWords.SOFT : NewsroomWords.HARD;
    rows.row(5);
    rows.bigint(ids.delivery() + d);
    rows.smallint(attempt);
    rows.text(unknown ? "squishy" : kinds[Mix.small(k, 0, kinds.length)]);
    rows.text((k >>> 16 & 3) == 0 ? null : attempt == 1 ? "4.2.2" : "5.1.1");
    rows.text(
        noDay
            ? "Fri, 32 Foo 2020 25:00:00 +0100"
            : OddForms.reported(
                model.sentMicros(d) + attempt * NewsroomModel.DAY_MICROS, k >>> 20));
    tally.row("bounces");
    tally.quarantined(
        "bounces",
        noDay
            ? "BAD_DATE"
            : unknown
                ? "UNKNOWN_VALUE"
                : model.flawOfDelivery(d) == null ? null : "BROKEN_REFERENCE");
  }

  private void unsubscribe(CopyRows rows, long i) throws SQLException {
    long k = model.bits(STREAM + 1, i);
    boolean gone = BrokenNewsroomRows.listGone(i);
    rows.row(4);
    rows.bigint(ids.person() + i);
    if (gone) {
      rows.integer(ids.list() + model.sizes().lists() + (int) (i % NewsroomIds.GONE));
    } else {
      rows.integer(i % 40 == 6 ? 0 : ids.list() + model.listOf(i, 0));
    }
    rows.bigint(NewsroomModel.BEGIN_MICROS / 1_000 + (k >>> 28));
    rows.text((k & 3) == 0 ? "" : "too many emails");
    tally.row("unsubscribes");
    tally.quarantined("unsubscribes", gone || model.flaw(i) != null ? "BROKEN_REFERENCE" : null);
  }
}
