package dev.godwit.extractor.recheck;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.EntityDigest;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.outbound.ExtractedRecords;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.extractor.outbound.GroupRecords;
import dev.godwit.extractor.snapshot.ChunkBoundaries;
import dev.godwit.extractor.snapshot.ChunkExtraction;
import dev.godwit.extractor.snapshot.KeyRange;
import dev.godwit.extractor.snapshot.MergedChunk;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Counted;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.task.v1.RecheckSource;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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

  private final SourcePacks packs;
  private final ExtractedTopic topic;
  private final ExtractorSettings settings;

  SourceRecheck(SourcePacks packs, ExtractedTopic topic, ExtractorSettings settings) {
    this.packs = packs;
    this.topic = topic;
    this.settings = settings;
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
      SourcePack pack,
      Connection connection,
      List<SourceLayout> layouts,
      RunMerges merges,
      WireEncoder encoder) {
    Entity entity() {
      return source().entity();
    }

    SourceEntity source() {
      return layouts.getFirst().source();
    }

    String customer() {
      return task.getEnvelope().getCustomer();
    }

    String runId() {
      return RunSpec.idOf(customer(), task.getEnvelope().getRun());
    }
  }

  /** A sink that sends nothing, and what reads the rows of a query into it. */
  private record Pass(ExtractedSink sink, ChunkExtraction chunk) {
    Pass(Scope scope, SourceLayout layout, ReadAgain.Output output) {
      this(scope, layout, discarding(scope, output));
    }

    private Pass(Scope scope, SourceLayout layout, ExtractedSink sink) {
      this(
          sink,
          new ChunkExtraction(
              scope.connection(),
              layout,
              sink,
              ExtractedRecords.of(layout, sink, scope.runId(), scope.merges()),
              Integer.MAX_VALUE));
    }
  }

  /** A sink that sends nothing. */
  private static ExtractedSink discarding(Scope scope, ReadAgain.Output output) {
    return new ExtractedSink(
        new ReadAgain(scope.encoder(), output),
        scope.entity(),
        RowSchema.of(scope.pack(), scope.source()),
        scope.runId(),
        scope.customer(),
        1,
        0);
  }

  /**
   * Compares the source with what was extracted.
   *
   * @param merges merge groups of the run
   * @throws StageFailedException where a frozen entity differs; fatal for the commit
   * @throws SQLException where the source could not be read
   */
  public Unchanged compare(
      RecheckSource task, SourcePack pack, RunMerges merges, WireEncoder encoder)
      throws StageFailedException, SQLException, IOException {
    List<EntityCount> found = new ArrayList<>();
    long late = 0;
    try (Connection connection = packs.openReadOnly(pack)) {
      for (EntityDigest extracted : task.getExtracted()) {
        boolean isFollowed =
            Entities.of(extracted).equals(Entity.ENGAGEMENTS) && !pack.followed().isEmpty();
        if (isFollowed || !pack.entities().containsKey(Entities.of(extracted))) {
          continue;
        }
        Scope scope =
            new Scope(
                task,
                pack,
                connection,
                SourceLayout.all(
                    connection,
                    pack.entities().get(Entities.of(extracted)),
                    task.getEnvelope().getCustomer()),
                merges,
                encoder);
        SummedRecords summed = new SummedRecords();
        long rows = read(scope, extracted.getRows(), summed);
        found.add(
            new EntityCount(
                Entities.of(extracted).symbol(), rows, Entities.of(extracted).declaredName()));
        if (rows != extracted.getRows()
            || (extracted.getDigest() != null && summed.sums().digest() != extracted.getDigest())) {
          late += added(scope, extracted, rows, summed.sums());
        }
      }
    }
    return new Unchanged(found, late);
  }

  /** Reads an entity as its chunks did; the number of source rows. */
  private long read(Scope scope, long expected, ReadAgain.Output output)
      throws SQLException, StageFailedException, IOException {
    try {
      long rows = 0;
      for (SourceLayout layout : scope.layouts()) {
        rows += read(scope, layout, expected, output);
      }
      if (scope.source().merges()) {
        rows += readMerged(scope, output);
      }
      return rows;
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
  }

  /** Reads the rows of a query that are in no merge group; the number of source rows. */
  private long read(Scope scope, SourceLayout layout, long most, ReadAgain.Output output)
      throws SQLException, StageFailedException, IOException {
    Pass whole = new Pass(scope, layout, output);
    if (whole.chunk().readsAll()) {
      output.keep();
      return whole.sink().rows();
    }
    long rows = 0;
    for (KeyRange range : ranges(scope, layout, most)) {
      Pass one = new Pass(scope, layout, output);
      one.chunk().range(range);
      output.keep();
      rows += one.sink().rows();
    }
    return rows;
  }

  /** Reads the rows that are in merge groups; their number. */
  private static long readMerged(Scope scope, ReadAgain.Output output)
      throws SQLException, StageFailedException, IOException {
    ExtractedSink sink = discarding(scope, output);
    GroupRecords records = new GroupRecords(scope.layouts(), sink, scope.runId(), scope.merges());
    new MergedChunk(scope.connection(), scope.layouts(), sink, records, Integer.MAX_VALUE)
        .read(scope.merges().of(scope.entity()));
    output.keep();
    return sink.rows();
  }

  private List<KeyRange> ranges(Scope scope, SourceLayout layout, long expected)
      throws SQLException, StageFailedException {
    List<KeyRange> ranges = new ArrayList<>();
    String above = null;
    for (String boundary :
        ChunkBoundaries.find(scope.connection(), layout, expected, settings.chunkRows())) {
      ranges.add(new KeyRange(above, boundary));
      above = boundary;
    }
    ranges.add(new KeyRange(above, null));
    return ranges;
  }

  /** The number of opens and clicks that were added; any other difference is a failure. */
  private long added(Scope scope, EntityDigest extracted, long rows, RecordSums source)
      throws StageFailedException, SQLException, IOException {
    ChangedKeys keys = keys(scope, extracted.getRows(), source);
    if (scope.entity().equals(Entity.ENGAGEMENTS)
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
        "Expected %s of %s in the frozen source, as they were extracted, found %d; %s."
            .formatted(
                Counted.of(extracted.getRows(), "row"), scope.entity(), rows, keys.describe()),
        ACTION,
        null,
        keys.count(),
        keys.first());
  }

  private ChangedKeys keys(Scope scope, long rows, RecordSums source)
      throws StageFailedException, SQLException, IOException {
    SummedRecords extracted = new SummedRecords();
    readTopic(scope, extracted);
    BitSet differing = source.differing(extracted.sums());
    DifferingRecords before = new DifferingRecords(differing);
    readTopic(scope, before);
    DifferingRecords now = new DifferingRecords(differing);
    read(scope, rows, now);
    if (before.isFull() || now.isFull()) {
      throw new StageFailedException(
          scope.entity().name(),
          "Expected the frozen source to be as it was extracted, found so many differing rows that they are not listed: more than %d."
              .formatted(DifferingRecords.MOST / 2),
          ACTION,
          null,
          0,
          "");
    }
    return ChangedKeys.between(before.byId(), now.byId());
  }

  private void readTopic(Scope scope, ReadAgain.Output output) throws IOException {
    topic.read(
        scope.entity(), scope.customer(), scope.runId(), scope.task().getFrozenAt(), output::take);
    output.keep();
  }
}
