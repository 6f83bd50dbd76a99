package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import dev.godwit.sampledata.Words;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes the emails of a newsroom, one row for each recipient. For use by one thread. */
final class DeliveryRows {
  private static final long STREAM = 5;
  private static final byte[] BEFORE_ID = Words.utf8("<");
  private static final byte[] AFTER_ID = Words.utf8("@mail.agency.example>");
  private static final String COLUMNS =
      "id, campaign_id, person_id, message_id, subject, state, sent_at";

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;
  private final String longSubject = "Ä".repeat(BrokenNewsroomRows.LONG_SUBJECT_CHARACTERS);

  DeliveryRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
  }

  void write(Connection connection) throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "mailing.delivery", COLUMNS)) {
      for (long d = 0; d < model.sizes().deliveries(); d++) {
        row(rows, d);
        tally.row("emails");
        tally.quarantined("emails", model.flawOfDelivery(d));
      }
      rows.done();
    }
  }

  private void row(CopyRows rows, long d) throws SQLException {
    long k = model.bits(STREAM, d);
    rows.row(7);
    rows.bigint(ids.delivery() + d);
    rows.integer(ids.campaign() + (int) model.campaignOf(d));
    if (BrokenNewsroomRows.personGone(d)) {
      rows.bigint(ids.person() + model.sizes().persons() + d % NewsroomIds.GONE);
    } else {
      rows.bigint(ids.person() + model.personOf(d));
    }
    if ((k >>> 40 & 31) == 0) {
      rows.none();
    } else {
      rows.hexText(BEFORE_ID, k, AFTER_ID);
    }
    rows.text(subject(d, k));
    rows.text(
        BrokenNewsroomRows.unknownState(d)
            ? "limbo"
            : NewsroomWords.STATES[Mix.small(k, 0, NewsroomWords.STATES.length)]);
    rows.timestamp(model.sentMicros(d));
  }

  private String subject(long d, long k) {
    if (BrokenNewsroomRows.longSubject(d)) {
      return longSubject;
    }
    return (k >>> 45 & 7) == 0 ? "For you: no. " + d : null;
  }
}
