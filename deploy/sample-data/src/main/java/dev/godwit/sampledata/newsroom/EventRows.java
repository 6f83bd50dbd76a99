package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Mix;
import dev.godwit.sampledata.newsroom.NewsroomModel.Kind;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes the views and clicks of a newsroom, each into its table. 2 % of them name no email, and
 * half of these no person either; 2 % more name the email only. For use by one thread.
 */
final class EventRows {
  private static final long DELAY_DAYS = 30;
  private static final int LINK_GONE = 99;

  private final NewsroomModel model;
  private final NewsroomIds ids;
  private final NewsroomTally tally;

  EventRows(NewsroomModel model, NewsroomIds ids, NewsroomTally tally) {
    this.model = model;
    this.ids = ids;
    this.tally = tally;
  }

  void write(Connection connection) throws SQLException {
    try (CopyRows rows =
        new CopyRows(
            connection,
            "mailing.view_event",
            "id, campaign_id, delivery_id, person_id, seen_at, agent, beacon")) {
      for (long v = 0; v < model.sizes().views(); v++) {
        rows.row(7);
        rows.bigint(ids.view() + v);
        rows.integer(campaign(Kind.VIEW, v));
        rest(rows, Kind.VIEW, v);
      }
      rows.done();
    }
    try (CopyRows rows =
        new CopyRows(
            connection,
            "mailing.click_event",
            "id, campaign_id, link_no, delivery_id, person_id, clicked_at, agent, beacon")) {
      for (long c = 0; c < model.sizes().clicks(); c++) {
        rows.row(8);
        rows.bigint(ids.click() + c);
        rows.integer(campaign(Kind.CLICK, c));
        rows.smallint(link(c));
        rest(rows, Kind.CLICK, c);
      }
      rows.done();
    }
  }

  private int campaign(Kind kind, long event) {
    return ids.campaign() + (int) model.campaignOf(model.deliveryOf(kind, event));
  }

  private int link(long click) {
    if (BrokenNewsroomRows.linkGone(click)) {
      return LINK_GONE;
    }
    int links = NewsroomModel.links(model.campaignOf(model.deliveryOf(Kind.CLICK, click)));
    return 1 + (int) (click % links);
  }

  private void rest(CopyRows rows, Kind kind, long event) {
    long delivery = model.deliveryOf(kind, event);
    long k = Mix.next(model.eventBits(kind, event));
    names(rows, event, delivery);
    if (BrokenNewsroomRows.atInfinity(event)) {
      rows.infinitelyLate();
    } else if (BrokenNewsroomRows.in1970(event)) {
      rows.timestamp(0);
    } else {
      rows.timestamp(
          model.sentMicros(delivery) + Mix.below(k, DELAY_DAYS * NewsroomModel.DAY_MICROS));
    }
    rows.text(NewsroomWords.AGENTS[Mix.small(k, 0, NewsroomWords.AGENTS.length)]);
    rows.text(event % 50 == 3 ? kind.name().charAt(0) + Long.toHexString(k) : null);
    count(kind, event, delivery);
  }

  private void names(CopyRows rows, long event, long delivery) {
    boolean anonymous = NewsroomModel.anonymous(event);
    if (anonymous) {
      rows.none();
    } else if (BrokenNewsroomRows.deliveryGone(event)) {
      rows.bigint(ids.delivery() + model.sizes().deliveries() + event % NewsroomIds.GONE);
    } else {
      rows.bigint(ids.delivery() + delivery);
    }
    if (anonymous ? !isKnown(event) : event % 50 == 18) {
      rows.none();
    } else {
      rows.bigint(ids.person() + model.personOf(delivery));
    }
  }

  /** Whether an event without an email names the person: every second one. */
  private static boolean isKnown(long event) {
    return event % 100 >= 50;
  }

  private void count(Kind kind, long event, long delivery) {
    tally.row("engagements");
    if (!NewsroomModel.anonymous(event)) {
      tally.quarantined("engagements", model.flawOfEvent(kind, event));
    } else if (isKnown(event) && model.flaw(model.personOf(delivery)) != null) {
      tally.quarantined("engagements", "BROKEN_REFERENCE");
    }
  }
}
