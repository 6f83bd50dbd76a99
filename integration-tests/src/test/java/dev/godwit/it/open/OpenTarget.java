package dev.godwit.it.open;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.LoadRecord.Problem;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.IdentityStore;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.EncodedBatch;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.TreeLoader;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.validator.readback.TargetRows;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A target database, loaded by the loader and read back by the validator. Not thread-safe. */
final class OpenTarget implements AutoCloseable {
  static final String CUSTOMER = "acme";

  private static final String OTHERS =
      """
      create table customer (id text primary key, enabled boolean not null default false);
      create table contact (id uuid primary key, customer text not null, mail text);
      create index contact_mail on contact (customer, mail);
      create table email (id uuid primary key, customer text not null, contact uuid references contact);
      create table engagement (id uuid primary key, customer text not null, email uuid references email);
      """;

  private final EmbeddedPostgres server;

  OpenTarget() throws IOException, SQLException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "off")
            .setPGStartupWait(Duration.ofSeconds(90))
            .setPgBinaryResolver(OpenTarget::programs)
            .start();
    try (Connection connection = open()) {
      ProgressSchema.create(connection);
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
    execute("create extension citext with schema pg_catalog");
  }

  /** The first of several: a jar that names its libraries may bring the same archive twice. */
  private static InputStream programs(String system, String machine) {
    return OpenTarget.class.getResourceAsStream(
        "/postgres-%s-%s.txz"
            .formatted(system.toLowerCase(Locale.ROOT), ArchUtils.normalize(machine)));
  }

  /**
   * Outcome of loading some records.
   *
   * @param loaded how many were written
   * @param problems why the others were not, by position
   * @param digests digests of the rows written, by table
   */
  record Loaded(long loaded, Map<Integer, Problem> problems, Map<Integer, BucketDigest> digests) {}

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(url() + "?user=postgres&stringtype=unspecified");
  }

  /** Makes both schemas anew. */
  void create(OpenEntity entity) throws SQLException {
    for (String schema : List.of("live", "staging")) {
      execute(
          "drop schema if exists %1$s cascade; create schema %1$s; set search_path to %1$s; "
                  .formatted(schema)
              + ColumnKind.TYPES
              + OTHERS
              + entity.tables());
    }
    execute("truncate godwit.identity_row");
  }

  /** The pack as the loader and the validator know it. */
  TargetPack checked(TargetPack pack) throws SQLException {
    try (Connection connection = open()) {
      TargetPack complete = PackCheck.againstCatalogue(pack, connection);
      connection.setAutoCommit(false);
      new IdentityStore(complete, RunKind.LIVE, CUSTOMER).open(connection);
      connection.commit();
      return complete;
    }
  }

  /** Loads records of an entity as one batch. */
  Loaded load(TargetPack pack, Entity entity, List<TransformedRecord> records) throws SQLException {
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      RunTarget target = new RunTarget(pack, RunKind.LIVE, CUSTOMER);
      target.enter(connection);
      EncodedBatch batch = new EncodedBatch(target);
      Map<Integer, Problem> problems = new TreeMap<>();
      List<LoadRecord> taken = new ArrayList<>();
      for (TransformedRecord record : records) {
        taken.add(encoded(batch, entity, record, taken.size()));
      }
      BitSet without = new BitSet();
      FoundIds foundIds = new FoundIds();
      for (ParentCheck.Broken broken :
          ParentCheck.find(connection, target, batch.references(), batch::position, foundIds)) {
        without.set(broken.record());
        problems.put(
            broken.record(),
            new Problem(QuarantineReason.BROKEN_REFERENCE, broken.column(), "No parent."));
      }
      TreeLoader.Outcome outcome = new TreeLoader(connection, batch, foundIds).load(without);
      outcome
          .refused()
          .forEach(
              refused ->
                  problems.put(
                      refused.record(),
                      new Problem(
                          QuarantineReason.TARGET_REFUSED, null, refused.refusal().text())));
      RecordRange range = new RecordRange(new TopicPartition("transformed", 0), entity);
      taken.forEach(
          record ->
              range.add(
                  problems.containsKey(record.position())
                      ? record.with(problems.get(record.position()))
                      : record));
      RangeOutcome counted = RangeOutcome.of(range, batch, outcome.held());
      connection.commit();
      return new Loaded(counted.loaded(), problems, counted.digests());
    }
  }

  private static LoadRecord encoded(
      EncodedBatch batch, Entity entity, TransformedRecord record, int number) {
    try {
      int position = batch.add(entity, record.getRows());
      return new LoadRecord(
          new ConsumerRecord<>("transformed", 0, number, null, null),
          position,
          record.getLegacyId(),
          null);
    } catch (CellMismatchException e) {
      throw new AssertionError("The loader cannot encode what the transformer wrote.", e);
    }
  }

  /** The customer's rows, as the validator reads them. */
  TargetRows rows(TargetPack pack) throws SQLException {
    return new TargetRows(open(), pack, RunKind.LIVE, CUSTOMER);
  }

  /** Deletes the customer as a rollback does. */
  void purge(TargetPack pack) throws SQLException {
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      for (Sql statement : pack.purge()) {
        try (PreparedStatement purge =
            statement
                .bind(pack.placeholders(RunKind.LIVE))
                .prepare(connection, Map.of("customer", CUSTOMER))) {
          purge.execute();
        }
      }
      connection.commit();
    }
  }

  /** Rows of a table, whoever's they are. */
  long count(TargetTable table) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from live." + table.name())) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
