package dev.godwit.pack.draft;

import java.util.List;

/**
 * The text of a pack in place of an entity or a statement that could not be found. It can be read,
 * and the check of the pack reports it with its line, since the table fill_in_… does not exist.
 */
final class Skeletons {
  private static final String NONE =
      "if the system has none, write a query without rows and with columns of these types,"
          + " such as: select null::bigint as id, … where :customer::text is null";

  private Skeletons() {}

  static EntityDraft contacts() {
    return new EntityDraft(
        "contacts",
        List.of(
            "fill in: a query with a row for each contact of a customer. No table was found that leads to the"
                + " customer and has a column with an e-mail address (email, mail, …)",
            NONE),
        List.of("select id, email", "from fill_in_contacts", "where customer_id = :customer"),
        List.of("id"),
        List.of(
            FieldLine.canonical("legacyId", "id", null),
            FieldLine.canonical("address", "email", null)));
  }

  static EntityDraft emails() {
    return new EntityDraft(
        "emails",
        List.of(
            "fill in: a query with a row for each email and recipient. No table was found that refers to the"
                + " contacts and has a name or columns of emails (subject, sent_at, message_id, …)",
            NONE),
        List.of(
            "select id, contact_id, subject, sent_at",
            "from fill_in_emails",
            "where customer_id = :customer"),
        List.of("id"),
        List.of(
            FieldLine.canonical("legacyId", "id", null),
            FieldLine.canonical("contactId", "contact_id", null),
            FieldLine.canonical("subject", "subject", null),
            FieldLine.canonical("sentAt", "sent_at", null)));
  }

  static EntityDraft engagements() {
    return new EntityDraft(
        "engagements",
        List.of(
            "fill in: a query with a row for each open or click. No table was found that refers to the emails,"
                + " has a time, and says by its name or a column what happened",
            NONE),
        List.of(
            "select id, email_id, contact_id, kind, url, occurred_at",
            "from fill_in_engagements",
            "where customer_id = :customer"),
        List.of("id"),
        List.of(
            FieldLine.canonical("legacyId", "id", null),
            FieldLine.canonical("emailId", "email_id", null),
            FieldLine.canonical("contactId", "contact_id", null),
            FieldLine.canonical("kind", "kind", null),
            FieldLine.canonical("url", "url", null),
            FieldLine.canonical("occurredAt", "occurred_at", null)));
  }
}
