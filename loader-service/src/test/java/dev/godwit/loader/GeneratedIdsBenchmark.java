package dev.godwit.loader;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.IdentityStore;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.EncodedBatch;
import dev.godwit.loader.rows.TreeLoader;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.read.PackReader;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Cost of ids that the target draws: the same rows, once with derived ids in columns of uuid, once
 * with ids of a bigserial that {@code godwit.identity} remembers. Rows are checked, written and
 * committed by the loader's classes, a batch of the default size at a time, into a new database of
 * an embedded PostgreSQL, by turns. Not a test; run the main method, with a part of the rows as a
 * divisor (1 where it is left out). Prints rows a second, ratio and sizes, medians of the rounds.
 */
public final class GeneratedIdsBenchmark {
  private static final int ROUNDS = 3;
  private static final int BATCH = 20_000;
  private static final String CUSTOMER = "acme";
  private static final List<String> TABLES =
      List.of("live.contact", "live.email", "live.engagement", "godwit.identity_row");

  private static final String DDL =
      """
      CREATE SCHEMA %1$s;
      CREATE TABLE %1$s.account (customer text PRIMARY KEY, enabled boolean NOT NULL DEFAULT false);
      CREATE TABLE %1$s.contact (
        id %2$s PRIMARY KEY, customer text NOT NULL, address varchar(200) NOT NULL, given_name text,
        created_at timestamptz, UNIQUE (customer, address));
      CREATE TABLE %1$s.email (
        id %2$s PRIMARY KEY, customer text NOT NULL, contact %3$s NOT NULL REFERENCES %1$s.contact,
        subject text, message_id text, sent_at timestamptz);
      CREATE INDEX ON %1$s.email (customer, message_id);
      CREATE INDEX ON %1$s.email (contact);
      CREATE TABLE %1$s.engagement (
        id %2$s PRIMARY KEY, customer text NOT NULL, email %3$s NOT NULL REFERENCES %1$s.email,
        kind text NOT NULL, url text, occurred_at timestamptz NOT NULL);
      CREATE INDEX ON %1$s.engagement (email);
      """;

  private static final String PACK =
      """
      pack: bench
      kind: target
      database: {url: "%s", user: postgres, password-variable: NONE}
      schemas: {live: live, staging: staging}
      prepare: insert into {schema}.account values (:customer) on conflict do nothing
      enable: update live.account set enabled = true where customer = :customer
      disable: update live.account set enabled = false where customer = :customer
      is-enabled: select enabled from live.account where customer = :customer
      purge: [tables, "delete from {schema}.account where customer = :customer"]
      entities:
        contacts:
          id: %2$s
          tables:
            - table: contact
              key: [id]
              customer: customer
              columns: {id: id, customer: customer, address: address, given_name: givenName, created_at: createdAt}
        emails:
          id: %2$s
          tables:
            - table: email
              key: [id]
              customer: customer
              columns: {id: id, customer: customer, contact: "ref(contacts, contactId)", subject: subject, message_id: messageId, sent_at: sentAt}
        engagements:
          id: %2$s
          tables:
            - table: engagement
              key: [id]
              customer: customer
              columns: {id: id, customer: customer, email: "ref(emails, emailId)", kind: kind, url: url, occurred_at: occurredAt}
      """;

  /** The two kinds of ids: word of the pack, column of an id, column of a reference. */
  private enum Ids {
    DERIVED("derived", "uuid", "uuid"),
    GENERATED("generated", "bigserial", "bigint");

    private final String word;
    private final String column;
    private final String reference;

    Ids(String word, String column, String reference) {
      this.word = word;
      this.column = column;
      this.reference = reference;
    }
  }

  /** Rows of an entity: how many, and the row of each number. */
  private record Rows(Entity entity, int count, IntFunction<TableRow> row) {}

  private final int divisor;
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  private GeneratedIdsBenchmark(int divisor) {
    this.divisor = divisor;
  }

  public static void main(String[] args) throws Exception {
    new GeneratedIdsBenchmark(args.length == 0 ? 1 : Integer.parseInt(args[0])).run();
    System.exit(0); // The server's own threads would keep the process.
  }

