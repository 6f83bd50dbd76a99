package dev.godwit.loader.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.loader.TargetServer;
import dev.godwit.loader.reference.FoundIds;
import dev.godwit.row.v1.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The same records are loaded, held and refused as where each is written alone. */
class OffenderPropertyIT {
  private static final String FOREIGN_KEY =
      "ALTER TABLE shop.item ADD FOREIGN KEY (hits) REFERENCES shop.size";

  private static final List<String> CONSTRAINTS =
      List.of(
          "ALTER TABLE shop.item ADD CONSTRAINT few CHECK (hits < 35)",
          "ALTER TABLE shop.item ADD CHECK (note <> 'n3' OR hits > 10)",
          "ALTER TABLE shop.item ALTER note SET NOT NULL",
          "ALTER TABLE shop.item ADD UNIQUE (note)",
          "ALTER TABLE shop.item ADD UNIQUE (note, hits) DEFERRABLE INITIALLY DEFERRED",
          "ALTER TABLE shop.item ADD UNIQUE NULLS NOT DISTINCT (hits)",
          "CREATE UNIQUE INDEX ON shop.item (lower(note)) WHERE hits > 20",
          "CREATE UNIQUE INDEX ON shop.item ((hits / 2), customer)",
          "CREATE UNIQUE INDEX ON shop.item (note COLLATE \"C\", hits) WHERE note <> 'n2'",
          "ALTER TABLE shop.part ADD CHECK (word <> 'w0')",
          "ALTER TABLE shop.part ADD UNIQUE (word)",
          FOREIGN_KEY,
          "CREATE FUNCTION shop.fill() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN new.hits := abs(new.hits); RETURN new; END';"
              + " CREATE TRIGGER fill BEFORE INSERT ON shop.item FOR EACH ROW EXECUTE FUNCTION shop.fill()",
          "CREATE FUNCTION shop.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF new.hits % 9 = 4"
              + " THEN RAISE ''refused'' USING ERRCODE = ''23514''; END IF; RETURN NULL; END';"
              + " CREATE TRIGGER refuse AFTER INSERT ON shop.item FOR EACH ROW EXECUTE FUNCTION shop.refuse()");

  private static String url;

  private record Result(
      BitSet held,
      TreeMap<Integer, String> refused,
      TreeSet<String> items,
      TreeSet<String> parts) {}

  private interface Load {
    RowLoader.Outcome of(Connection connection, EncodedBatch batch) throws SQLException;
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void shouldRefuseTheSameRecordsAsOneByOne(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<String> constraints = new ArrayList<>();
    for (String constraint : CONSTRAINTS) {
      if (random.nextInt(4) == 0) {
        constraints.add(constraint);
      }
    }
    String note = random.nextBoolean() ? "text" : "shop.polite";
    List<List<TableRow>> stored = records(random, random.nextInt(8));
    List<List<TableRow>> batch = records(random, 2 + random.nextInt(30));

    Result atOnce = load(note, constraints, stored, batch, OffenderPropertyIT::load);
    Result oneByOne = load(note, constraints, stored, batch, OffenderPropertyIT::oneByOne);

    assertThat(atOnce).as("%s %s: %s", note, constraints, batch).isEqualTo(oneByOne);
  }

  private static RowLoader.Outcome load(Connection connection, EncodedBatch batch)
      throws SQLException {
    return new RowLoader(connection, batch, new FoundIds()).load(new BitSet());
  }

  private static RowLoader.Outcome oneByOne(Connection connection, EncodedBatch batch)
      throws SQLException {
    CopySink sink = new CopySink(connection, batch);
    StoredRows stored = new StoredRows(connection, batch, sink);
    BitSet held = new BitSet();
    List<RowLoader.Refused> refused = new ArrayList<>();
    for (int record = 0; record < batch.size(); record++) {
      int[] one = {record};
      try {
        sink.write(one, 0, 1);
      } catch (SQLException e) {
        Refusal refusal = Refusal.of(e);
        if (refusal.isDuplicate() && stored.among(one).get(record)) {
          held.set(record);
        } else {
          refused.add(new RowLoader.Refused(record, refusal));
        }
      }
    }
    return new RowLoader.Outcome(held, refused);
  }

  private static List<List<TableRow>> records(Random random, int count) {
    List<List<TableRow>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int words = random.nextInt(3);
      String[] parts = new String[words];
      for (int w = 0; w < words; w++) {
        parts[w] = "w" + random.nextInt(40);
      }
      List<String> notes = List.of("rude", "much too long", "N3", "n3", "n2");
      String note =
          switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> notes.get(random.nextInt(notes.size()));
            default -> "n" + random.nextInt(60);
          };
      Long hits = random.nextInt(8) == 0 ? null : (long) random.nextInt(50) - 2;
      records.add(ConstrainedTables.record("t" + random.nextInt(60), note, hits, parts));
    }
    return records;
  }

  private static Result load(
      String note,
      List<String> constraints,
      List<List<TableRow>> stored,
      List<List<TableRow>> records,
      Load load)
      throws Exception {
    if (url == null) {
      url = TargetServer.newDatabase();
    }
    TargetServer.execute(url, ConstrainedTables.DDL.formatted(note));
    for (String constraint : constraints) {
      TargetServer.execute(url, constraint);
    }
    try (Connection connection = TargetServer.open(url)) {
      RowLoader.Outcome before =
          oneByOne(connection, ConstrainedTables.batch(ConstrainedTables.target(url), stored));
      connection.commit();
      assertThat(before.held().length()).isLessThanOrEqualTo(stored.size());
      RowLoader.Outcome outcome =
          load.of(connection, ConstrainedTables.batch(ConstrainedTables.target(url), records));
      connection.commit();
      TreeMap<Integer, String> refused = new TreeMap<>();
      // Foreign keys and such triggers are tested before what is deferred, and not at once.
      boolean named =
          !constraints.contains(FOREIGN_KEY) && !constraints.contains(CONSTRAINTS.getLast());
      outcome
          .refused()
          .forEach(one -> refused.put(one.record(), named ? one.refusal().text() : ""));
      return new Result(
          outcome.held(),
          refused,
          new TreeSet<>(
              TargetServer.query(url, "SELECT tag, coalesce(note, '-'), hits FROM shop.item")),
          new TreeSet<>(TargetServer.query(url, "SELECT tag, word FROM shop.part")));
    }
  }
}
