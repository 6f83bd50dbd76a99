package dev.godwit.traffic;

import dev.godwit.sampledata.OldCrm;
import dev.godwit.sampledata.SampleEmails;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Emails of a sample customer that opens and clicks are of: the first of those with a message id,
 * so many at most. Immutable.
 *
 * @param whole those that can be moved; at least one
 * @param behind those that cannot
 */
public record EmailPool(List<Email> whole, List<Email> behind) {
  private static final int MOST = 50_000;

  /**
   * One email.
   *
   * @param id its key in the old system
   * @param contact key of its contact
   * @param messageId the Message-ID header, with its angle brackets
   */
  public record Email(long id, long contact, String messageId) {}

  public EmailPool {
    whole = List.copyOf(whole);
    behind = List.copyOf(behind);
    if (whole.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected a customer with an email that can be moved, found none. Make a bigger one.");
    }
  }

  /** Of a customer as it was made in the old system. */
  public static EmailPool of(Connection old, OldCrm crm) throws SQLException {
    SampleEmails known = new SampleEmails(crm);
    List<Email> whole = new ArrayList<>();
    List<Email> behind = new ArrayList<>();
    try (PreparedStatement statement =
        old.prepareStatement(
            "select id, contact_id, message_id from email where customer_id = ? order by id limit "
                + MOST)) {
      statement.setString(1, crm.customer());
      try (ResultSet rows = statement.executeQuery()) {
        for (long index = 0; rows.next(); index++) {
          Email email = new Email(rows.getLong(1), rows.getLong(2), rows.getString(3));
          if (email.messageId() != null) {
            (known.isWhole(index) ? whole : behind).add(email);
          }
        }
      }
    }
    return new EmailPool(whole, behind);
  }
}
