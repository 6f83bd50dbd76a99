package dev.godwit.it;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows that the target should hold of a customer, computed by plain SQL from the source and
 * from the quarantine, without Godwit's own mapping.
 */
final class ExpectedRows {
  private static final String CONTACTS =
      """
      select id, lower(btrim(email, E' \\t\\r\\n\\u00a0\\u200b\\ufeff')) as address
      from contact where customer_id = ? order by id""";

  private final Databases databases;
  private final String customer;
  private final QuarantinedRecords quarantine;
  private final Map<String, String> survivors = new HashMap<>();

  ExpectedRows(Databases databases, String customer, QuarantinedRecords quarantine) {
    this.databases = databases;
    this.customer = customer;
    this.quarantine = quarantine;
    Map<String, String> firstByAddress = new HashMap<>();
    for (List<String> contact : databases.sourceRows(CONTACTS, customer)) {
      String address = contact.get(1);
      String survivor =
          address == null || address.isEmpty()
              ? contact.get(0)
              : firstByAddress.computeIfAbsent(address, a -> contact.get(0));
      survivors.put(contact.get(0), survivor);
    }
  }

  /** Source ids of the contacts that the target should have. */
  Set<String> contacts() {
    Set<String> ids = new HashSet<>(survivors.values());
    ids.removeAll(quarantine.ids("CONTACTS"));
    return ids;
  }

  /** Contacts that were merged into another one. */
  long mergedAway() {
    return (long) survivors.size() - new HashSet<>(survivors.values()).size();
  }

  /** Emails that the target should have: source id, source id of the contact and all texts. */
  Map<String, List<String>> emails() {
    Set<String> left = quarantine.ids("EMAILS");
    Map<String, List<String>> emails = new TreeMap<>();
    databases
        .sourceRows(
            """
            select id::text, contact_id::text, nullif(subject, ''), nullif(sender, ''),
              nullif(campaign, ''), nullif(message_id, ''), extract(epoch from sent_at)::text
            from email where customer_id = ?""",
            customer)
        .stream()
        .filter(row -> !left.contains(row.getFirst()))
        .forEach(
            row -> {
              row.set(1, survivors.get(row.get(1)));
              emails.put(row.getFirst(), row);
            });
    return emails;
  }

  /**
   * Engagement that the target should have: source id of the email and all values, with their
   * number.
   */
  Map<List<String>, Integer> engagements() {
    Set<String> left = quarantine.ids("ENGAGEMENTS");
    Map<List<String>, Integer> engagements = new HashMap<>();
    databases
        .sourceRows(
            """
            select id::text, email_id::text,
              case when lower(btrim(kind)) like 'click%' then 'click' else 'open' end,
              nullif(url, ''), nullif(agent, ''), extract(epoch from occurred_at)::text
            from engagement where customer_id = ?""",
            customer)
        .stream()
        .filter(row -> !left.contains(row.getFirst()))
        .forEach(row -> engagements.merge(row.subList(1, 6), 1, Integer::sum));
    return engagements;
  }
}
