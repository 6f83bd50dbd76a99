package dev.godwit.sampledata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows behind a customer's last ones, one kind after another, that a migration tool loses, merges
 * or trips over without a word. Always the same. For one use by one thread.
 */
final class CaseRows {
  private static final int PLACEHOLDERS = 25;
  private static final int NEWSLETTER_EMAILS = 3;

  /** In Base64: ten megabytes, where a record of Kafka has one. */
  private static final int LARGE_REPEATS = 2_600_000;

  private static final String INSERT =
      "insert into contact (id, customer_id, email, given_name, family_name, consent, custom_fields,"
          + " created_at) values (?, ?, ?, ?, 'Case', 'granted', ?, now())";

  private record Contact(String address, String given, String customFields) {}

  private final SampleSpec spec;
  private final Tally tally;
  private final List<Contact> contacts = new ArrayList<>();

  CaseRows(SampleSpec spec, Tally tally) {
    this.spec = spec;
    this.tally = tally;
  }

  /**
   * Adds the contacts.
   *
   * @param nextId id of the first of them
   * @return number of them
   */
  long addContacts(Connection connection, long nextId) throws SQLException {
    placeholders();
    family();
    invisible();
    similarDomains();
    badAddresses();
    customFields();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < contacts.size(); i++) {
        Contact contact = contacts.get(i);
        insert.setLong(1, nextId + i);
        insert.setString(2, spec.customer());
        insert.setString(3, contact.address());
        insert.setString(4, contact.given());
        insert.setString(5, contact.customFields());
        insert.executeUpdate();
      }
    }
    return contacts.size();
  }

  /**
   * Gives the last emails that Godwit can migrate one message id, as a newsletter has.
   *
   * @param lastId id of the customer's last email
   */
  void joinEmails(Connection connection, long lastId) throws SQLException {
    EmailRows emails = new EmailRows(spec, new Ids(0, 0, 0, 0), new Tally());
    int joined = 0;
    try (PreparedStatement update =
        connection.prepareStatement("update email set message_id = ? where id = ?")) {
      for (long email = spec.emails() - 1; email >= 0 && joined < NEWSLETTER_EMAILS; email--) {
        if (!emails.isBroken(email)) {
          update.setString(1, "<newsletter.1@mail.agency.example>");
          update.setLong(2, lastId - (spec.emails() - 1 - email));
          update.executeUpdate();
          tally.oddity(Oddity.ONE_MESSAGE_ID);
          joined++;
        }
      }
    }
  }

  private void placeholders() {
    for (int i = 1; i <= PLACEHOLDERS; i++) {
      quarantined(
          Oddity.PLACEHOLDER_ADDRESS,
          "LARGE_GROUP",
          new Contact("none@none.example", "Person " + i, null));
    }
  }

  private void family() {
    String reason = "DISAGREEING_GROUP";
    quarantined(
        Oddity.FAMILY_ADDRESS,
        reason,
        new Contact("family@example.com", "Ann", "{\"birthday\":\"1980-02-03\"}"));
    quarantined(
        Oddity.FAMILY_ADDRESS,
        reason,
        new Contact("Family@example.com", "Ben", "{\"birthday\":\"1979-05-06\"}"));
  }

  private void invisible() {
    contacts.add(new Contact("buyer@example.com", "Bea", null));
    for (String address : List.of("\u200fbuyer@example.com", "buyer@example.com\u200e")) {
      contacts.add(new Contact(address, "Bea", null));
      tally.oddity(Oddity.INVISIBLE_AT_THE_END);
      tally.merged();
    }
    quarantined(
        Oddity.INVISIBLE_INSIDE,
        "BAD_ADDRESS",
        new Contact("bu\u00adyer@example.com", "Bea", null));
  }

  private void similarDomains() {
    for (String address : List.of("anna@fa\u00df.example", "anna@fass.example")) {
      contacts.add(new Contact(address, "Anna", null));
      tally.oddity(Oddity.SIMILAR_DOMAIN);
    }
  }

  private void badAddresses() {
    String reason = "BAD_ADDRESS";
    quarantined(
        Oddity.SEVERAL_ADDRESSES, reason, new Contact("a@b.example; c@d.example", "Two", null));
    quarantined(Oddity.NAME_AND_ADDRESS, reason, new Contact("Ann <ann@b.example>", "Ann", null));
    quarantined(Oddity.TWO_DOTS, reason, new Contact("two..dots@mail.example", "Dot", null));
  }

  private void customFields() {
    contacts.add(new Contact("php@example.com", "Pia", "[]"));
    tally.oddity(Oddity.EMPTY_PHP_ARRAY);
    quarantined(
        Oddity.TOO_LARGE,
        "LIMIT_EXCEEDED",
        new Contact(
            "large@example.com", "Lea", "{\"avatar\":\"" + "QUJD".repeat(LARGE_REPEATS) + "\"}"));
  }

  private void quarantined(Oddity oddity, String reason, Contact contact) {
    contacts.add(contact);
    tally.oddity(oddity);
    tally.quarantined("CONTACTS", reason);
  }
}
