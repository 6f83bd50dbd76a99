package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** Writes the campaigns of a newsroom, their links and their files. For use by one thread. */
final class CampaignRows {
  private static final long STREAM = 4;
  private static final long LARGE_FILE_OF = 3;

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;

  CampaignRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
  }

  void write(Connection connection) throws SQLException {
    campaigns(connection);
    links(connection);
    files(connection);
  }

  private void campaigns(Connection connection) throws SQLException {
    try (CopyRows rows =
        new CopyRows(
            connection,
            "mailing.campaign",
            "id, list_id, public_id, subject, sender, body, sent_ms")) {
      for (long c = 0; c < model.sizes().campaigns(); c++) {
        long h = model.bits(STREAM, c);
        long k = Mix.next(h);
        rows.row(7);
        rows.integer(id(c));
        rows.integer(ids.list() + (int) Mix.below(h, model.sizes().lists()));
        rows.uuid(h, Mix.next(k));
        rows.text(NewsroomWords.SUBJECTS[Mix.small(k, 0, NewsroomWords.SUBJECTS.length)]);
        rows.text(NewsroomWords.SENDERS[Mix.small(k, 16, NewsroomWords.SENDERS.length)]);
        rows.text((k >>> 32 & 7) == 0 ? null : "Dear reader,\r\nsee “no. " + c + "”.\n\tThe desk");
        if (c % 10 == 9) {
          rows.none();
        } else {
          rows.bigint(NewsroomModel.BEGIN_MICROS / 1_000 + (k >>> 28));
        }
        tally.row("campaigns");
      }
      rows.done();
    }
  }

  private void links(Connection connection) throws SQLException {
    try (CopyRows rows =
        new CopyRows(connection, "mailing.campaign_link", "campaign_id, link_no, url")) {
      for (long c = 0; c < model.sizes().campaigns(); c++) {
        for (int link = 1; link <= NewsroomModel.links(c); link++) {
          rows.row(3);
          rows.integer(id(c));
          rows.smallint(link);
          rows.text("https://newsroom.example/story/" + c + "?n=" + link);
        }
      }
      rows.done();
    }
  }

  private void files(Connection connection) throws SQLException {
    try (CopyRows rows =
        new CopyRows(
            connection,
            "mailing.campaign_attachment",
            "campaign_id, file_no, file_name, content")) {
      for (long c = LARGE_FILE_OF; c < model.sizes().campaigns(); c += 5) {
        file(rows, c, 1, 200 + (int) (c % 300));
        if (c == LARGE_FILE_OF
            && model.sizes().persons() >= BrokenNewsroomRows.PERSONS_WITH_CASES) {
          file(rows, c, 2, BrokenNewsroomRows.LARGE_FILE_BYTES);
          tally.quarantined("attachments", "LIMIT_EXCEEDED");
        }
      }
      rows.done();
    }
  }

  private void file(CopyRows rows, long campaign, int number, int bytes) throws SQLException {
    byte[] content = new byte[bytes];
    byte[] heading = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    long bits = model.bits(STREAM + number, campaign);
    for (int i = 0; i < bytes; i++) {
      bits = (i & 7) == 0 ? Mix.next(bits) : bits;
      content[i] = i < heading.length ? heading[i] : (byte) (bits >>> ((i & 7) * 8));
    }
    rows.row(4);
    rows.integer(id(campaign));
    rows.smallint(number);
    rows.text("press kit " + number + ".pdf");
    rows.text(content);
    tally.row("attachments");
  }

  private int id(long campaign) {
    return ids.campaign() + (int) campaign;
  }
}
