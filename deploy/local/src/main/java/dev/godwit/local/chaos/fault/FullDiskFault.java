package dev.godwit.local.chaos.fault;

import dev.godwit.local.chaos.check.Database;
import dev.godwit.local.stack.Await;
import dev.godwit.local.stack.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The disk of a database is full: its tables are in a tablespace on a small file system, which a
 * ballast file fills. PostgreSQL answers {@code 53100}. The ballast goes when the run stands still,
 * or once it is held. It took place once the server said that there is no space left, and the run
 * was held where it is to be.
 */
public final class FullDiskFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int MEBIBYTES = 256;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String FULL = "No space left on device";
  private static final String DEADLOCK = "deadlock detected";
  private static final String TABLES =
      """
      select format('%I.%I', n.nspname, c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)'\
      """;

  private final String name;
  private final Function<Disturbed, Database> database;
  private final boolean untilHeld;
  private SmallFileSystem disk;
  private Database moved;
  private volatile boolean met;

  /**
   * @param name of the database, for descriptions
   * @param untilHeld whether the disk stays full until the run is held
   */
  public FullDiskFault(
      String name, Function<Disturbed, Database> database, boolean untilHeld, Trigger trigger) {
    super(trigger);
    this.untilHeld = untilHeld;
    this.name = name;
    this.database = database;
  }

  /** Compact tables, so that the rows of the run do not fit into free space within them. */
  @Override
  void prepare(Disturbed disturbed) {
    disk = new SmallFileSystem(disturbed.stack().settings().dir().resolve("small"), MEBIBYTES);
    disk.mount();
    moved = database.apply(disturbed);
    moved.execute("create tablespace small location '" + disk.folder() + "'");
    move("pg_default", "small");
    for (List<String> table : moved.rows(TABLES)) {
      repeat("vacuum full " + table.getFirst());
    }
  }

  private void move(String from, String to) {
    for (String kind : List.of("table", "index")) {
      repeat("alter %s all in tablespace %s set tablespace %s".formatted(kind, from, to));
    }
  }

  /** Again where it meets a deadlock: services use the tables meanwhile. */
  private void repeat(String statement) {
    Await.until(
        LONGEST,
        POLL,
        () -> {
          try {
            moved.execute(statement);
            return true;
          } catch (IllegalStateException e) {
            if (e.getMessage().contains(DEADLOCK)) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  void disturb(Disturbed disturbed) {
    long before = refusals(disturbed);
    disk.fill();
    boolean refused = disturbed.await(LONGEST, () -> refusals(disturbed) > before);
    met =
        refused && (!untilHeld || disturbed.await(LONGEST, () -> disturbed.events("RunHeld") > 0));
    if (!untilHeld) {
      disturbed.await(LONGEST, new Standstill(disturbed));
    }
  }

  @Override
  void mend(Disturbed disturbed) {
    disk.free();
  }

  @Override
  void cleanUp() {
    if (moved != null) {
      disk.free();
      move("small", "pg_default");
      moved.execute("drop tablespace small");
      disk.unmount();
    }
  }

  @Override
  boolean tookPlace() {
    return met;
  }

  private static long refusals(Disturbed disturbed) {
    try (var lines =
        Files.lines(disturbed.stack().log(Part.POSTGRES), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.contains(FULL)).count();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the log of PostgreSQL", e);
    }
  }

  @Override
  public String toString() {
    return "disk of the " + name + " full " + when() + (untilHeld ? ", until the run is held" : "");
  }
}
