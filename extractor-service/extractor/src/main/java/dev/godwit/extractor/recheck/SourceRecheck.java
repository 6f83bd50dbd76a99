package dev.godwit.extractor.recheck;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.EntityDigest;
import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.snapshot.ChunkExtraction;
import dev.godwit.extractor.snapshot.KeyRange;
import dev.godwit.extractor.snapshot.Merges;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.task.v1.RecheckSource;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Reads the frozen entities again through a new snapshot, makes the records that the extraction
 * would make of them, and compares their number and digest with those that were extracted. So a
 * write that got past the freeze is found before the commit. Where they differ, the topic is read
 * too, and the differing keys are named.
 *
 * <p>Opens and clicks are not frozen where a tail follows them; then they are left aside. Without a
 * tail nothing follows what the source wrote after the snapshot: it is counted.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class SourceRecheck {
  private static final Logger LOG = Logger.getLogger(SourceRecheck.class);
  private static final String ACTION =
      "Find the job, trigger or person that wrote in spite of the freeze, and take its writes back;"
          + " then resume the run. Or roll back, and start another run.";
  private static final int MOST_KEYS = 200_000;

  private final SourcePacks packs;
  private final ExtractedTopic topic;

  SourceRecheck(SourcePacks packs, ExtractedTopic topic) {
    this.packs = packs;
    this.topic = topic;
  }

  /**
   * The answer where nothing differs.
   *
   * @param entities rows found, by entity that was compared
   * @param late opens and clicks that no tail follows
   */
  public record Unchanged(List<EntityCount> entities, long late) {
    public Unchanged {
      entities = List.copyOf(entities);
    }
  }

  /** One entity of one task, through one connection. */
  private record Scope(
      RecheckSource task,
      Connection connection,
      SourceLayout layout,
      Merges merges,
      WireEncoder encoder) {
    Entity entity() {
      return layout.entity();
    }

    String customer() {
      return task.getEnvelope().getCustomer();
    }

    String runId() {
      return RunSpec.idOf(customer(), task.getEnvelope().getRun());
    }
  }

  /**
   * Compares the source with what was extracted.
   *
   * @param merges merge groups of the run
   * @throws StageFailedException where a frozen entity differs; fatal for the commit
   * @throws SQLException where the source could not be read
   */
  public Unchanged compare(RecheckSource task, SourcePack pack, Merges merges, WireEncoder encoder)
      throws StageFailedException, SQLException, IOException {
    List<EntityCount> found = new ArrayList<>();
    long late = 0;
    try (Connection connection = packs.openReadOnly(pack)) {
      for (EntityDigest extracted : task.getExtracted()) {
        boolean isFollowed =
            extracted.getEntity() == Entity.ENGAGEMENTS && pack.live().tail() != null;
        if (isFollowed || !pack.entities().containsKey(extracted.getEntity())) {
          continue;
        }
        Scope scope =
            new Scope(
                task,
                connection,
                SourceLayout.of(
                    connection,
                    pack.entities().get(extracted.getEntity()),
                    task.getEnvelope().getCustomer()),
                merges,
                encoder);
        RecordSums sums = new RecordSums();
        long rows = read(scope, (key, value, hash) -> sums.add(hash));
        found.add(new EntityCount(extracted.getEntity(), rows));
        if (rows != extracted.getRows()
            || (extracted.getDigest() != null && sums.digest() != extracted.getDigest())) {
          late += added(scope, extracted, rows, sums);
        }
      }
    }
    return new Unchanged(found, late);
  }

  /** Reads an entity as its chunks did; the number of source rows. */
  private static long read(Scope scope, ExtractedSink.Output output)
      throws SQLException, StageFailedException {
    ExtractedSink sink =
        new ExtractedSink(scope.encoder(), scope.entity(), scope.customer(), output);
    ExtractedRecords records =
        ExtractedRecords.of(scope.layout(), sink, scope.runId(), scope.customer(), scope.merges());
    try {
      ChunkExtraction.range(scope.connection(), scope.layout(), new KeyRange(null, null), records);
      if (scope.entity() == Entity.CONTACTS) {
        ChunkExtraction.merged(scope.connection(), scope.layout(), scope.merges(), records);
      }
    } catch (StageFailedException e) {
      throw new StageFailedException(
          scope.entity().name(),
          "Expected the source to be as it was extracted, found this before the commit: "
              + e.getMessage(),
          ACTION,
          e,
          e.count(),
          e.firstKey());
    }
    return sink.rows();
  }

  /** The number of opens and clicks that were added; any other difference is a failure. */
  private long added(Scope scope, EntityDigest extracted, long rows, RecordSums source)
      throws StageFailedException, SQLException, IOException {
    ChangedKeys keys = keys(scope, source);
    if (scope.entity() == Entity.ENGAGEMENTS
        && keys.changed().isEmpty()
        && keys.gone().isEmpty()
        && !keys.added().isEmpty()) {
      LOG.warnf(
          "customer=%s run=%d: the source wrote %d opens and clicks after the snapshot, and the pack has no tail that follows them; they are lost with the commit unless the run is rolled back.",
          scope.customer(), scope.task().getEnvelope().getRun(), keys.added().size());
      return keys.added().size();
    }
    throw new StageFailedException(
        scope.entity().name(),
        "Expected %d rows of %s in the frozen source, as they were extracted, found %d rows; %s."
            .formatted(extracted.getRows(), scope.entity(), rows, keys.describe()),
        ACTION,
        null,
        keys.count(),
        keys.first());
  }

  private ChangedKeys keys(Scope scope, RecordSums source)
      throws StageFailedException, SQLException, IOException {
    RecordSums extracted = new RecordSums();
    readTopic(scope, (value, hash) -> extracted.add(hash));
    BitSet differing = source.differing(extracted);
    Map<String, Long> before = new HashMap<>();
    readTopic(scope, (value, hash) -> keep(before, differing, value, hash));
    Map<String, Long> now = new HashMap<>();
    read(
        scope,
        (key, value, hash) -> {
          try {
            keep(now, differing, value, hash);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    if (Math.max(before.size(), now.size()) >= MOST_KEYS) {
      throw new StageFailedException(
          scope.entity().name(),
          "Expected the frozen source to be as it was extracted, found so many differing rows that they are not listed: more than %d."
              .formatted(MOST_KEYS / 2),
          ACTION,
          null,
          0,
          "");
    }
    return ChangedKeys.between(before, now);
  }

  private void readTopic(Scope scope, ExtractedTopic.Records records) throws IOException {
    topic.read(
        scope.entity(), scope.customer(), scope.runId(), scope.task().getFrozenAt(), records);
  }

  private static void keep(Map<String, Long> kept, BitSet differing, byte[] value, long hash)
      throws IOException {
    if (kept.size() < MOST_KEYS && differing.get(RecordSums.bucket(hash))) {
      kept.put(ExtractedTopic.legacyId(value), hash);
    }
  }
}
