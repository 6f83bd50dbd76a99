package dev.godwit.loader.rows;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ForeignKeyChecks;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign keys that the search for parents checks in place of the database. */
class SetwiseKeysIT {
  private static final String RUN = "acme/1";

  private String url;

  private record Result(BitSet broken, BitSet held, List<String> refused, TreeSet<String> rows) {}

  @BeforeEach
  void makeTarget() throws SQLException {
    url = TargetServer.newDatabase();
    SampleTarget.create(url);
    TargetServer.execute(
        url,
        """
        ALTER TABLE live.contact ADD FOREIGN KEY (customer) REFERENCES live.account;
        INSERT INTO live.account VALUES ('acme', false)""");
  }

  @Test
  void shouldWriteWithoutTheDatabasesCheckAndReturnToItAtOnce() throws Exception {
    load(CONTACTS, contact(RUN, "1", "a@x", "vip"));
    try (Connection connection = TargetServer.open(url)) {
      EncodedBatch orphan = batch(EMAILS, email(RUN, "10", "gone", "hello"));
      TreeLoader.Outcome outcome =
          new TreeLoader(connection, orphan, new FoundIds(), true).load(new BitSet());
      assertThat(outcome.refused()).as("the caller has to look for parents").isEmpty();
      assertThat(role(connection)).isEqualTo("origin");

      EncodedBatch rude = batch(EMAILS, email(RUN, "11", "1", "rude"));
      assertThat(
              new TreeLoader(connection, rude, new FoundIds(), true).load(new BitSet()).refused())
          .hasSize(1);
      assertThat(role(connection)).as("after a COPY that failed").isEqualTo("origin");

      EncodedBatch checked = batch(EMAILS, email(RUN, "12", "gone", "hello"));
      assertThat(new TreeLoader(connection, checked, new FoundIds()).load(new BitSet()).refused())
          .hasSize(1);
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER t BEFORE INSERT ON live.email EXECUTE FUNCTION public.nothing()",
        "CREATE TRIGGER t AFTER INSERT ON live.email FOR EACH ROW EXECUTE FUNCTION public.nothing();"
            + " ALTER TABLE live.email ENABLE REPLICA TRIGGER t",
        "CREATE TABLE live.word (w text PRIMARY KEY);"
            + " ALTER TABLE live.email ADD FOREIGN KEY (subject) REFERENCES live.word",
        "ALTER TABLE live.email ADD UNIQUE (message) DEFERRABLE",
        "CREATE TABLE live.mail () INHERITS (live.email)",
        "CREATE RULE r AS ON INSERT TO live.email DO ALSO NOTHING"
      })
  void shouldLeaveTheCheckToTheDatabaseWhenATableHasMore(String ddl) throws Exception {
    load(CONTACTS, contact(RUN, "1", "a@x"));
    assertThat(mayReplace(EMAILS, email(RUN, "10", "1", "hello"))).isTrue();
    TargetServer.execute(
        url,
        "CREATE FUNCTION public.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
            + ddl);
    assertThat(mayReplace(EMAILS, email(RUN, "10", "1", "hello"))).isFalse();
    assertThat(mayReplace(CONTACTS, contact(RUN, "2", "b@x"))).as("another table").isTrue();
  }

  @Test
  void shouldLeaveTheCheckToTheDatabaseWhenTheCustomerHasNoRowOrARecordNoMainRow()
      throws Exception {
    TransformedRecord whole = contact(RUN, "1", "a@x", "vip");
    TransformedRecord other = contact(RUN, "2", "b@x", "news");
    assertThat(mayReplace(CONTACTS, whole, other)).isTrue();
    assertThat(mayReplace(CONTACTS, part(whole, 1))).as("no main row").isFalse();
    List<TableRow> mixed = List.of(whole.getRows().getFirst(), other.getRows().getLast());
    assertThat(mayReplace(CONTACTS, new TransformedRecord(RUN, "1", mixed)))
        .as("a row of another record")
        .isFalse();
    TargetServer.execute(url, "DELETE FROM live.account");
    assertThat(mayReplace(CONTACTS, whole)).as("no row of the customer").isFalse();
    assertThat(load(CONTACTS, whole).refused()).as("as the database decides").hasSize(1);
  }

  @Test
  void shouldWaitForASessionThatDeletesAParentAndFindItMissing() throws Exception {
    load(CONTACTS, contact(RUN, "1", "a@x"), contact(RUN, "2", "b@x"));
    CompletableFuture<Result> loaded;
    try (Connection deleting = TargetServer.open(url);
        Statement statement = deleting.createStatement()) {
      statement.execute("DELETE FROM live.contact WHERE legacy = '1'");
      loaded =
          CompletableFuture.supplyAsync(
              () ->
                  loadUnchecked(
                      EMAILS, email(RUN, "10", "1", "hello"), email(RUN, "11", "2", "x")));
      awaitWaiting();
      assertThat(loaded).isNotDone();
      deleting.commit();
    }
    Result result = loaded.join();
    assertThat(result.broken()).isEqualTo(BitSet.valueOf(new long[] {1}));
    assertThat(result.refused()).isEmpty();
    assertThat(TargetServer.query(url, "SELECT count(*) FROM live.email")).containsExactly("1");
  }

