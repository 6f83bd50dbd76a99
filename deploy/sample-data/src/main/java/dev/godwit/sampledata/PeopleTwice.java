package dev.godwit.sampledata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Contacts that two teams entered, with different addresses and spellings, and two who look like
 * one person and are not. Their custom fields say who is who: {@code person}. Always the same.
 * Stateless.
 */
final class PeopleTwice {
  private static final String INSERT =
      "insert into contact (id, customer_id, email, given_name, family_name, consent, outlet,"
          + " custom_fields, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, now())";

  private record Row(
      String person, String address, String given, String family, String outlet, String consent) {}

  private static final List<Row> ROWS =
      List.of(
          row(
              "1",
              "quintana@harbour-gazette.example",
              "Quintana",
              "Ferreira-Holm",
              "Harbour Gazette"),
          row("1", "q.ferreira@freelance.example", "Quintana", "Ferreira-Holm", "HARBOUR GAZETTE"),
          row("2", "bob.winterling@cnn.com", "Robert", "Winterling", "CNN"),
          row("2", "winterling@freelance.example", "Bob", "Winterling", "cnn.com"),
          row("2", "robert@winterling.example", "Robert", "Winterling", "CNN, Inc."),
          row("3", "j.oetsch@fluss-bote.example", "Jürgen", "Mühlötsch", "Fluss-Bote"),
          row("3", "oetsch@freelance.example", "Juergen", "Muehloetsch", "Fluss Bote GmbH"),
          row("4", "solveig@north-radio.example", "Solveig", "Aakerblom", "North Radio"),
          new Row(
              "4",
              "aakerblom@freelance.example",
              "Solveig",
              "Aakerblom",
              "North Radio",
              "withdrawn"),
          row("5", "karl@brandauer.example", "Karl", "Brandauer", "Brandauer & Sons"),
          row("6", "karla@brandauer.example", "Karla", "Brandauer", "Brandauer & Sons"));

  private PeopleTwice() {}

  private static Row row(
      String person, String address, String given, String family, String outlet) {
    return new Row(person, address, given, family, outlet, "granted");
  }

  /**
   * Adds the contacts.
   *
   * @param nextId id of the first of them
   * @return number of them
   */
  static long add(Connection connection, SampleSpec spec, long nextId, Tally tally)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < ROWS.size(); i++) {
        Row row = ROWS.get(i);
        insert.setLong(1, nextId + i);
        insert.setString(2, spec.customer());
        insert.setString(3, row.address());
        insert.setString(4, row.given());
        insert.setString(5, row.family());
        insert.setString(6, row.consent());
        insert.setString(7, row.outlet());
        insert.setString(8, "{\"person\":\"%s\"}".formatted(row.person()));
        insert.executeUpdate();
        tally.oddity(Oddity.ENTERED_TWICE);
      }
    }
    return ROWS.size();
  }
}
