package dev.godwit.traffic;

import dev.godwit.sampledata.SampleEmails;
import dev.godwit.sampledata.SampleSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The emails of a sample customer that opens and clicks refer to: the first 50,000, of which only
 * those with a message id of their own. Immutable.
 *
 * @param migratable at least one
 * @param quarantined those that Godwit must quarantine
 */
public record EmailPool(List<Email> migratable, List<Email> quarantined) {
  private static final int MAX_EMAILS = 50_000;

  /**
   * One email.
   *
   * @param id its key in the source
   * @param contact key of its contact
   * @param messageId the Message-ID header, with its angle brackets
   */
  public record Email(long id, long contact, String messageId) {}

  public EmailPool {
    migratable = List.copyOf(migratable);
    quarantined = List.copyOf(quarantined);
    if (migratable.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected a customer with an email that can be migrated, but found none. Make a bigger one.");
    }
  }

  /** The emails of a customer as it was made in the source. */
  public static EmailPool of(Connection source, SampleSpec spec) throws SQLException {
    SampleEmails known = new SampleEmails(spec);
    List<Email> migratable = new ArrayList<>();
    List<Email> quarantined = new ArrayList<>();
    try (PreparedStatement statement =
        source.prepareStatement(
            "select id, contact_id, case when not exists (select from email o"
                + " where o.customer_id = e.customer_id and o.message_id = e.message_id and o.id <> e.id)"
                + " then message_id end from email e where customer_id = ? order by id limit "
                + MAX_EMAILS)) {
      statement.setString(1, spec.customer());
      try (ResultSet rows = statement.executeQuery()) {
        for (long index = 0; rows.next(); index++) {
          Email email = new Email(rows.getLong(1), rows.getLong(2), rows.getString(3));
          if (email.messageId() != null) {
            (known.isMigratable(index) ? migratable : quarantined).add(email);
          }
        }
      }
    }
    return new EmailPool(migratable, quarantined);
  }
}
