package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.RowDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.live.LiveLookups;
import dev.godwit.loader.progress.AccountStore;
import dev.godwit.loader.progress.IdentityStore;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.read.PackReader;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.pgcopy.RowDecoder;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A target that draws its own ids, whose rows hold an account of its own or no customer at all, and
 * which other accounts use.
 */
class GeneratedIdsIT {
  private static final Entity COUNTRIES = Entity.valueOf("countries");
  private static final Entity NOTES = Entity.valueOf("notes");

  private static final String TABLES =
      """
      CREATE SCHEMA %1$s;
      CREATE TABLE %1$s.account (id bigserial PRIMARY KEY, slug text UNIQUE, enabled boolean NOT NULL DEFAULT false);
      CREATE TABLE %1$s.country (id serial PRIMARY KEY, code text NOT NULL);
      CREATE TABLE %1$s.contact (
        id bigserial PRIMARY KEY, account_id bigint NOT NULL REFERENCES %1$s.account, email text,
        country_id integer REFERENCES %1$s.country, manager_id bigint REFERENCES %1$s.contact,
        UNIQUE (account_id, email));
      CREATE TABLE %1$s.contact_detail (contact_id bigint PRIMARY KEY REFERENCES %1$s.contact, language text);
      CREATE TABLE %1$s.tagging (
        id bigserial PRIMARY KEY, taggable_type text NOT NULL, taggable_id bigint NOT NULL, tag text NOT NULL,
        UNIQUE (taggable_type, taggable_id, tag));
      CREATE SEQUENCE %1$s.message_number START 700;
      CREATE TABLE %1$s.message (
        id integer PRIMARY KEY, contact_id bigint NOT NULL REFERENCES %1$s.contact, subject text, message_id text);
      CREATE TABLE %1$s.activity (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message_id integer REFERENCES %1$s.message, kind text);
      CREATE TABLE %1$s.note (id uuid PRIMARY KEY, body text);
      INSERT INTO %1$s.account (slug) VALUES ('other');
      INSERT INTO %1$s.country (code) VALUES ('DE'), ('FR'), ('XX'), ('XX');
      INSERT INTO %1$s.contact (account_id, email) VALUES (1, 'them@other'), (1, 'more@other');
      INSERT INTO %1$s.tagging (taggable_type, taggable_id, tag) VALUES ('Ticket', 3, 'vip'), ('Contact', 1, 'vip');
      INSERT INTO %1$s.message VALUES (1, 1, 'theirs', 'm-1');
      INSERT INTO %1$s.activity (message_id, kind) VALUES (1, 'open');
      INSERT INTO %1$s.note VALUES (gen_random_uuid(), 'theirs');
      """;

  private String url;
  private TargetPack pack;

