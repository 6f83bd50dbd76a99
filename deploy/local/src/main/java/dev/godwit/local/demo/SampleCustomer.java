package dev.godwit.local.demo;

import dev.godwit.api.text.Figures;
import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.sampledata.SampleData;
import dev.godwit.sampledata.SampleSpec;
import dev.godwit.sampledata.SampleSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A customer made in the source for a demo or a bench. */
public final class SampleCustomer {
  private static final long PROGRESS_ROWS = 1_000_000;
  private static final int LONGEST_SUBJECT = 500;
  private static final int FEWEST_CONTACTS_WITH_CASES = 1_000;

  private final SampleSpec spec;
  private final SampleSummary summary;

  private SampleCustomer(SampleSpec spec, SampleSummary summary) {
    this.spec = spec;
    this.summary = summary;
  }

  /**
   * Makes a customer that the source does not have yet.
   *
   * @param name prefix of its id
   * @param progress receives a line for every million rows
   */
  public static SampleCustomer make(
      LocalDatabases databases, String name, SampleOptions options, Consumer<String> progress) {
    try {
      return databases.withSource(
          connection -> {
            String id = freeId(connection, databases, name);
            SampleSpec spec = options.spec(id);
            SampleSummary summary =
                SampleData.createCustomer(connection, spec, rows -> reportRows(rows, progress));
            analyse(connection);
            return new SampleCustomer(spec, summary);
          });
    } catch (IllegalArgumentException e) {
      throw new StepFailedException(e.getMessage(), e);
    }
  }

  /**
   * The same customer with the cases of {@link SampleData#addCases}. One of few contacts stays as
   * it is: the quarantined cases would be a large share of it, which needs a decision of its own.
   */
  SampleCustomer withCases(LocalDatabases databases) {
    return spec.contacts() < FEWEST_CONTACTS_WITH_CASES
        ? this
        : new SampleCustomer(
            spec,
            databases.withSource(connection -> SampleData.addCases(connection, spec, summary)));
  }

  public String id() {
    return summary.customer();
  }

  /** The specification that it was made from. */
  public SampleSpec spec() {
    return spec;
  }

  /** Rows of all entities in the source. */
  public long rows() {
    return summary.contacts() + summary.emails() + summary.engagements();
  }

  /** Opens and clicks that can be migrated, as the generator made them. */
  public long soundEngagements() {
    return summary.engagements() - summary.quarantined("ENGAGEMENTS");
  }

  /** One line about it. */
  public String words() {
    return "%s: %s contacts in %s teams (%s with the address of an earlier contact), %s emails, %s opens and clicks"
        .formatted(
            id(),
            Figures.count(summary.contacts()),
            Figures.count(summary.teams()),
            Figures.count(summary.mergedAway()),
            Figures.count(summary.emails()),
            Figures.count(summary.engagements()));
  }

  /** Rows that Godwit must quarantine, as the generator made them. */
  public long broken() {
    return summary.quarantined().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Most characters of a subject, in the target and of the customer, that the target can hold. */
  int longestSubject(LocalDatabases databases) {
    TargetPack target = databases.targetPack();
    String table = target.liveSchema() + "." + target.main(Entity.EMAILS).name();
    int loaded =
        databases.withTarget(
            connection ->
                number(connection, "SELECT coalesce(max(length(subject)), 0) FROM " + table));
    int own =
        databases.withSource(
            connection ->
                number(
                    connection,
                    "SELECT coalesce(max(length(subject)), 0) FROM email WHERE length(subject) <= "
                        + LONGEST_SUBJECT
                        + " AND customer_id = '"
                        + id().replace("'", "''")
                        + "'"));
    return Math.max(loaded, own);
  }

  /**
   * Gives the customer's last sound email a subject of that many characters.
   *
   * @return id of the email
   */
  String lengthenLastSubject(LocalDatabases databases, int characters) {
    if (characters > LONGEST_SUBJECT) {
      throw new StepFailedException(
          "Expected room for a subject of %d characters, found a limit of %d. Remove the folder of this stack and begin again."
              .formatted(characters, LONGEST_SUBJECT));
    }
    return databases.withSource(
        connection -> SampleData.lengthenLastSubject(connection, spec, characters));
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet found = statement.executeQuery()) {
      found.next();
      return found.getInt(1);
    }
  }

  static void reportRows(long rows, Consumer<String> progress) {
    if (rows % PROGRESS_ROWS == 0) {
      progress.accept(Figures.count(rows) + " rows written");
    }
  }

  static String freeId(Connection connection, LocalDatabases databases, String name)
      throws SQLException {
    Set<String> taken = new HashSet<>();
    try (PreparedStatement statement =
            connection.prepareStatement(databases.sourcePack().customers().bind().text());
        ResultSet customers = statement.executeQuery()) {
      while (customers.next()) {
        taken.add(customers.getString(1));
      }
    }
    int number = 1;
    while (taken.contains(name + "-" + number)) {
      number++;
    }
    return name + "-" + number;
  }

  /** Refreshes the planner's statistics, so that plans do not depend on autovacuum. */
  static void analyse(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }
}