  private void run() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      for (Ids ids : Ids.values()) {
        load(ids);
      }
    }
    System.out.printf(
        "%-28s %14s %14s %8s%n", "median of " + ROUNDS, "derived", "generated", "ratio");
    for (String figure : figures.keySet()) {
      if (figure.startsWith(Ids.DERIVED.word)) {
        String name = figure.substring(Ids.DERIVED.word.length() + 1);
        double derived = median(figure);
        double generated = median(Ids.GENERATED.word + " " + name);
        System.out.printf(
            "%-28s %,14.0f %,14.0f %8.2f%n", name, derived, generated, generated / derived);
      }
    }
  }

  private double median(String figure) {
    return figures.get(figure).stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
  }

  private void note(Ids ids, String name, double value) {
    figures.computeIfAbsent(ids.word + " " + name, key -> new ArrayList<>()).add(value);
  }

  private void load(Ids ids) throws Exception {
    String url = TargetServer.newDatabase();
    for (String schema : List.of("live", "staging")) {
      TargetServer.execute(url, DDL.formatted(schema, ids.column, ids.reference));
    }
    TargetPack pack = pack(url, ids);
    long rows = 0;
    long nanos = 0;
    try (Connection connection = TargetServer.open(url)) {
      RunTarget target = new RunTarget(pack, RunKind.LIVE, CUSTOMER);
      for (Rows of : rows(ids)) {
        long spent = load(connection, target, of);
        note(ids, of.entity() + ", rows/s", of.count() * 1e9 / spent);
        rows += of.count();
        nanos += spent;
      }
    }
    note(ids, "all, rows/s", rows * 1e9 / nanos);
    double all = 0;
    for (String table : TABLES) {
      double bytes =
          Long.parseLong(
              TargetServer.query(url, "SELECT pg_total_relation_size('" + table + "')").getFirst());
      note(ids, table + ", bytes", bytes);
      all += bytes;
    }
    note(ids, "all, bytes", all);
    System.out.printf("%s: %,.0f rows/s%n", ids.word, rows * 1e9 / nanos);
  }

  private static TargetPack pack(String url, Ids ids) throws Exception {
    Path folder = Files.createDirectories(Files.createTempDirectory("godwit").resolve("bench"));
    Files.writeString(folder.resolve("pack.yaml"), PACK.formatted(url, ids.word));
    TargetPack read = new PackReader(variable -> null).read(folder).getFirst().target();
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
      TargetPack pack = PackCheck.againstCatalogue(read, connection);
      new IdentityStore(pack, RunKind.LIVE, CUSTOMER).open(connection);
      connection.commit();
      return pack;
    }
  }

  /** Nanoseconds that the batches take; making their records is not in them. */
  private static long load(Connection connection, RunTarget target, Rows rows) throws Exception {
    EncodedBatch batch = new EncodedBatch(target);
    long spent = 0;
    for (int from = 0; from < rows.count(); from += BATCH) {
      List<TableRow> made = new ArrayList<>();
      for (int i = from; i < Math.min(from + BATCH, rows.count()); i++) {
        made.add(rows.row().apply(i));
      }
      long start = System.nanoTime();
      target.enter(connection);
      batch.clear();
      for (TableRow row : made) {
        batch.add(rows.entity(), List.of(row));
      }
      FoundIds foundIds = new FoundIds();
      int broken =
          ParentCheck.find(connection, target, batch.references(), batch::position, foundIds)
              .size();
      int refused = new TreeLoader(connection, batch, foundIds).load(new BitSet()).refused().size();
      connection.commit();
      spent += System.nanoTime() - start;
      if (broken + refused > 0) {
        throw new IllegalStateException(
            "Expected all rows of %s to be loaded, found %d without a parent and %d refused."
                .formatted(rows.entity(), broken, refused));
      }
    }
    return spent;
  }

  private List<Rows> rows(Ids ids) {
    long at = 1_700_000_000_000_000L;
    return List.of(
        new Rows(
            Entity.CONTACTS,
            50_000 / divisor,
            i ->
                row(
                    0,
                    id(ids, Entity.CONTACTS, i),
                    CUSTOMER,
                    "ann." + i + "@example.org",
                    "Ann",
                    at)),
        new Rows(
            Entity.EMAILS,
            250_000 / divisor,
            i ->
                row(
                    1,
                    id(ids, Entity.EMAILS, i),
                    CUSTOMER,
                    id(ids, Entity.CONTACTS, i / 5),
                    "News of the week " + i,
                    "<" + i + "@mail.example.org>",
                    at + i)),
        new Rows(
            Entity.ENGAGEMENTS,
            500_000 / divisor,
            i ->
                row(
                    2,
                    id(ids, Entity.ENGAGEMENTS, i),
                    CUSTOMER,
                    id(ids, Entity.EMAILS, i / 2),
                    i % 3 == 0 ? "click" : "open",
                    i % 3 == 0 ? "https://example.org/articles/" + i : null,
                    at + i)));
  }

  private static TableRow row(int table, Object... cells) {
    return new TableRow(table, Arrays.asList(cells));
  }

  private static Object id(Ids ids, Entity entity, int number) {
    String legacyId = Integer.toString(number + 1);
    return ids == Ids.GENERATED
        ? legacyId
        : ByteBuffer.wrap(DerivedId.of(DerivedId.ORDERED, CUSTOMER, entity.text()).bytes(legacyId));
  }
}
