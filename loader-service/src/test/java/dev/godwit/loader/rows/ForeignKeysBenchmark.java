package dev.godwit.loader.rows;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TransformedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Cost of foreign keys: the same batches of engagement, each with its search for parents and in a
 * transaction of its own, with the database's check of each row and without. Not a test; run the
 * main method, with the number of rows (500,000 where it is left out). Prints rows a second of
 * both, several times in turn.
 */
public final class ForeignKeysBenchmark {
  private static final int ROUNDS = 3;
  private static final int BATCH = 20_000;
  private static final int EMAILS = 200_000;
  private static final String RUN = "acme/1";

  private final String url = TargetServer.newDatabase();
  private final int rows;

  private ForeignKeysBenchmark(int rows) {
    this.rows = rows;
  }

  public static void main(String[] args) throws Exception {
    new ForeignKeysBenchmark(args.length == 0 ? 500_000 : Integer.parseInt(args[0])).run();
    System.exit(0); // The server's own threads would keep the process.
  }

  private void run() throws Exception {
    SampleTarget.create(url);
    TargetServer.execute(url, "CREATE INDEX ON live.engagement (email)");
    load(Entity.CONTACTS, ForeignKeyChecks.BY_DATABASE, BATCH, this::contact);
    load(Entity.EMAILS, ForeignKeyChecks.BY_DATABASE, EMAILS, this::email);
    for (int round = 0; round < ROUNDS; round++) {
      for (ForeignKeyChecks checks : ForeignKeyChecks.values()) {
        TargetServer.execute(url, "TRUNCATE live.engagement");
        Random random = new Random(1);
        long nanos =
            load(
                Entity.ENGAGEMENTS,
                checks,
                rows,
                i -> SampleTarget.engagement(RUN, "" + i, "" + random.nextInt(EMAILS)));
        System.out.printf(
            "%-20s %,d rows: %,d rows a second%n",
            checks.text(), rows, rows * 1_000_000_000L / nanos);
      }
    }
  }

  private TransformedRecord contact(int i) {
    return SampleTarget.contact(RUN, "" + i, i + "@x");
  }

  private TransformedRecord email(int i) {
    return SampleTarget.email(RUN, "" + i, "" + i % BATCH, "hello");
  }

  /** Nanoseconds of all transactions, without the encoding of the rows. */
  private long load(
      Entity entity, ForeignKeyChecks checks, int count, IntFunction<TransformedRecord> records)
      throws Exception {
    RunTarget target =
        new RunTarget(SampleTarget.pack(url).withForeignKeys(checks), RunKind.LIVE, "acme");
    EncodedBatch batch = new EncodedBatch(target);
    SetwiseKeys keys = new SetwiseKeys();
    long nanos = 0;
    try (Connection connection = TargetServer.open(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off; SET jit = off");
      for (int from = 0; from < count; from += BATCH) {
        batch.clear();
        for (int i = from; i < Math.min(count, from + BATCH); i++) {
          batch.add(entity, records.apply(i).getRows());
        }
        long begin = System.nanoTime();
        write(connection, batch, keys);
        nanos += System.nanoTime() - begin;
      }
    }
    return nanos;
  }

  private static void write(Connection connection, EncodedBatch batch, SetwiseKeys keys)
      throws SQLException {
    boolean setwise = keys.mayReplace(connection, batch);
    FoundIds found = new FoundIds();
    int broken =
        ParentCheck.find(
                connection, batch.target(), batch.references(), batch::position, found, setwise)
            .size();
    TreeLoader.Outcome outcome =
        new TreeLoader(connection, batch, found, setwise).load(new BitSet());
    if (broken > 0 || !outcome.refused().isEmpty() || !outcome.held().isEmpty()) {
      throw new IllegalStateException("Expected every row to be loaded.");
    }
    connection.commit();
  }
}
