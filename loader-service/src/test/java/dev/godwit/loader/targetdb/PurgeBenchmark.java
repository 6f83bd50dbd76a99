package dev.godwit.loader.targetdb;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.pack.TargetPack;
import dev.godwit.report.v1.PurgeReport;
import dev.godwit.task.v1.PrepareTarget;
import dev.godwit.task.v1.PurgeTarget;
import dev.godwit.task.v1.TaskEnvelope;
import java.time.Instant;

/**
 * Time of a rehearsal's purge: by {@code TRUNCATE}, and by {@code DELETE}, since another customer
 * has a row in each table. Not a test; run the main method with the number of rows in all tables of
 * the customer (360,000 where it is left out). Prints seconds, without those of making the rows.
 */
public final class PurgeBenchmark {
  private static final int ROWS_OF_A_CONTACT = 18;

  private static final String INDEXES =
      """
      CREATE INDEX ON staging.tag (customer);
      CREATE INDEX ON staging.engagement (email);
      CREATE INDEX ON staging.engagement (customer)""";

  private static final String ROWS =
      """
      CREATE TEMPORARY TABLE made AS SELECT gen_random_uuid() AS contact, n FROM generate_series(1, %2$d) n;
      INSERT INTO staging.contact SELECT contact, '%1$s', n, n || '@x', null FROM made;
      INSERT INTO staging.tag SELECT contact, 't' || t, '%1$s' FROM made, generate_series(1, 2) t;
      CREATE TEMPORARY TABLE mails AS SELECT gen_random_uuid() AS email, contact FROM made, generate_series(1, 5);
      INSERT INTO staging.email SELECT email, '%1$s', contact, 'subject', 'message ' || email FROM mails;
      INSERT INTO staging.engagement SELECT gen_random_uuid(), '%1$s', email, now() FROM mails, generate_series(1, 2)""";

  private PurgeBenchmark() {}

  public static void main(String[] args) throws Exception {
    int rows = args.length == 0 ? 360_000 : Integer.parseInt(args[0]);
    purge("TRUNCATE", rows, false);
    purge("DELETE", rows, true);
    System.exit(0); // The server's own threads would keep the process.
  }

  private static void purge(String name, int rows, boolean besideAnother) throws Exception {
    String url = TargetServer.newDatabase();
    SampleTarget.create(url);
    TargetServer.execute(url, INDEXES);
    TargetPack pack = SampleTarget.pack(url);
    TaskReports reports = new TaskReports();
    new PrepareTargetTaskHandler(TestPacks.of(pack))
        .handle(new PrepareTarget(task(), null), reports);
    TargetServer.execute(url, ROWS.formatted(SampleTarget.CUSTOMER, rows / ROWS_OF_A_CONTACT));
    if (besideAnother) {
      TargetServer.execute(url, ROWS.formatted("another", 1));
    }
    TargetServer.execute(url, "CHECKPOINT");
    long from = System.nanoTime();
    new PurgeTargetTaskHandler(TestPacks.of(pack), KnownRuns.none())
        .handle(new PurgeTarget(task(), "benchmark"), reports);
    double seconds = (System.nanoTime() - from) / 1e9;
    PurgeReport report = reports.last(PurgeReport.class);
    System.out.printf(
        "%-8s %,d rows deleted, %,d left: %.2f s%n",
        name,
        report.getDeleted().stream().mapToLong(count -> count.getRows()).sum(),
        report.getLeft().stream().mapToLong(count -> count.getRows()).sum(),
        seconds);
  }

  private static TaskEnvelope task() {
    return new TaskEnvelope(
        "task",
        "acme",
        SampleTarget.CUSTOMER,
        1,
        RunKind.REHEARSAL,
        "legacy",
        "sample",
        Instant.EPOCH,
        "e");
  }
}
