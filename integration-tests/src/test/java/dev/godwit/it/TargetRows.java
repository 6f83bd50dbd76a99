package dev.godwit.it;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rows of a customer in one schema of the target, by plain SQL. */
final class TargetRows {
  static final String LIVE = "crm";
  static final String STAGING = "crm_staging";
  static final List<String> TABLES =
      List.of("contact", "contact_team", "contact_outlet", "contact_tag", "email", "engagement");

  private final Databases databases;
  private final String schema;
  private final String customer;

  TargetRows(Databases databases, String schema, String customer) {
    this.databases = databases;
    this.schema = schema;
    this.customer = customer;
  }

  /** Rows of a table. */
  long count(String table) {
    return databases.countTarget(
        "select count(*) from " + schema + "." + table + " where customer_id = ?", customer);
  }

  /** Rows of all tables, the account included. */
  long all() {
    return TABLES.stream().mapToLong(this::count).sum() + count("account");
  }

  boolean enabled() {
    return databases.countTarget(
            "select count(*) from " + schema + ".account where customer_id = ? and enabled",
            customer)
        == 1;
  }

  Set<String> contacts() {
    return databases
        .targetRows("select legacy_id from " + schema + ".contact where customer_id = ?", customer)
        .stream()
        .map(List::getFirst)
        .collect(Collectors.toSet());
  }

  Map<String, List<String>> emails() {
    Map<String, List<String>> emails = new TreeMap<>();
    databases
        .targetRows(
            """
            select e.legacy_id, c.legacy_id, nullif(e.subject, ''), nullif(e.sender, ''),
              nullif(e.campaign, ''), nullif(e.message_id, ''),
              extract(epoch from e.sent_at)::text
            from {s}.email e join {s}.contact c on c.id = e.contact_id
            where e.customer_id = ? and c.customer_id = e.customer_id"""
                .replace("{s}", schema),
            customer)
        .forEach(row -> emails.put(row.getFirst(), row));
    return emails;
  }

  Map<List<String>, Integer> engagements() {
    Map<List<String>, Integer> engagements = new HashMap<>();
    databases
        .targetRows(
            """
            select e.legacy_id, g.kind, nullif(g.url, ''), nullif(g.agent, ''),
              extract(epoch from g.occurred_at)::text
            from {s}.engagement g join {s}.email e on e.id = g.email_id
            where g.customer_id = ? and e.customer_id = g.customer_id"""
                .replace("{s}", schema),
            customer)
        .forEach(row -> engagements.merge(row, 1, Integer::sum));
    return engagements;
  }
}