  @BeforeEach
  void makeTarget() throws Exception {
    url = TargetServer.newDatabase();
    TargetServer.execute(url, TABLES.formatted("live"));
    TargetServer.execute(url, TABLES.formatted("staging"));
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
    }
    pack = checked(read());
    try (Connection connection = TargetServer.open(url)) {
      new IdentityStore(pack, RunKind.LIVE, "acme").open(connection);
      TargetServer.execute(url, "INSERT INTO live.account (slug) VALUES ('acme')");
      assertThat(AccountStore.keep(connection, pack, RunKind.LIVE, "acme", "2")).isEmpty();
      connection.commit();
    }
  }

  private TargetPack read() {
    return new PackReader(name -> name.equals("DESK_URL") ? url : null)
        .read(Path.of("src/test/resources/generated/desk"))
        .getFirst()
        .target();
  }

  private TargetPack checked(TargetPack read) throws SQLException {
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(true);
      return PackCheck.againstTables(read, connection);
    }
  }

  private TableRow row(String table, Object... cells) {
    return new TableRow(index(table), Arrays.asList(cells));
  }

  private int index(String table) {
    return table(table).index();
  }

  private TargetTable table(String name) {
    return pack.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private List<TableRow> country(String code) {
    return List.of(row("country", code, code));
  }

  private List<TableRow> contact(String id, String country, String manager, String... tags) {
    List<TableRow> rows = new ArrayList<>();
    rows.add(row("contact", id, "acme", id + "@acme", country, manager));
    rows.add(row("contact_detail", id, "de"));
    for (String tag : tags) {
      rows.add(row("tagging", "Contact", id, tag));
    }
    return rows;
  }

  private List<TableRow> email(String id, String contact) {
    return List.of(row("message", id, contact, "news", "m-" + id));
  }

  private List<TableRow> engagement(String id, String email) {
    return List.of(row("activity", id, email, "open"));
  }

  private void loadAll() throws Exception {
    load(COUNTRIES, country("DE"), country("FR"));
    load(
        Entity.CONTACTS,
        contact("c9", "DE", null, "vip", "press"),
        contact("c2", "FR", "c9"),
        contact("c5", null, "c2", "vip"));
    load(Entity.EMAILS, email("1", "c9"), email("2", "c2"));
    load(Entity.ENGAGEMENTS, engagement("a", "1"), engagement("event:b", null));
    load(NOTES, List.of(row("note", uuid(1), "ours")));
  }

  @Test
  void shouldGiveRecordsTheIdsOfTheTargetInTheirOrder() throws Exception {
    loadAll();

    assertThat(
            rows(
                "SELECT id, account_id, email, country_id, manager_id FROM live.contact ORDER BY id"))
        .containsExactly(
            "1|1|them@other|null|null",
            "2|1|more@other|null|null",
            "3|2|c9@acme|1|null",
            "4|2|c2@acme|2|3",
            "5|2|c5@acme|null|4");
    assertThat(rows("SELECT taggable_type, taggable_id, tag FROM live.tagging ORDER BY id"))
        .containsExactly(
            "Ticket|3|vip", "Contact|1|vip", "Contact|3|vip", "Contact|3|press", "Contact|5|vip");
    assertThat(rows("SELECT id, contact_id FROM live.message ORDER BY id"))
        .containsExactly("1|1", "700|3", "701|4");
    assertThat(rows("SELECT id, message_id FROM live.activity ORDER BY id"))
        .containsExactly("1|1", "2|700", "3|null");
    assertThat(
            rows(
                "SELECT entity, source_id, target_id, (target_key IS NULL)::text FROM godwit.identity WHERE customer = 'acme' AND target_schema = 'live' AND entity IN ('contacts', 'engagements') ORDER BY 1, 3"))
        .containsExactly(
            "contacts|c9|3|true",
            "contacts|c2|4|true",
            "contacts|c5|5|true",
            "engagements|a|2|true",
            "engagements|event:b|3|true");
  }

  @Test
  void shouldReadBackWhatWasDigested() throws Exception {
    loadAll();

    List<EncodedBatch> batches =
        List.of(
            batch(COUNTRIES, country("DE"), country("FR")),
            batch(
                Entity.CONTACTS,
                contact("c9", "DE", null, "vip", "press"),
                contact("c2", "FR", "c9"),
                contact("c5", null, "c2", "vip")),
            batch(Entity.EMAILS, email("1", "c9"), email("2", "c2")),
            batch(Entity.ENGAGEMENTS, engagement("a", "1"), engagement("event:b", null)),
            batch(NOTES, List.<TableRow>of(row("note", uuid(1), "ours"))));
    for (TargetTable table : pack.tables()) {
      BucketDigest written = new BucketDigest();
      for (EncodedBatch batch : batches) {
        BucketDigest[] digests = batch.newDigests();
        for (int record = 0; record < batch.size(); record++) {
          batch.addTo(digests, record);
        }
        written.merge(digests[table.index()]);
      }
      BucketDigest found = readBack(table);
      assertThat(found.rows()).as(table.name()).isEqualTo(written.rows()).isEqualTo(count(table));
      assertThat(found.toBytes()).as(table.name()).isEqualTo(written.toBytes());
    }
  }

  @Test
  void shouldFindTheSameIdsWhenRecordsAreLoadedAgain() throws Exception {
    loadAll();
    List<String> before = identities();

    assertThat(load(COUNTRIES, country("DE")).held().cardinality()).isEqualTo(1);
    RowLoader.Outcome again =
        load(Entity.CONTACTS, contact("c2", "FR", "c9"), contact("c9", "DE", null, "vip", "press"));

    assertThat(again.refused()).isEmpty();
    assertThat(again.held().cardinality()).isEqualTo(2);
    assertThat(load(Entity.ENGAGEMENTS, engagement("event:b", null)).held().cardinality())
        .isEqualTo(1);
    assertThat(load(NOTES, List.<TableRow>of(row("note", uuid(1), "ours"))).held().cardinality())
        .isEqualTo(1);
    assertThat(identities()).isEqualTo(before);
  }

  @Test
  void shouldForgetTheIdOfARecordThatTheTargetRefuses() throws Exception {
    load(COUNTRIES, country("DE"));
    List<TableRow> twin =
        List.of(
            row("contact", "c8", "acme", "c1@acme", null, null), row("contact_detail", "c8", "x"));

    RowLoader.Outcome outcome =
        load(Entity.CONTACTS, contact("c1", "DE", null), twin, contact("c3", "DE", "c1"));

    assertThat(outcome.refused()).extracting(RowLoader.Refused::record).containsExactly(1);
    assertThat(rows("SELECT source_id FROM godwit.identity WHERE entity = 'contacts' ORDER BY 1"))
        .containsExactly("c1", "c3");
    assertThat(broken(Entity.EMAILS, email("1", "c8"), email("2", "c3")))
        .extracting(ParentCheck.Broken::record)
        .containsExactly(0);
  }

  @Test
  void shouldRefuseARecordWhoseRowTheTargetLacksOrHasTwice() throws Exception {
    RowLoader.Outcome outcome = load(COUNTRIES, country("DE"), country("ZZ"), country("XX"));

    assertThat(outcome.refused())
        .extracting(refused -> refused.record() + " " + refused.refusal().text())
        .containsExactly(
            "1 Expected one row of country with the record's code, found none. Add the row to the target, or correct the value in the source.",
            "2 Expected one row of country with the record's code, found several. Name a key in the pack that is unique.");
    assertThat(broken(Entity.CONTACTS, contact("c1", "ZZ", null)))
        .extracting(ParentCheck.Broken::parent)
        .containsExactly(COUNTRIES);
    TargetServer.execute(url, "INSERT INTO live.country (code) VALUES ('ZZ')");
    assertThat(repair(COUNTRIES, country("DE"), country("ZZ")))
        .containsExactly(Fate.PRESENT, Fate.WRITTEN);
    assertThat(broken(Entity.CONTACTS, contact("c1", "ZZ", null))).isEmpty();
  }

  @Test
  void shouldRefuseARecordWhoseRowIsAnotherThanBefore() throws Exception {
    load(COUNTRIES, country("DE"));
    TargetServer.execute(
        url,
        "UPDATE live.country SET code = 'D' WHERE id = 1; INSERT INTO live.country (code) VALUES ('DE')");

    assertThat(load(COUNTRIES, country("DE")).refused())
        .extracting(refused -> refused.refusal().text())
        .singleElement()
        .asString()
        .contains("Expected the row 1, which godwit.identity remembers", "found row 5");
  }

  @Test
  void shouldWriteMissingRowsOfARecordWithTheIdThatItHas() throws Exception {
    loadAll();
    TargetServer.execute(
        url,
        "DELETE FROM live.contact_detail WHERE contact_id = 4; DELETE FROM live.tagging WHERE taggable_id = 3 AND tag = 'press'; UPDATE live.contact SET country_id = 2 WHERE id = 5");

    assertThat(
            repair(
                Entity.CONTACTS,
                contact("c9", "DE", null, "vip", "press"),
                contact("c2", "FR", "c9"),
                contact("c5", null, "c2", "vip"),
                contact("c6", null, "c5")))
        .containsOnly(Fate.WRITTEN);
    assertThat(rows("SELECT contact_id FROM live.contact_detail ORDER BY 1"))
        .containsExactly("3", "4", "5", "6");
    assertThat(rows("SELECT country_id, manager_id FROM live.contact WHERE id > 4 ORDER BY id"))
        .containsExactly("null|4", "null|5");
  }

  @Test
  void shouldFindEmailsAndEventsOfTheCustomerForLiveEngagement() throws Exception {
    loadAll();
    try (Connection connection = TargetServer.open(url)) {
      LiveLookups lookups = new LiveLookups(connection, target());
      assertThat(lookups.email("m-2", null)).isEqualTo("2");
      assertThat(lookups.email("m-2", "c2@acme")).isEqualTo("2");
      assertThat(lookups.isThere(engagement("event:b", null))).isTrue();
      assertThat(lookups.isThere(engagement("event:c", null))).isFalse();
      TargetServer.execute(url, "UPDATE live.message SET message_id = 'm-1' WHERE id = 700");
      assertThat(lookups.email("m-1", null)).as("not that of another account").isEqualTo("1");
    }
  }

  @Test
  void shouldPurgeTheCustomersRowsAndNoOther() throws Exception {
    List<String> before = everything();
    TargetServer.execute(url, "UPDATE live.account SET slug = 'acme' WHERE slug = 'acme'");
    loadAll();

    try (Connection connection = TargetServer.open(url)) {
      for (var statement : pack.purge()) {
        try (var prepared =
            statement
                .bind(pack.placeholders(RunKind.LIVE))
                .prepare(connection, CustomerAccount.parameters("acme", "2"))) {
          prepared.execute();
        }
      }
      new IdentityStore(pack, RunKind.LIVE, "acme").purge(connection);
      connection.commit();
    }

    assertThat(everything())
        .isEqualTo(before.stream().filter(row -> !row.contains("acme")).toList());
    assertThat(identities()).isEmpty();
  }

  @Test
  void shouldNameSequencesThatDoNotServe() throws Exception {
    TargetServer.execute(
        url,
        """
        INSERT INTO live.contact (id, account_id) VALUES (90, 1);
        ALTER TABLE staging.contact ALTER COLUMN id SET DEFAULT nextval('live.contact_id_seq');
        DROP SEQUENCE staging.message_number""");

    assertThatThrownBy(() -> checked(read()))
        .isInstanceOf(PackException.class)
        .hasMessageContaining(
            "the sequence live.contact_id_seq at or above the highest id of live.contact, 90")
        .hasMessageContaining("select setval('live.contact_id_seq', 90)")
        .hasMessageContaining("a sequence in the schema staging for staging.contact.id")
        .hasMessageContaining("the sequence message_number in the schema staging");
  }

  private List<String> everything() throws SQLException {
    List<String> all = new ArrayList<>();
    for (String table :
        List.of(
            "account", "country", "contact", "contact_detail", "tagging", "message", "activity")) {
      all.addAll(rows("SELECT t::text FROM live." + table + " t ORDER BY 1"));
    }
    all.addAll(rows("SELECT body FROM live.note"));
    return all;
  }

  private List<String> identities() throws SQLException {
    return rows("SELECT * FROM godwit.identity ORDER BY 1, 2, 3, 4");
  }

  private List<String> rows(String sql) throws SQLException {
    return TargetServer.query(url, sql);
  }

  private BucketDigest readBack(TargetTable table) throws SQLException {
    String query =
        table
            .readBack()
            .bind(pack.placeholders(RunKind.LIVE))
            .inline(CustomerAccount.parameters("acme", "2"));
    BucketDigest found = new BucketDigest();
    RowDigest digest = new RowDigest();
    RowDecoder decoder = new RowDecoder(table.columns());
    int[] key = table.keyPositions().stream().mapToInt(Integer::intValue).toArray();
    try (Connection connection = TargetServer.open(url);
        CopyReader rows =
            CopyReader.open(
                connection,
                "COPY (" + query + ") TO STDOUT (FORMAT binary)",
                table.columns().size())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        decoder.digest(row, digest);
        found.add(digest.keyHash(key), digest.rowHash());
      }
    }
    return found;
  }

  private long count(TargetTable table) throws SQLException {
    return Long.parseLong(
        rows(table
                .count()
                .bind(pack.placeholders(RunKind.LIVE))
                .inline(CustomerAccount.parameters("acme", "2")))
            .getFirst());
  }

  private static ByteBuffer uuid(long number) {
    UUID id = new UUID(8, number);
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .flip();
  }

  private RunTarget target() {
    return new RunTarget(pack, RunKind.LIVE, "acme", "2");
  }

  @SafeVarargs
  private EncodedBatch batch(Entity entity, List<TableRow>... records) throws Exception {
    EncodedBatch batch = new EncodedBatch(target());
    for (List<TableRow> rows : records) {
      batch.add(entity, rows);
    }
    return batch;
  }

  @SafeVarargs
  private RowLoader.Outcome load(Entity entity, List<TableRow>... records) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      EncodedBatch batch = batch(entity, records);
      assertThat(ParentCheck.find(connection, batch.target(), batch.references(), batch::position))
          .isEmpty();
      RowLoader.Outcome outcome = new RowLoader(connection, batch).load(new BitSet());
      connection.commit();
      return outcome;
    }
  }

  @SafeVarargs
  private List<ParentCheck.Broken> broken(Entity entity, List<TableRow>... records)
      throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      EncodedBatch batch = batch(entity, records);
      return ParentCheck.find(connection, batch.target(), batch.references(), batch::position);
    }
  }

  @SafeVarargs
  private Fate[] repair(Entity entity, List<TableRow>... records) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      EncodedBatch batch = batch(entity, records);
      List<List<TableRow>> all = new ArrayList<>();
      for (List<TableRow> rows : records) {
        all.add(rows);
      }
      Fate[] fates =
          new RowRepair(connection, batch.target(), true).repair(batch, entity, all, new BitSet());
      connection.commit();
      return fates;
    }
  }
}
