package dev.godwit.local.chaos.check;

import dev.godwit.records.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the rows that the target holds of a committed customer with those that it should hold:
 * every row of the source is in exactly one of loaded, merged and quarantined (invariant 3).
 */
final class CopiedRows {
  private static final int SHOWN = 5;
  private static final String SOURCE_CONTACTS =
      """
      select id::text, lower(btrim(email, E' \\t\\r\\n\\u00a0\\u200b\\ufeff'))
      from contact where customer_id = ? order by id\
      """;
  private static final String SOURCE_EMAILS =
      """
      select id::text, contact_id::text, nullif(subject, ''), nullif(sender, ''),
        nullif(campaign, ''), nullif(message_id, ''), extract(epoch from sent_at)::text
      from email where customer_id = ?\
      """;
  private static final String SOURCE_ENGAGEMENTS =
      """
      select id::text, event_id, email_id::text,
        case when lower(btrim(kind)) like 'click%' then 'click' else 'open' end,
        nullif(url, ''), nullif(agent, ''), extract(epoch from occurred_at)::text
      from engagement where customer_id = ?\
      """;
  private static final String TARGET_CONTACTS =
      "select legacy_id from crm.contact where customer_id = ?";
  private static final String TARGET_EMAILS =
      """
      select e.legacy_id, c.legacy_id, nullif(e.subject, ''), nullif(e.sender, ''),
        nullif(e.campaign, ''), nullif(e.message_id, ''), extract(epoch from e.sent_at)::text
      from crm.email e join crm.contact c on c.id = e.contact_id where e.customer_id = ?\
      """;
  private static final String TARGET_ENGAGEMENTS =
      """
      select e.legacy_id, g.kind, nullif(g.url, ''), nullif(g.agent, ''),
        extract(epoch from g.occurred_at)::text
      from crm.engagement g join crm.email e on e.id = g.email_id where g.customer_id = ?\
      """;

  private final Database source;
  private final Database target;
  private final String customer;
  private final Quarantine quarantine;
  private final boolean live;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param live whether the target may hold more engagement, which came by live routes
   */
  CopiedRows(
      Database source, Database target, String customer, Quarantine quarantine, boolean live) {
    this.source = source;
    this.target = target;
    this.customer = customer;
    this.quarantine = quarantine;
    this.live = live;
  }

  List<Finding> findings() {
    Map<String, String> survivors = survivors();
    contacts(survivors);
    emails(survivors);
    engagements();
    return findings;
  }

  /** The contact that each contact is merged into: the first one of the same address. */
  private Map<String, String> survivors() {
    Map<String, String> survivors = new HashMap<>();
    Map<String, String> firstByAddress = new HashMap<>();
    for (List<String> contact : source.rows(SOURCE_CONTACTS, customer)) {
      String address = contact.get(1);
      survivors.put(
          contact.get(0),
          address == null || address.isEmpty()
              ? contact.get(0)
              : firstByAddress.computeIfAbsent(address, a -> contact.get(0)));
    }
    return survivors;
  }

  private void contacts(Map<String, String> survivors) {
    Map<List<String>, Integer> expected = new HashMap<>();
    new HashSet<>(survivors.values()).forEach(id -> expected.put(List.of(id), 1));
    compare("contact", expected, counted(target.rows(TARGET_CONTACTS, customer)), "CONTACTS");
  }

  private void emails(Map<String, String> survivors) {
    Map<List<String>, Integer> expected = new HashMap<>();
    for (List<String> row : source.rows(SOURCE_EMAILS, customer)) {
      row.set(1, survivors.get(row.get(1)));
      expected.put(row, 1);
    }
    compare("email", expected, counted(target.rows(TARGET_EMAILS, customer)), "EMAILS");
  }

  /** Rows whose first value is the source id: each is in the target or in quarantine, not both. */
  private void compare(
      String table,
      Map<List<String>, Integer> expected,
      Map<List<String>, Integer> found,
      String entity) {
    Set<String> left = quarantine.ids(entity);
    Set<String> both = new TreeSet<>();
    found.keySet().forEach(row -> both.add(row.getFirst()));
    both.retainAll(left);
    if (!both.isEmpty()) {
      findings.add(
          Finding.twice(
              "%s of %s in the target and in quarantine: %s"
                  .formatted(Counted.of(both.size(), "row"), table, first(both))));
    }
    expected.keySet().removeIf(row -> left.contains(row.getFirst()));
    difference(table, expected, found, false);
  }

  private void engagements() {
    Set<String> left = new HashSet<>(quarantine.ids("ENGAGEMENTS"));
    left.addAll(quarantine.ids("LIVE"));
    Map<List<String>, Integer> expected = new HashMap<>();
    for (List<String> row : source.rows(SOURCE_ENGAGEMENTS, customer)) {
      if (!left.contains(row.get(0)) && !left.contains(row.get(1))) {
        expected.merge(new ArrayList<>(row.subList(2, row.size())), 1, Integer::sum);
      }
    }
    difference("engagement", expected, counted(target.rows(TARGET_ENGAGEMENTS, customer)), live);
  }

  private void difference(
      String table,
      Map<List<String>, Integer> expected,
      Map<List<String>, Integer> found,
      boolean more) {
    Set<String> lost = new TreeSet<>();
    Set<String> extra = new TreeSet<>();
    expected.forEach(
        (row, times) -> {
          if (found.getOrDefault(row, 0) < times) {
            lost.add(row.getFirst());
          }
        });
    found.forEach(
        (row, times) -> {
          if (times > expected.getOrDefault(row, 0)) {
            extra.add(row.getFirst());
          }
        });
    if (!lost.isEmpty()) {
      findings.add(
          Finding.lost(
              "%s of %s neither in the target as the source has it nor in quarantine: %s"
                  .formatted(Counted.of(lost.size(), "row"), table, first(lost))));
    }
    if (!extra.isEmpty() && !more) {
      findings.add(
          Finding.twice(
              "%s of %s in the target more often than in the source, or changed: %s"
                  .formatted(Counted.of(extra.size(), "row"), table, first(extra))));
    }
  }

  private static Map<List<String>, Integer> counted(List<List<String>> rows) {
    Map<List<String>, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1, Integer::sum));
    return counts;
  }

  private static List<String> first(Set<String> ids) {
    return ids.stream().limit(SHOWN).toList();
  }
}
