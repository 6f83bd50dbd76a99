package dev.godwit.validator.verdict;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.common.v1.Entity;
import dev.godwit.pack.PackCheck;
import dev.godwit.pack.Packs;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.TableDigest;
import dev.godwit.row.v1.Difference;
import dev.godwit.validator.ValidatorSettings;
import dev.godwit.validator.differences.DifferenceFinder;
import dev.godwit.validator.differences.DifferenceSink;
import dev.godwit.validator.differences.QuarantineTopic;
import dev.godwit.validator.differences.TopicRange;
import dev.godwit.validator.differences.TransformedRows;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.readback.LiveTotals;
import dev.godwit.validator.readback.TargetRows;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jboss.logging.Logger;

/**
 * Compares the target with a ledger, table by table, and opens the buckets that differ. All reads
 * of the target see one database snapshot. Memory does not grow with the rows. Used by one thread.
 */
@ApplicationScoped
public class ReadBack {
  private static final Logger LOG = Logger.getLogger(ReadBack.class);

  private final KafkaSettings kafka;
  private final Packs packs;
  private final RunRegistry runs;
  private final int keysPerPass;
  private final int rowsHeld;

  ReadBack(KafkaSettings kafka, Packs packs, RunRegistry runs, ValidatorSettings settings) {
    this.kafka = kafka;
    this.packs = packs;
    this.runs = runs;
    this.keysPerPass = settings.keysPerPass();
    this.rowsHeld = settings.rowsHeld();
  }

  /**
   * The verdict on a ledger; every differing key is sent.
   *
   * @throws SQLException retriable where the database went away, else fatal
   * @throws RunStoppedException where the run is being undone: a purge would look like a loss
   */
  public Verdict verdict(Ledger ledger, RunSpec run, VerdictTransaction transaction)
      throws SQLException, RunStoppedException {
    TargetPack named = packs.target(run.targetPack());
    try (Connection connection = named.database().open()) {
      TargetPack pack = PackCheck.againstCatalogue(named, connection);
      try (TargetRows rows = new TargetRows(connection, pack, run.kind(), run.customer())) {
        DifferenceCounts counts = new DifferenceCounts();
        LiveTotals live = ledger.getLive() ? rows.live(ledger.getRunId()) : null;
        LiveComparison compared = live == null ? null : new LiveComparison(live);
        if (status(ledger).isCommitted()) {
          long engagements = rows.count(pack.main(Entity.ENGAGEMENTS));
          requireNeeded(ledger);
          return new Verdict(ledger, List.of(), counts, compared, engagements);
        }
        List<TableComparison> tables = compare(ledger, pack, rows, live);
        requireNeeded(ledger);
        open(tables, ledger, rows, live, counts, transaction);
        return new Verdict(ledger, tables, counts, compared, Verdict.NOT_COUNTED);
      }
    }
  }

  private static List<TableComparison> compare(
      Ledger ledger, TargetPack pack, TargetRows rows, LiveTotals live) throws SQLException {
    List<TableComparison> tables = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      BucketDigest expected = expected(ledger, table);
      if (live != null) {
        expected.merge(live.digest(table.index()));
      }
      tables.add(new TableComparison(table, expected, rows.digest(table)));
    }
    return tables;
  }

  private static BucketDigest expected(Ledger ledger, TargetTable table) {
    for (TableDigest digest : ledger.getTables()) {
      if (digest.getTable() == table.index()) {
        return BucketDigest.fromBytes(digest.getBuckets().duplicate(), digest.getRows());
      }
    }
    return new BucketDigest();
  }

  private void open(
      List<TableComparison> tables,
      Ledger ledger,
      TargetRows rows,
      LiveTotals live,
      DifferenceCounts counts,
      VerdictTransaction transaction)
      throws SQLException, RunStoppedException {
    if (tables.stream().allMatch(TableComparison::same)) {
      return;
    }
    DifferenceSink sink =
        (table, key, kind, fields) -> {
          counts.count(kind);
          transaction.difference(
              new Difference(
                  ledger.getRunId(), ledger.getCut(), table.name(), key, kind.name(), fields));
        };
    try (TopicRange topics = new TopicRange(reader());
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      TransformedRows expected =
          new TransformedRows(
              ledger,
              live == null ? Map.of() : live.nextOffsets(),
              topics,
              decoder,
              new QuarantineTopic(ledger, topics, decoder));
      DifferenceFinder finder = new DifferenceFinder(expected, rows, sink, keysPerPass, rowsHeld);
      for (TableComparison table : tables) {
        List<Integer> buckets = table.bucketsToOpen();
        if (!buckets.isEmpty()) {
          requireNeeded(ledger);
          LOG.warnf(
              "run=%s cut=%d: table %s differs in %d buckets; comparing their keys.",
              ledger.getRunId(), ledger.getCut(), table.table().name(), buckets.size());
          finder.find(table.table(), table.expected().rows(), buckets);
        }
      }
    }
  }

  private LedgerStatus status(Ledger ledger) {
    return new LedgerStatus(ledger, runs.status(ledger.getRunId()).orElseThrow());
  }

  private void requireNeeded(Ledger ledger) throws RunStoppedException {
    if (!status(ledger).needsVerdict()) {
      throw new RunStoppedException(ledger.getRunId());
    }
  }

  private Map<String, Object> reader() {
    Map<String, Object> settings = kafka.stretchConsumer();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return settings;
  }
}
