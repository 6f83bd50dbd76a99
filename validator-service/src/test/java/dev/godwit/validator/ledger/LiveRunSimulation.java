package dev.godwit.validator.ledger;

import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.task.v1.TaskEnvelope;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A live run in miniature: a snapshot of engagement that comes chunk by chunk while live events of
 * the same ids arrive, two stages that work in batches, markers, crashes before and after each
 * durable step, receipts that are sent again whether they were consumed or not. A transaction that
 * a crash takes back leaves a gap of offsets behind, as does the marker of one that is committed.
 * The fate of each event is noted by the way, which is the model that a ledger is held against.
 */
final class LiveRunSimulation {
  static final String RUN = BlankReceipt.RUN;
  static final int PARTITIONS = 3;

  /** The fate of a record, in the model. */
  enum Fate {
    WAITING,
    LOADED,
    DUPLICATE,
    QUARANTINED_BY_TRANSFORMER,
    QUARANTINED_BY_LOADER
  }

  /** A record of a topic: an event with an id, or a marker where the cut is not 0. */
  static final class Item {
    final int id;
    final int cut;
    final long hash;
    Fate fate = Fate.WAITING;

    /** Where it stands in the transformed topic, once it does. */
    int offset = -1;

    private Item(int id, int cut, long hash) {
      this.id = id;
      this.cut = cut;
      this.hash = hash;
    }
  }

  /** One partition of an entity on its way through both stages. */
  private static final class Way {
    final Entity entity;
    final int partition;
    final List<Item> in = new ArrayList<>();
    final List<Item> transformed = new ArrayList<>();
    int transformedUpTo;
    int loadedUpTo;
    int nextTransformed;

    Way(Entity entity, int partition) {
      this.entity = entity;
      this.partition = partition;
    }
  }

  private final Random random;
  private final List<Way> ways = new ArrayList<>();
  private final Set<Integer> target = new HashSet<>();
  private final List<Receipt> sent = new ArrayList<>();
  private final List<Receipt> delivered = new ArrayList<>();
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private final List<Receipt> outbox = new ArrayList<>();
  private final Map<Integer, List<Item>> before = new HashMap<>();
  private final List<Item> liveSoFar = new ArrayList<>();
  private int snapshotRows;
  private int chunksWritten;
  private int cuts;
  private int instances;