  @Test
  void shouldLetNoSessionDeleteAParentBeforeTheCommit() throws Exception {
    load(CONTACTS, contact(RUN, "1", "a@x"));
    CompletableFuture<Void> deleted;
    try (Connection connection = TargetServer.open(url)) {
      load(connection, batch(EMAILS, email(RUN, "10", "1", "hello")));
      deleted =
          CompletableFuture.runAsync(
              () -> {
                try {
                  TargetServer.execute(url, "DELETE FROM live.contact");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitWaiting();
      assertThat(deleted).isNotDone();
      connection.commit();
    }
    assertThatThrownBy(deleted::join).hasMessageContaining("email_contact_fkey");
    assertThat(TargetServer.query(url, "SELECT count(*) FROM live.contact")).containsExactly("1");
  }

  @Test
  void shouldLetNoSessionDeleteTheRowOfTheCustomerBeforeTheCommit() throws Exception {
    try (Connection connection = TargetServer.open(url);
        Connection other = TargetServer.open(url);
        Statement statement = other.createStatement()) {
      load(connection, batch(CONTACTS, contact(RUN, "1", "a@x")));
      statement.execute("SET lock_timeout = '50ms'");
      assertThatThrownBy(() -> statement.execute("DELETE FROM live.account"))
          .hasMessageContaining("lock timeout");
      connection.commit();
    }
  }

  /** The same records by both, in a target of each. */
  @Test
  void shouldDecideOnEachRecordAsTheDatabaseDoes() throws Exception {
    String byGodwit = url;
    for (int seed = 0; seed < 12; seed++) {
      List<Result> godwit = loadAll(byGodwit, new Random(seed), ForeignKeyChecks.BY_GODWIT);
      List<Result> database = loadAll(byGodwit, new Random(seed), ForeignKeyChecks.BY_DATABASE);
      assertThat(godwit).as("seed %d", seed).isEqualTo(database);
      assertThat(godwit.getLast().rows()).isNotEmpty();
    }
  }

  private static List<Result> loadAll(String url, Random random, ForeignKeyChecks checks)
      throws Exception {
    TargetServer.execute(url, "TRUNCATE live.contact, live.tag, live.email, live.engagement");
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      results.add(load(url, checks, CONTACTS, records(random, CONTACTS)));
      results.add(load(url, checks, EMAILS, records(random, EMAILS)));
      results.add(load(url, checks, ENGAGEMENTS, records(random, ENGAGEMENTS)));
    }
    return results;
  }

  private static TransformedRecord[] records(Random random, Entity entity) {
    TransformedRecord[] records = new TransformedRecord[2 + random.nextInt(25)];
    for (int i = 0; i < records.length; i++) {
      String id = "" + random.nextInt(50);
      String parent = "" + random.nextInt(50);
      if (entity.equals(CONTACTS)) {
        String address = random.nextInt(9) == 0 ? "much-too-long-for-that@x" : id + "@x";
        String[] tags = random.nextInt(9) == 0 ? new String[] {"too-long"} : new String[] {"vip"};
        records[i] = contact(RUN, id, random.nextInt(9) == 0 ? parent + "@x" : address, tags);
      } else if (entity.equals(EMAILS)) {
        records[i] = email(RUN, id, parent, random.nextInt(9) == 0 ? "rude" : "hello");
      } else {
        records[i] = engagement(RUN, id, parent);
      }
    }
    return records;
  }

  private static TransformedRecord part(TransformedRecord record, int row) {
    return new TransformedRecord(RUN, record.getLegacyId(), List.of(record.getRows().get(row)));
  }

  private void awaitWaiting() {
    await()
        .until(
            () ->
                TargetServer.query(
                    url,
                    "SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()"),
            waiting -> !waiting.isEmpty());
  }

  private static String role(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("SHOW session_replication_role")) {
      row.next();
      return row.getString(1);
    }
  }

  private boolean mayReplace(Entity entity, TransformedRecord... records) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      boolean may = new SetwiseKeys().mayReplace(connection, batch(entity, records));
      connection.rollback();
      return may;
    }
  }

  private Result load(Entity entity, TransformedRecord... records) throws Exception {
    return load(url, ForeignKeyChecks.BY_GODWIT, entity, records);
  }

  private Result loadUnchecked(Entity entity, TransformedRecord... records) {
    try {
      return load(entity, records);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Result load(
      String url, ForeignKeyChecks checks, Entity entity, TransformedRecord... records)
      throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      Result result = load(connection, batch(url, checks, entity, records));
      connection.commit();
      return result;
    }
  }

  private static Result load(Connection connection, EncodedBatch batch) throws SQLException {
    boolean setwise = new SetwiseKeys().mayReplace(connection, batch);
    FoundIds found = new FoundIds();
    BitSet broken = new BitSet();
    ParentCheck.find(
            connection, batch.target(), batch.references(), batch::position, found, setwise)
        .forEach(one -> broken.set(one.record()));
    TreeLoader.Outcome outcome = new TreeLoader(connection, batch, found, setwise).load(broken);
    assertThat(role(connection)).isEqualTo("origin");
    TreeSet<String> rows = new TreeSet<>();
    for (String table : List.of("contact", "tag", "email", "engagement")) {
      try (Statement statement = connection.createStatement();
          var row = statement.executeQuery("SELECT t::text FROM live.%s t".formatted(table))) {
        while (row.next()) {
          rows.add(table + row.getString(1));
        }
      }
    }
    return new Result(
        broken,
        outcome.held(),
        outcome.refused().stream().map(one -> one.record() + " " + one.refusal().text()).toList(),
        rows);
  }

  private EncodedBatch batch(Entity entity, TransformedRecord... records) throws Exception {
    return batch(url, ForeignKeyChecks.BY_GODWIT, entity, records);
  }

  private static EncodedBatch batch(
      String url, ForeignKeyChecks checks, Entity entity, TransformedRecord... records)
      throws Exception {
    RunTarget target =
        new RunTarget(SampleTarget.pack(url).withForeignKeys(checks), RunKind.LIVE, "acme");
    EncodedBatch batch = new EncodedBatch(target);
    for (TransformedRecord record : Arrays.asList(records)) {
      batch.add(entity, record.getRows());
    }
    return batch;
  }
}
