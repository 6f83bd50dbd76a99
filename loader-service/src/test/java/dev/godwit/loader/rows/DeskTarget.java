package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.progress.AccountStore;
import dev.godwit.loader.progress.IdentityStore;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.read.PackReader;
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

/**
 * A target that draws its own ids, whose rows hold an account of its own or no customer at all, and
 * which other accounts use.
 */
abstract class DeskTarget {
  static final Entity COUNTRIES = Entity.valueOf("countries");
  static final Entity NOTES = Entity.valueOf("notes");

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

  String url;
  TargetPack pack;

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

  TargetPack read() {
    return new PackReader(name -> name.equals("DESK_URL") ? url : null)
        .read(Path.of("src/test/resources/generated/desk"))
        .getFirst()
        .target();
  }

  TargetPack checked(TargetPack read) throws SQLException {
    try (Connection connection = TargetServer.open(url)) {
      connection.setAutoCommit(true);
      return PackCheck.againstTables(read, connection);
    }
  }

  TableRow row(String table, Object... cells) {
    return new TableRow(index(table), Arrays.asList(cells));
  }

  int index(String table) {
    return table(table).index();
  }

  TargetTable table(String name) {
    return pack.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  List<TableRow> country(String code) {
    return List.of(row("country", code, code));
  }

  List<TableRow> contact(String id, String country, String manager, String... tags) {
    List<TableRow> rows = new ArrayList<>();
    rows.add(row("contact", id, "acme", id + "@acme", country, manager));
    rows.add(row("contact_detail", id, "de"));
    for (String tag : tags) {
      rows.add(row("tagging", "Contact", id, tag));
    }
    return rows;
  }

  List<TableRow> email(String id, String contact) {
    return List.of(row("message", id, contact, "news", "m-" + id));
  }

  List<TableRow> engagement(String id, String email) {
    return List.of(row("activity", id, email, "open"));
  }

  void loadAll() throws Exception {
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

  List<String> identities() throws SQLException {
    return rows("SELECT * FROM godwit.identity ORDER BY 1, 2, 3, 4");
  }

  List<String> rows(String sql) throws SQLException {
    return TargetServer.query(url, sql);
  }

  static ByteBuffer uuid(long number) {
    UUID id = new UUID(8, number);
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .flip();
  }

  RunTarget target() {
    return new RunTarget(pack, RunKind.LIVE, "acme", "2");
  }

  @SafeVarargs
  final EncodedBatch batch(Entity entity, List<TableRow>... records) throws Exception {
    EncodedBatch batch = new EncodedBatch(target());
    for (List<TableRow> rows : records) {
      batch.add(entity, rows);
    }
    return batch;
  }

  @SafeVarargs
  final RowLoader.Outcome load(Entity entity, List<TableRow>... records) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      EncodedBatch batch = batch(entity, records);
      FoundIds found = new FoundIds();
      assertThat(
              ParentCheck.find(
                  connection, batch.target(), batch.references(), batch::position, found))
          .isEmpty();
      RowLoader.Outcome outcome = new RowLoader(connection, batch, found).load(new BitSet());
      connection.commit();
      return outcome;
    }
  }

  @SafeVarargs
  final List<ParentCheck.Broken> broken(Entity entity, List<TableRow>... records) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      EncodedBatch batch = batch(entity, records);
      return ParentCheck.find(
          connection, batch.target(), batch.references(), batch::position, new FoundIds());
    }
  }

  @SafeVarargs
  final Fate[] repair(Entity entity, List<TableRow>... records) throws Exception {
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
