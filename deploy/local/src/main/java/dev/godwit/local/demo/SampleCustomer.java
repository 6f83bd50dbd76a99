package dev.godwit.local.demo;

import dev.godwit.api.text.Figures;
import dev.godwit.sampledata.OldCrm;
import dev.godwit.sampledata.SampleData;
import dev.godwit.sampledata.SampleSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A customer made for a demo or a bench. */
public final class SampleCustomer {
  private static final long TELL_EVERY_ROWS = 1_000_000;

  private final OldCrm crm;
  private final SampleSummary summary;

  private SampleCustomer(OldCrm crm, SampleSummary summary) {
    this.crm = crm;
    this.summary = summary;
  }

  /**
   * Makes a customer that the old CRM does not have yet.
   *
   * @param name what its id begins with
   * @param progress told now and then how many rows there are
   */
  public static SampleCustomer make(
      LocalDatabases databases, String name, SampleOptions options, Consumer<String> progress) {
    try {
      return databases.withSource(
          connection -> {
            String id = freeId(connection, databases, name);
            OldCrm crm = options.crm(id);
            SampleSummary summary =
                SampleData.createCustomer(connection, crm, rows -> tell(rows, progress));
            analyse(connection);
            return new SampleCustomer(crm, summary);
          });
    } catch (IllegalArgumentException e) {
      throw new StepFailedException(e.getMessage(), e);
    }
  }

  public String id() {
    return summary.customer();
  }

  /** As it was asked for. */
  public OldCrm crm() {
    return crm;
  }

  /** Opens and clicks that can go on, as the generator made them. */
  public long soundEngagements() {
    return summary.engagements() - summary.quarantined("ENGAGEMENTS");
  }

  /** What was made, in a sentence. */
  public String words() {
    return "%s: %s contacts in %s teams (%s stand for somebody who is there already), %s emails, %s opens and clicks"
        .formatted(
            id(),
            Figures.count(summary.contacts()),
            Figures.count(summary.teams()),
            Figures.count(summary.mergedAway()),
            Figures.count(summary.emails()),
            Figures.count(summary.engagements()));
  }

  /** Rows that cannot go on, as the generator made them. */
  public long broken() {
    return summary.quarantined().values().stream().mapToLong(Long::longValue).sum();
  }

  private static void tell(long rows, Consumer<String> progress) {
    if (rows % TELL_EVERY_ROWS == 0) {
      progress.accept(Figures.count(rows) + " rows written");
    }
  }

  private static String freeId(Connection connection, LocalDatabases databases, String name)
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

  /** So that plans do not depend on when autovacuum comes by. */
  private static void analyse(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }
}
