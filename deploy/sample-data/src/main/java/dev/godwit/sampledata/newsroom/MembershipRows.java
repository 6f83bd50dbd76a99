package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;

/** Writes the mailing lists of a newsroom and who is a member of them. For use by one thread. */
final class MembershipRows {
  private static final long STREAM = 3;

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;

  MembershipRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
  }

  void write(Connection connection) throws SQLException {
    lists(connection);
    try (CopyRows rows =
        new CopyRows(
            connection, "mailing.membership", "list_id, person_id, status, joined_on, left_at")) {
      for (long person = 0; person < model.sizes().persons(); person++) {
        for (int slot = 0; slot < NewsroomModel.SLOTS; slot++) {
          int list = model.listOf(person, slot);
          if (list >= 0) {
            row(rows, person, list, person * NewsroomModel.SLOTS + slot);
          }
        }
      }
      rows.done();
    }
  }

  private void lists(Connection connection) throws SQLException {
    try (CopyRows rows =
        new CopyRows(
            connection, "mailing.mailing_list", "id, newsroom_id, code, title, kind, opened")) {
      for (int list = 0; list < model.sizes().lists(); list++) {
        long bits = model.bits(STREAM + 100, list);
        rows.row(6);
        rows.integer(ids.list() + list);
        rows.integer(ids.newsroom());
        rows.text("list-" + (list + 1));
        rows.text((bits & 3) == 0 ? "" : "List no. " + (list + 1));
        rows.text(NewsroomWords.LIST_KINDS[Mix.small(bits, 8, NewsroomWords.LIST_KINDS.length)]);
        rows.text(OddForms.founded(LocalDate.of(2012, 1 + list % 12, 1 + list % 28), bits >>> 4));
        tally.row("lists");
      }
      rows.done();
    }
  }

  private void row(CopyRows rows, long person, int list, long membership) throws SQLException {
    long bits = model.bits(STREAM, membership);
    boolean unknown = BrokenNewsroomRows.unknownStatus(membership, person);
    String status = NewsroomWords.STATUSES[Mix.small(bits, 0, NewsroomWords.STATUSES.length)];
    rows.row(5);
    rows.integer(ids.list() + list);
    rows.bigint(ids.person() + person);
    rows.text(unknown ? "zombie" : status);
    rows.text(OddForms.joined(LocalDate.of(2013, 1, 1).plusDays(bits >>> 16 & 2047), bits >>> 32));
    if (status.equals("left") || status.equals("unsub")) {
      rows.timestamp(NewsroomModel.BEGIN_MICROS + (bits >>> 40) * NewsroomModel.SECOND_MICROS);
    } else {
      rows.none();
    }
    tally.row("memberships");
    if (model.isMemberByAnother(person, list)) {
      tally.merged("memberships");
    } else if (unknown) {
      tally.quarantined("memberships", "UNKNOWN_VALUE");
    } else if (model.flaw(person) != null) {
      tally.quarantined("memberships", "BROKEN_REFERENCE");
    }
  }
}
