package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.Script;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * Ids of a newsroom's rows: consecutive from a base, one base a table. Each table of the mailing
 * tool counts from 1, so that views and clicks have the same ids.
 *
 * @param newsroom id of the newsroom
 * @param book id of the first address book
 * @param list id of the first list
 * @param company id of the first company
 * @param person id of the first person
 * @param campaign id of the first campaign
 * @param delivery id of the first delivery
 * @param view id of the first view
 * @param click id of the first click
 * @param note id of the first note
 */
record NewsroomIds(
    int newsroom,
    int book,
    int list,
    long company,
    long person,
    int campaign,
    long delivery,
    long view,
    long click,
    int note) {
  /** Number of ids behind a newsroom's last row that no row ever has, so that a row can be gone. */
  static final long GONE = 1_000;

  /**
   * Draws the ids of all rows from the tables' sequences, each table's at once: nobody draws one of
   * them meanwhile. Needs a transaction.
   */
  static NewsroomIds draw(Connection connection, NewsroomModel.Sizes sizes) throws SQLException {
    return new NewsroomIds(
        Math.toIntExact(draw(connection, "newsroom", 1)),
        Math.toIntExact(draw(connection, "address_book", sizes.books())),
        Math.toIntExact(draw(connection, "mailing_list", sizes.lists() + GONE)),
        draw(connection, "company", sizes.companies() + GONE),
        draw(connection, "person", sizes.persons() + GONE),
        Math.toIntExact(draw(connection, "campaign", sizes.campaigns())),
        draw(connection, "delivery", sizes.deliveries() + GONE),
        draw(connection, "view_event", sizes.views()),
        draw(connection, "click_event", sizes.clicks()),
        Math.toIntExact(draw(connection, "note", sizes.notes())));
  }

  /** The lock ends with the savepoint; what a sequence has given stays. */
  private static long draw(Connection connection, String table, long number) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Script.execute(connection, "lock table mailing." + table + " in exclusive mode");
      return advance(connection, table, number);
    } finally {
      connection.rollback(before);
    }
  }

  private static long advance(Connection connection, String table, long number)
      throws SQLException {
    String sequence = "pg_get_serial_sequence('mailing." + table + "', 'id')::regclass";
    try (PreparedStatement next =
        connection.prepareStatement(
            "select first, setval(%1$s, first + ?) from (select nextval(%1$s) as first) drawn"
                .formatted(sequence))) {
      next.setLong(1, number - 1);
      try (ResultSet row = next.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
