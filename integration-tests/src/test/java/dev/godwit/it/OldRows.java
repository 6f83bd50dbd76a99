package dev.godwit.it;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the new CRM should hold of a customer, worked out from the old CRM by plain SQL and from the
 * list of what was quarantined; nothing of Godwit's own mapping is used.
 */
final class OldRows {
  private static final String CONTACTS =
      """
      select id, lower(btrim(email, E' \\t\\r\\n\\u00a0\\u200b\\ufeff')) as address
      from contact where customer_id = ? order by id""";

  private final Systems systems;
  private final String customer;
  private final Quarantine quarantine;
  private final Map<String, String> survivors = new HashMap<>();

  OldRows(Systems systems, String customer, Quarantine quarantine) {
    this.systems = systems;
    this.customer = customer;
    this.quarantine = quarantine;
    Map<String, String> firstByAddress = new HashMap<>();
    for (List<String> contact : systems.old(CONTACTS, customer)) {
      String address = contact.get(1);
      String survivor =
          address == null || address.isEmpty()
              ? contact.get(0)
              : firstByAddress.computeIfAbsent(address, a -> contact.get(0));
      survivors.put(contact.get(0), survivor);
    }
  }

  /** Old ids of the contacts that the new CRM should have. */
  Set<String> contacts() {
    Set<String> ids = new HashSet<>(survivors.values());
    ids.removeAll(quarantine.ids("CONTACTS"));
    return ids;
  }

  /** Contacts that live on in another one. */
  long mergedAway() {
    return survivors.size() - new HashSet<>(survivors.values()).size();
  }

  /** Emails that the new CRM should have: old id, contact's old id and all texts. */
  Map<String, List<String>> emails() {
    Set<String> left = quarantine.ids("EMAILS");
    Map<String, List<String>> emails = new TreeMap<>();
    systems
        .old(
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

  /** Engagement that the new CRM should have: email's old id and all values, with how often. */
  Map<List<String>, Integer> engagements() {
    Set<String> left = quarantine.ids("ENGAGEMENTS");
    Map<List<String>, Integer> engagements = new HashMap<>();
    systems
        .old(
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
