package dev.godwit.local.chaos.check;

import dev.godwit.event.v1.Envelope;
import dev.godwit.records.Counted;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * Checks the invariants for one customer after its run has ended. Reads databases and topics only;
 * changes nothing.
 */
public final class InvariantCheck {
  private static final List<String> SCHEMAS = List.of("crm", "crm_staging");
  private static final List<String> TABLES =
      List.of(
          "account",
          "contact",
          "contact_team",
          "contact_outlet",
          "contact_tag",
          "email",
          "engagement");

  private final Database source;
  private final Database target;
  private final RecordSource topics;

  /** The records of topics. */
  interface RecordSource {
    List<SpecificRecord> all(String topic, Predicate<SpecificRecord> wanted);
  }

  public InvariantCheck(Database source, Database target, KafkaSettings kafka) {
    this(source, target, new TopicRecords(kafka)::all);
  }

  InvariantCheck(Database source, Database target, RecordSource topics) {
    this.source = source;
    this.target = target;
    this.topics = topics;
  }

  /**
   * A committed customer.
   *
   * @param run number of the committed run
   * @param live whether live events arrived
   */
  public List<Finding> committed(String customer, int run, SourceState before, boolean live) {
    List<Finding> findings = new ArrayList<>(history(customer));
    Quarantine quarantine = quarantine(customer + "/" + run);
    findings.addAll(new CopiedRows(source, target, customer, quarantine, live).findings());
    findings.addAll(ownRows(customer));
    if (!status(customer).equals("frozen")) {
      findings.add(Finding.other(1, "the source is " + status(customer) + " after the commit"));
    }
    if (!isEnabled(customer)) {
      findings.add(Finding.other(1, "the target is not enabled after the commit"));
    }
    SourceState after = before.now(source, customer);
    if (!after.tables().equals(before.tables())) {
      findings.add(Finding.other(3, "the source changed from %s to %s".formatted(before, after)));
    }
    findings.addAll(empty(customer, "crm_staging"));
    return findings;
  }

  /** A customer that was rolled back, or only rehearsed: all is as before. */
  public List<Finding> asBefore(String customer, SourceState before) {
    List<Finding> findings = new ArrayList<>(history(customer));
    SCHEMAS.forEach(schema -> findings.addAll(empty(customer, schema)));
    SourceState after = before.now(source, customer);
    if (!after.equals(before)) {
      findings.add(
          Finding.other(6, "expected the source as %s, found %s".formatted(before, after)));
    }
    return findings;
  }

  private List<Finding> history(String customer) {
    return EventCheck.of(
        topics.all(
            Topics.EVENTS,
            event ->
                event.get(0) instanceof Envelope envelope
                    && envelope.getMigrationId().equals(customer)));
  }

  private Quarantine quarantine(String runId) {
    return new Quarantine(
        topics.all(Topics.QUARANTINE, record -> runId.equals(text(record, "runId"))));
  }

  private static String text(SpecificRecord record, String field) {
    return record.getSchema().getField(field) == null
        ? null
        : (String) record.get(record.getSchema().getField(field).pos());
  }

  private String status(String customer) {
    return source.rows("select status from customer where id = ?", customer).getFirst().getFirst();
  }

  private boolean isEnabled(String customer) {
    return target.count(
            "select count(*) from crm.account where customer_id = ? and enabled", customer)
        == 1;
  }

  /** No row of the customer is left in a schema of the target (invariant 6). */
  private List<Finding> empty(String customer, String schema) {
    List<Finding> findings = new ArrayList<>();
    for (String table : TABLES) {
      long rows =
          target.count(
              "select count(*) from %s.%s where customer_id = ?".formatted(schema, table),
              customer);
      if (rows > 0) {
        findings.add(
            Finding.other(6, "%s left in %s.%s".formatted(Counted.of(rows, "row"), schema, table)));
      }
    }
    return findings;
  }

  /** No row of this customer is under another one, and none of another under it (invariant 8). */
  private List<Finding> ownRows(String customer) {
    List<Finding> findings = new ArrayList<>();
    for (String table : List.of("contact", "email")) {
      String[] ids =
          source.rows("select id::text from " + table + " where customer_id = ?", customer).stream()
              .map(List::getFirst)
              .toArray(String[]::new);
      foreign(
          findings,
          table,
          target.count(
              "select count(*) from crm."
                  + table
                  + " where legacy_id = any(?) and customer_id <> ?",
              ids,
              customer));
    }
    for (String child : List.of("contact_team", "contact_outlet", "contact_tag", "email")) {
      foreign(findings, child, ofOtherParent(child, "contact", customer));
    }
    foreign(findings, "engagement", ofOtherParent("engagement", "email", customer));
    return findings;
  }

  private long ofOtherParent(String child, String parent, String customer) {
    return target.count(
        """
        select count(*) from crm.%1$s c join crm.%2$s p on p.id = c.%2$s_id
        where c.customer_id <> p.customer_id and ? in (c.customer_id, p.customer_id)\
        """
            .formatted(child, parent),
        customer);
  }

  private static void foreign(List<Finding> findings, String table, long rows) {
    if (rows > 0) {
      findings.add(
          Finding.other(
              8, "%s of %s under another customer".formatted(Counted.of(rows, "row"), table)));
    }
  }
}