  LiveRunSimulation(Random random) {
    this.random = random;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ways.add(new Way(Entity.ENGAGEMENTS, partition));
      ways.add(new Way(Entity.LIVE, partition));
    }
    for (int i = random.nextInt(12); i >= 0; i--) {
      Chunk chunk = new Chunk(ways.get(random.nextInt(PARTITIONS) * 2), random.nextInt(5));
      snapshotRows += chunk.rows;
      chunks.add(chunk);
    }
  }

  /** A part of the snapshot that is still to be written. */
  private record Chunk(Way way, int rows) {}

  /** One chunk, in one transaction with its receipt; behind the last one the markers. */
  private void extract() {
    Chunk chunk = chunks.poll();
    if (chunk == null) {
      return;
    }
    long digest = 0;
    for (int i = 0; i < chunk.rows; i++) {
      Item item = new Item(random.nextInt(20), 0, random.nextLong());
      chunk.way.in.add(item);
      digest += item.hash;
    }
    sent.add(
        receipt(Stage.EXTRACT, Entity.ENGAGEMENTS, -1, chunksWritten, chunksWritten + 1)
            .setRecordsIn(chunk.rows)
            .setRowsIn(chunk.rows)
            .setRecordsOut(chunk.rows)
            .setDigestOut(digest)
            .build());
    chunksWritten++;
    if (chunks.isEmpty()) {
      ways.stream()
          .filter(way -> way.entity.equals(Entity.ENGAGEMENTS))
          .forEach(way -> way.in.add(new Item(-1, 1, 0)));
    }
  }

  /** Something happens; what, is chance. */
  void step() {
    switch (random.nextInt(11)) {
      case 0, 1, 2 -> arrive();
      case 3 -> {
        if (random.nextInt(4) == 0) {
          takeCut();
        }
      }
      case 4, 5 -> transform(any(), random.nextInt(5) == 0);
      case 6, 7 -> load(any(), random.nextInt(5) == 0);
      case 8 -> sendOutbox(random.nextInt(outbox.size() + 1));
      case 9 -> extract();
      default -> sendAgain();
    }
  }

  /** A live event, perhaps one that came before. */
  private void arrive() {
    Way way = ways.get(random.nextInt(PARTITIONS) * 2 + 1);
    Item item = new Item(random.nextInt(40), 0, random.nextLong());
    way.in.add(item);
    liveSoFar.add(item);
  }

  /** The marker of the next cut, in every partition at once. */
  int takeCut() {
    cuts++;
    before.put(cuts, List.copyOf(liveSoFar));
    sent.add(
        receipt(Stage.EXTRACT, Entity.LIVE, -1, -1, -1)
            .setCut(cuts)
            .setCutPartitions(PARTITIONS)
            .build());
    for (Way way : ways) {
      if (way.entity.equals(Entity.LIVE)) {
        way.in.add(new Item(-1, cuts, 0));
      }
    }
    return cuts;
  }

  /** All that is written is processed and has a receipt. */
  void drain() {
    while (!chunks.isEmpty()) {
      extract();
    }
    for (Way way : ways) {
      while (way.transformedUpTo < way.in.size()) {
        transform(way, false);
      }
      while (way.loadedUpTo < way.transformed.size()) {
        load(way, false);
      }
    }
    sendOutbox(outbox.size());
  }

  private Way any() {
    return ways.get(random.nextInt(ways.size()));
  }

  /**
   * One batch of the transformer, in one Kafka transaction. A crash before its end takes it back,
   * and it is done again otherwise; the offsets that it had are not given again.
   */
  private void transform(Way way, boolean crash) {
    int from = way.transformedUpTo;
    int to = Math.min(way.in.size(), from + 1 + random.nextInt(5));
    to = endOfRange(way.in, from, to);
    if (from == to) {
      return;
    }
    if (crash) {
      way.nextTransformed += random.nextInt(to - from + 1) + 1;
      return;
    }
    long out = 0;
    long quarantined = 0;
    long machine = 0;
    long digestOut = 0;
    for (Item item : way.in.subList(from, to)) {
      machine += way.entity.equals(Entity.LIVE) && isOfMachine(item) ? 1 : 0;
      if (item.cut == 0 && item.id % 7 == 3) {
        item.fate = Fate.QUARANTINED_BY_TRANSFORMER;
        quarantined++;
      } else {
        item.offset = way.nextTransformed++;
        way.transformed.add(item);
        out += item.cut == 0 ? 1 : 0;
        digestOut += item.cut == 0 ? item.hash + 1 : 0;
      }
    }
    sent.add(
        range(Stage.TRANSFORM, way, way.in.subList(from, to), from, to)
            .setRecordsOut(out)
            .setDigestOut(digestOut)
            .setQuarantined(quarantined)
            .setMachine(machine)
            .setReasons(BlankReceipt.reasons("UNKNOWN_KIND", quarantined))
            .build());
    way.transformedUpTo = to;
    way.nextTransformed++;
  }

  /**
   * One batch of the loader: rows, offsets and the receipt in one database transaction. A crash
   * before its end leaves nothing; one after it leaves the receipt in the outbox.
   */
  private void load(Way way, boolean crash) {
    int from = way.loadedUpTo;
    int to = Math.min(way.transformed.size(), from + 1 + random.nextInt(5));
    to = endOfRange(way.transformed, from, to);
    if (crash || from == to) {
      return;
    }
    long loaded = 0;
    long duplicates = 0;
    long quarantined = 0;
    for (Item item : way.transformed.subList(from, to)) {
      if (item.cut > 0) {
        continue;
      }
      if (item.id % 11 == 5) {
        item.fate = Fate.QUARANTINED_BY_LOADER;
        quarantined++;
      } else if (target.add(item.id)) {
        item.fate = Fate.LOADED;
        loaded++;
      } else {
        item.fate = Fate.DUPLICATE;
        duplicates++;
      }
    }
    List<Item> batch = way.transformed.subList(from, to);
    Receipt.Builder receipt =
        range(Stage.LOAD, way, batch, batch.getFirst().offset, batch.getLast().offset + 1);
    outbox.add(
        receipt
            .setDigestIn(receipt.getDigestIn() + receipt.getRecordsIn())
            .setRecordsOut(loaded)
            .setAlreadyLoaded(duplicates)
            .setQuarantined(quarantined)
            .setReasons(BlankReceipt.reasons("UNKNOWN_MESSAGE", quarantined))
            .build());
    way.loadedUpTo = to;
  }

  /** A range never goes over a marker. */
  private static int endOfRange(List<Item> items, int from, int to) {
    for (int at = from; at < to; at++) {
      if (items.get(at).cut > 0) {
        return at + 1;
      }
    }
    return to;
  }

  /**
   * The outbox is sent in its order, as far as a crash lets it. Messages that the broker has
   * acknowledged are deleted, as far as a crash lets that; the rest is sent again after it, before
   * what comes then.
   */
  private void sendOutbox(int count) {
    sent.addAll(outbox.subList(0, count));
    if (count > 0 && random.nextInt(3) > 0) {
      outbox.subList(0, random.nextInt(count) + 1).clear();
    }
  }

  /** A receipt that was sent at any time comes again, from another process. */
  private void sendAgain() {
    List<Receipt> all = random.nextBoolean() || delivered.isEmpty() ? sent : delivered;
    if (!all.isEmpty()) {
      instances++;
      Receipt again = all.get(random.nextInt(all.size()));
      sent.add(Receipt.newBuilder(again).setInstance("restarted-" + instances).build());
    }
  }

  /** Receipts that were sent since the last time, in their order. */
  List<Receipt> takeSent() {
    List<Receipt> taken = List.copyOf(sent);
    sent.clear();
    delivered.addAll(taken);
    return taken;
  }

  int cuts() {
    return cuts;
  }

  /** Live events before a cut's markers that had a fate. */
  long before(int cut, Fate fate) {
    return before.get(cut).stream().filter(item -> item.fate == fate).count();
  }

  /** Live events before a cut that a machine caused. */
  long machineBefore(int cut) {
    return before.get(cut).stream().filter(LiveRunSimulation::isOfMachine).count();
  }

  private static boolean isOfMachine(Item item) {
    return item.cut == 0 && item.id % 5 == 1;
  }

  long before(int cut) {
    return before.get(cut).size();
  }

  /** Records of the snapshot that had a fate. */
  long snapshot(Fate fate) {
    return ways.stream()
        .filter(way -> way.entity.equals(Entity.ENGAGEMENTS))
        .flatMap(way -> way.in.stream())
        .filter(item -> item.cut == 0 && item.fate == fate)
        .count();
  }

  /** Live events that are rows by now. */
  long liveRows() {
    return liveSoFar.stream().filter(item -> item.fate == Fate.LOADED).count();
  }

  long targetRows() {
    return target.size();
  }

  ReconcileCut request(int cut, boolean committed) {
    return new ReconcileCut(
        new TaskEnvelope(
            "task-" + cut, "acme", "acme", 2, RunKind.LIVE, "old", "new", Instant.EPOCH, "event"),
        cut,
        List.of(new EntityCount(Entity.ENGAGEMENTS.symbol(), (long) snapshotRows, null)),
        true,
        committed,
        List.of());
  }

  private static Receipt.Builder range(Stage stage, Way way, List<Item> items, int from, int to) {
    long records = 0;
    long digest = 0;
    int cut = 0;
    for (Item item : items) {
      if (item.cut > 0) {
        cut = item.cut;
      } else {
        records++;
        digest += item.hash;
      }
    }
    return receipt(stage, way.entity, way.partition, from, to)
        .setCut(cut)
        .setCutPartitions(cut == 0 ? 0 : PARTITIONS)
        .setRecordsIn(records)
        .setRowsIn(records)
        .setDigestIn(digest);
  }

  private static Receipt.Builder receipt(
      Stage stage, Entity entity, int partition, long from, long to) {
    return BlankReceipt.of(stage, entity, partition, from, to)
        .setInstance("first")
        .setFirstInputAt(Instant.EPOCH)
        .setProducedAt(Instant.EPOCH);
  }
}
