package dev.godwit.loader.rows;

import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.row.v1.TableRow;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * Cost of a batch of which the target refuses some rows by a check and by a unique key: written in
 * halves down to the row, and by the loader, which finds the rows at once. Not a test; run the main
 * method, with the number of refused rows (20 where it is left out). Prints the number of {@code
 * COPY} statements and milliseconds of each, and of a batch of which none is refused: into an empty
 * table with two unique indexes, and into one that has rows, a foreign key and two more indexes, as
 * tables of a target have. The connection has the settings of the loader's. The second figure is
 * the processor time of the connection's process in the database, which other programs on the
 * machine change least; only Linux gives it.
 */
public final class RefusedRowsBenchmark {
  private static final int ROUNDS = 5;
  private static final int BATCH = 20_000;
  private static final String CONSTRAINTS =
      "ALTER TABLE shop.item ADD CHECK (hits < 1000000); ALTER TABLE shop.item ADD UNIQUE (note);";
  private static final String AS_IN_A_TARGET =
      """
      INSERT INTO shop.size SELECT * FROM generate_series(41, 20000);
      ALTER TABLE shop.item ADD FOREIGN KEY (hits) REFERENCES shop.size;
      CREATE INDEX ON shop.item (customer);
      CREATE INDEX ON shop.item (hits);
      INSERT INTO shop.item SELECT 'o' || i, 'other', 'other ' || i, i % 20000 FROM generate_series(1, 200000) i""";

  private final String url = TargetServer.newDatabase();
  private long copies;

  private interface Load {
    int of(Connection connection, EncodedBatch batch) throws SQLException;
  }

  private RefusedRowsBenchmark() {}

  public static void main(String[] args) throws Exception {
    new RefusedRowsBenchmark().run(args.length == 0 ? 20 : Integer.parseInt(args[0]));
    System.exit(0); // The server's own threads would keep the process.
  }

  private void run(int refused) throws Exception {
    for (String more : List.of("", AS_IN_A_TARGET)) {
      System.out.println(more.isEmpty() ? "An empty table" : "A table as in a target");
      for (int round = 0; round < ROUNDS; round++) {
        report("none refused", more, 0, RefusedRowsBenchmark::atOnce);
        report("in halves", more, refused, RefusedRowsBenchmark::inHalves);
        report("at once", more, refused, RefusedRowsBenchmark::atOnce);
      }
    }
  }

  private void report(String name, String more, int refused, Load load) throws Exception {
    TargetServer.execute(url, ConstrainedTables.DDL.formatted("text"));
    TargetServer.execute(url, CONSTRAINTS + more);
    EncodedBatch batch = ConstrainedTables.batch(ConstrainedTables.target(url), records(refused));
    try (Connection connection = TargetServer.open(url)) {
      set(connection);
      copies = 0;
      String process = "/proc/%d/schedstat".formatted(backend(connection));
      long cpu = nanosOfProcessor(process);
      long from = System.nanoTime();
      int found = load.of(counting(connection), batch);
      connection.commit();
      System.out.printf(
          "%-14s %,d rows, %d refused: %d COPY statements, %,d ms, %,d ms of the database's processor time%n",
          name,
          BATCH,
          found,
          copies,
          (System.nanoTime() - from) / 1_000_000,
          (nanosOfProcessor(process) - cpu) / 1_000_000);
    }
  }

  private static void set(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off; SET jit = off");
    }
  }

  private static int backend(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  /** Processor time that a process has used, in nanoseconds; 0 where the system does not say. */
  private static long nanosOfProcessor(String process) throws IOException {
    Path file = Path.of(process);
    if (!Files.exists(file)) {
      return 0;
    }
    String text = Files.readString(file);
    return Long.parseLong(text.substring(0, text.indexOf(' ')));
  }

  private static int atOnce(Connection connection, EncodedBatch batch) throws SQLException {
    return new RowLoader(connection, batch, new FoundIds()).load(new BitSet()).refused().size();
  }

  private static int inHalves(Connection connection, EncodedBatch batch) throws SQLException {
    List<Integer> refused = new ArrayList<>();
    Bisection.load(
        IntStream.range(0, batch.size()).toArray(),
        new CopySink(connection, batch),
        (record, why) -> refused.add(record));
    return refused.size();
  }

  /** Every second refused row has the unique key of the row before it. */
  private static List<List<TableRow>> records(int refused) {
    List<List<TableRow>> records = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      boolean bad = refused > 0 && i % (BATCH / refused) == BATCH / refused / 2;
      boolean checked = bad && records.size() / (BATCH / refused) % 2 == 0;
      String note = "note %d".formatted(bad && !checked ? i - 1 : i);
      records.add(ConstrainedTables.record("t" + i, note, checked ? 1_000_000L : i));
    }
    return records;
  }

  /** The connection, which counts how often a COPY is begun by it. */
  private Connection counting(Connection connection) {
    ClassLoader loader = getClass().getClassLoader();
    PGConnection counted =
        (PGConnection)
            Proxy.newProxyInstance(
                loader,
                new Class<?>[] {PGConnection.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("getCopyAPI")) {
                    copies++;
                  }
                  return call(() -> method.invoke(connection.unwrap(PGConnection.class), args));
                });
    return (Connection)
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {Connection.class},
            (proxy, method, args) ->
                method.getName().equals("unwrap") && args[0] == PGConnection.class
                    ? counted
                    : call(() -> method.invoke(connection, args)));
  }

  private interface Call {
    Object run() throws InvocationTargetException, IllegalAccessException, SQLException;
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
