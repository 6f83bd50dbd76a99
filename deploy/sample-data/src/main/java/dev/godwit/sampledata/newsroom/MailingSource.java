package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.CopyRows;
import dev.godwit.sampledata.Script;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Makes the tables of the mailing tool, and newsrooms in it: any size, in constant memory, the same
 * rows for the same seed. It needs the rights of a superuser, because triggers and foreign keys are
 * off meanwhile. Stateless and thread-safe; each call works on its connection in one transaction
 * and commits it.
 */
public final class MailingSource {
  private static final String ROOM = "(select id from mailing.newsroom where slug = ?)";
  private static final String BOOKS =
      "(select id from mailing.address_book where newsroom_id = " + ROOM + ")";
  private static final String LISTS =
      "(select id from mailing.mailing_list where newsroom_id = " + ROOM + ")";
  private static final String CAMPAIGNS =
      "(select id from mailing.campaign where list_id in " + LISTS + ")";
  private static final String PERSONS =
      "(select id from mailing.person where address_book_id in " + BOOKS + ")";
  private static final String COMPANIES =
      "(select id from mailing.company where address_book_id in " + BOOKS + ")";

  /** Conditions by which a newsroom's rows are found, children first; each has one parameter. */
  private static final List<String> OWNED =
      List.of(
          "note where subject_kind = 'P' and subject_id in " + PERSONS,
          "note where subject_kind = 'C' and subject_id in " + COMPANIES,
          "unsubscribe where person_id in " + PERSONS,
          "bounce where delivery_id in (select id from mailing.delivery where campaign_id in "
              + CAMPAIGNS
              + ")",
          "click_event where campaign_id in " + CAMPAIGNS,
          "view_event where campaign_id in " + CAMPAIGNS,
          "delivery where campaign_id in " + CAMPAIGNS,
          "campaign_attachment where campaign_id in " + CAMPAIGNS,
          "campaign_link where campaign_id in " + CAMPAIGNS,
          "campaign where list_id in " + LISTS,
          "membership where list_id in " + LISTS,
          "person where address_book_id in " + BOOKS,
          "company where address_book_id in " + BOOKS,
          "mailing_list where newsroom_id = " + ROOM,
          "address_book where newsroom_id = " + ROOM,
          "staff where newsroom_id = " + ROOM,
          "web_session where newsroom_id = " + ROOM,
          "newsroom where slug = ?");

  private MailingSource() {}

  /** Makes the schema mailing with its tables; nothing where it exists. */
  public static void create(Connection connection) throws SQLException {
    Script.inTransaction(
        connection,
        () -> {
          if (!Script.schemaExists(connection, "mailing")) {
            Script.execute(connection, Script.resource("newsroom/mailing.sql"));
          }
          return null;
        });
  }

  /**
   * Makes a newsroom.
   *
   * @return counts of its rows, and of those that Godwit must merge or quarantine
   * @throws IllegalArgumentException where a newsroom of that slug exists
   */
  public static NewsroomSummary createNewsroom(Connection connection, NewsroomSpec spec)
      throws SQLException {
    return createNewsroom(connection, spec, rows -> {});
  }

  /**
   * As {@link #createNewsroom(Connection, NewsroomSpec)}.
   *
   * @param rowsSoFar receives the number of rows at every 50,000
   */
  public static NewsroomSummary createNewsroom(
      Connection connection, NewsroomSpec spec, LongConsumer rowsSoFar) throws SQLException {
    return Script.inTransaction(
        connection, () -> write(connection, spec, new NewsroomTally(rowsSoFar)));
  }

  /**
   * Deletes a newsroom with all rows that joins find, frozen or not; nothing where it is missing.
   * Notes whose person or company is gone stay: they are nobody's.
   */
  public static void dropNewsroom(Connection connection, String customer) throws SQLException {
    Script.inTransaction(
        connection,
        () -> {
          Script.execute(connection, "set local session_replication_role = replica");
          for (String rows : OWNED) {
            try (PreparedStatement delete =
                connection.prepareStatement("delete from mailing." + rows)) {
              delete.setString(1, customer);
              delete.executeUpdate();
            }
          }
          return null;
        });
  }

  private static NewsroomSummary write(
      Connection connection, NewsroomSpec spec, NewsroomTally tally) throws SQLException {
    if (exists(connection, spec.customer())) {
      throw new IllegalArgumentException(
          "Expected no newsroom "
              + spec.customer()
              + " in the source, but found one; drop it or choose another slug");
    }
    NewsroomModel model = new NewsroomModel(spec);
    NewsroomIds ids = NewsroomIds.draw(connection, model.sizes());
    Script.execute(connection, "set local session_replication_role = replica");
    newsroom(connection, spec, ids);
    staff(connection, ids, tally);
    books(connection, model, ids);
    new CompanyRows(model, ids, tally).write(connection);
    new PersonRows(model, ids, tally).write(connection);
    new MembershipRows(model, ids, tally).write(connection);
    new CampaignRows(model, ids, tally).write(connection);
    new DeliveryRows(model, ids, tally).write(connection);
    new EventRows(model, ids, tally).write(connection);
    new AnswerRows(model, ids, tally).write(connection);
    new NoteRows(model, ids, tally).write(connection);
    tally.row("channels");
    return tally.summary(spec);
  }

  private static boolean exists(Connection connection, String customer) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select 1 from mailing.newsroom where slug = ?")) {
      statement.setString(1, customer);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void newsroom(Connection connection, NewsroomSpec spec, NewsroomIds ids)
      throws SQLException {
    try (CopyRows rows = new CopyRows(connection, "mailing.newsroom", "id, slug, title")) {
      rows.row(3);
      rows.integer(ids.newsroom());
      rows.text(spec.customer());
      rows.text(spec.title());
      rows.done();
    }
  }

  private static void staff(Connection connection, NewsroomIds ids, NewsroomTally tally)
      throws SQLException {
    try (CopyRows rows =
        new CopyRows(connection, "mailing.staff", "newsroom_id, login, full_name, admin")) {
      for (int n = 0; n < NewsroomWords.LOGINS.length; n++) {
        rows.row(4);
        rows.integer(ids.newsroom());
        rows.text(NewsroomWords.LOGINS[n]);
        rows.text(n == 1 ? "Anna Björk" : n == 2 ? null : "Desk " + n);
        rows.bool(n == 0);
        tally.row("staff");
      }
      rows.done();
    }
    try (CopyRows rows =
        new CopyRows(connection, "mailing.web_session", "token, newsroom_id, login, seen_at")) {
      rows.row(4);
      rows.text("session-" + ids.newsroom());
      rows.integer(ids.newsroom());
      rows.text(NewsroomWords.LOGINS[0]);
      rows.timestamp(NewsroomModel.BEGIN_MICROS);
      rows.done();
    }
  }

  private static void books(Connection connection, NewsroomModel model, NewsroomIds ids)
      throws SQLException {
    try (CopyRows rows =
        new CopyRows(connection, "mailing.address_book", "id, newsroom_id, name")) {
      for (int book = 0; book < model.sizes().books(); book++) {
        rows.row(3);
        rows.integer(ids.book() + book);
        rows.integer(ids.newsroom());
        rows.text(NewsroomWords.BOOKS[book]);
      }
      rows.done();
    }
  }
}
