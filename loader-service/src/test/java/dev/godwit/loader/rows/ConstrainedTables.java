package dev.godwit.loader.rows;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tables {@code shop.item} and {@code shop.part} of contacts, to whose DDL tests add constraints.
 */
final class ConstrainedTables {
  static final String DDL =
      """
      DROP SCHEMA IF EXISTS shop CASCADE;
      CREATE SCHEMA shop;
      CREATE DOMAIN shop.word AS text CHECK (VALUE <> 'rude');
      CREATE DOMAIN shop.polite AS shop.word CONSTRAINT short CHECK (length(VALUE) < 5);
      CREATE TABLE shop.size (size integer PRIMARY KEY);
      INSERT INTO shop.size SELECT * FROM generate_series(0, 40);
      CREATE TABLE shop.item (
        tag text PRIMARY KEY, customer text NOT NULL, note %s, hits integer, made timestamptz DEFAULT now());
      CREATE TABLE shop.part (tag text, word text, customer text, PRIMARY KEY (tag, word));
      """;

  private ConstrainedTables() {}

  /** A record of the main table. */
  static List<TableRow> record(String tag, String note, Long hits, String... words) {
    List<TableRow> rows = new ArrayList<>();
    rows.add(new TableRow(0, Arrays.asList(tag, "acme", note, hits)));
    for (String word : words) {
      rows.add(new TableRow(1, Arrays.asList(tag, word, "acme")));
    }
    return rows;
  }

  static EncodedBatch batch(RunTarget target, List<List<TableRow>> records) throws Exception {
    EncodedBatch batch = new EncodedBatch(target);
    for (List<TableRow> rows : records) {
      batch.add(Entity.CONTACTS, rows);
    }
    return batch;
  }

  static RunTarget target(String url) {
    TargetTable item =
        table(
            0,
            "item",
            List.of("tag"),
            new TargetColumn("tag", "legacyId", ColumnType.TEXT, null, false, null),
            new TargetColumn("customer", "customer", ColumnType.TEXT, null, true, null),
            new TargetColumn("note", "outlet", ColumnType.TEXT, null, true, null),
            new TargetColumn("hits", "team", ColumnType.INTEGER, null, true, null));
    TargetTable part =
        table(
            1,
            "part",
            List.of("tag", "word"),
            new TargetColumn("tag", "legacyId", ColumnType.TEXT, null, false, null),
            new TargetColumn("word", "outlet", ColumnType.TEXT, null, true, null),
            new TargetColumn("customer", "customer", ColumnType.TEXT, null, true, null));
    TargetPack sample = SampleTarget.pack(url);
    return new RunTarget(
        new TargetPack(
            "shop",
            "",
            sample.database(),
            "shop",
            "shop",
            null,
            null,
            null,
            null,
            List.of(),
            List.of(item, part)),
        RunKind.LIVE,
        "acme");
  }

  private static TargetTable table(
      int index, String name, List<String> key, TargetColumn... columns) {
    Sql none = new Sql("select 1", "shop.yaml", 1);
    return new TargetTable(
        index,
        Entity.CONTACTS,
        name,
        null,
        List.of(),
        List.of(columns),
        key,
        "customer",
        none,
        none,
        null,
        List.of(),
        null);
  }
}
