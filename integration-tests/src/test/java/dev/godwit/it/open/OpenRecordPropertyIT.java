package dev.godwit.it.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.it.open.OpenDeclarations.Sample;
import dev.godwit.it.open.OpenDeclarations.Written;
import dev.godwit.it.open.OpenTarget.Loaded;
import dev.godwit.pack.ReadPack;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.check.PackPairCheck;
import dev.godwit.pack.read.PackReader;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.validator.readback.TargetRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Records of any entity that a pair of packs declares, on their whole way but for the broker: a
 * record in Avro's form of the source pack's schema, read, transformed, loaded by the loader into a
 * real PostgreSQL, read back by the validator. Each record is either in quarantine, with a reason,
 * or in the target, cell by cell as the transformer wrote it.
 */
class OpenRecordPropertyIT {
  private static final Entity LABELS = Entity.valueOf("labels");
  private static final Entity THINGS = Entity.valueOf("things");

  private static OpenTarget target;
  private static Path packs;

  @BeforeContainer
  static void start() throws Exception {
    target = new OpenTarget();
    packs = Files.createTempDirectory("open-packs");
  }

  @AfterContainer
  static void stop() throws Exception {
    if (target != null) {
      target.close();
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void shouldReadBackWhatWasDeclaredWrittenAndLoaded(@ForAll("samples") Sample sample)
      throws Exception {
    OpenEntity entity = sample.entity();
    target.create(entity);
    SourcePack source = read("open-source", entity.sourcePack()).source();
    TargetPack pack = target.checked(read("open-target", entity.targetPack(target.url())).target());
    PackPairCheck.require(source, pack);

    try (OpenRecords records = new OpenRecords(source, pack)) {
      List<TransformedRecord> labels = records.labels("1", "2", "3");
      assertThat(target.load(pack, LABELS, labels).loaded()).isEqualTo(labels.size());
      List<TransformedRecord> things = new ArrayList<>();
      for (Written written : sample.records()) {
        TransformedRecord record = records.transformed(entity, written);
        if (record != null) {
          things.add(record);
        }
      }
      Loaded loaded = target.load(pack, THINGS, things);
      assertThat(loaded.loaded() + loaded.problems().size()).isEqualTo(things.size());
      loaded
          .problems()
          .values()
          .forEach(
              problem ->
                  assertThat(problem.reason())
                      .as(problem.detail())
                      .isEqualTo(QuarantineReason.BROKEN_REFERENCE));
      List<TransformedRecord> kept = without(things, loaded);
      requireReadBack(pack, labels, kept, loaded);
      target.purge(pack);
      for (TargetTable table : pack.tables()) {
        assertThat(target.count(table)).as("purged: " + table.name()).isZero();
      }
    }
  }

  @Provide
  Arbitrary<Sample> samples() {
    return OpenDeclarations.samples();
  }

  private static List<TransformedRecord> without(List<TransformedRecord> all, Loaded loaded) {
    List<TransformedRecord> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!loaded.problems().containsKey(i)) {
        kept.add(all.get(i));
      }
    }
    return kept;
  }

  private static void requireReadBack(
      TargetPack pack,
      List<TransformedRecord> labels,
      List<TransformedRecord> things,
      Loaded loaded)
      throws Exception {
    try (TargetRows rows = target.rows(pack)) {
      for (TargetTable table : pack.tables()) {
        List<List<Object>> expected = new ArrayList<>();
        for (TransformedRecord record : table.entity().equals(LABELS) ? labels : things) {
          record.getRows().stream()
              .filter(row -> row.getTable() == table.index())
              .map(TableRow::getCells)
              .forEach(expected::add);
        }
        List<List<Object>> found = new ArrayList<>();
        rows.forEach(table, (keyHash, rowHash, cells) -> found.add(cells.get()));
        assertThat(found).as(table.name()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rows.count(table)).as(table.name()).isEqualTo(expected.size());
        if (table.entity().equals(THINGS)) {
          BucketDigest written = loaded.digests().getOrDefault(table.index(), new BucketDigest());
          assertThat(rows.digest(table).differing(written)).as(table.name()).isEmpty();
        }
      }
    }
  }

  private static ReadPack read(String name, String yaml) throws IOException {
    Path folder = Files.createDirectories(packs.resolve(name));
    Files.writeString(folder.resolve("pack.yaml"), yaml);
    ReadPack pack = new PackReader(variable -> null).read(folder).getFirst();
    assertThat(pack.findings()).as(yaml).isEmpty();
    return pack;
  }
}
