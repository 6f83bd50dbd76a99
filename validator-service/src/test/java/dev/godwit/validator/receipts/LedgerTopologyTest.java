package dev.godwit.validator.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.ReconcileCut;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import dev.godwit.validator.ledger.SampleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTopologyTest {
  private static final List<String> STORES =
      List.of(
          LedgerTopology.RANGES,
          LedgerTopology.SUMS,
          LedgerTopology.CLOSED,
          LedgerTopology.FROZEN,
          LedgerTopology.REQUESTS);

  private final PlainRecordBytes records = new PlainRecordBytes();
  private final Recorded recorded = new Recorded();
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> receipts;
  private TestInputTopic<String, byte[]> requests;
  private TestOutputTopic<String, byte[]> ledgers;

  @TempDir private Path state;
  private int starts;

  @BeforeEach
  void start() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ledgers");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve("" + starts++).toString());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    driver =
        new TopologyTestDriver(LedgerTopology.build(PlainRecordBytes::new, recorded), settings);
    receipts =
        driver.createInputTopic(Topics.RECEIPTS, new StringSerializer(), new ByteArraySerializer());
    requests =
        driver.createInputTopic(
            Topics.LEDGER_REQUESTS, new StringSerializer(), new ByteArraySerializer());
    ledgers =
        driver.createOutputTopic(
            Topics.LEDGERS, new StringDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void shouldMakeTheLedgerAtTheLastCutWhenTheRequestCameFirst() {
    ask();
    List<Receipt> all = SampleRun.receipts();
    all.subList(0, all.size() - 1).forEach(this::send);
    assertThat(ledgers.isEmpty()).isTrue();

    send(all.getLast());

    Ledger ledger = onlyLedger();
    assertThat(ledger.getRunId()).isEqualTo(SampleRun.RUN);
    assertThat(ledger.getHops()).allMatch(Check::getPassed);
  }

  @Test
  void shouldMakeTheLedgerAtTheRequestWhenTheReceiptsCameFirst() {
    SampleRun.receipts().forEach(this::send);
    assertThat(ledgers.isEmpty()).isTrue();

    ask();

    assertThat(onlyLedger().getTables()).hasSize(3);
  }

  @Test
  void shouldMakeTheSameLedgerWhenTheProcessRestartsInTheMiddleOfARun() {
    ask(SampleRun.request(1, false));
    List<Receipt> live = SampleRun.live(1);
    List<Receipt> all = new ArrayList<>(SampleRun.receipts());
    all.addAll(live.subList(0, live.size() - 1));
    for (int i = 0; i < all.size(); i++) {
      send(all.get(i));
      if (i % 7 == 0 || i == all.size() - 1) {
        restart();
        send(all.get(i));
      }
    }
    assertThat(ledgers.isEmpty()).isTrue();
    send(live.getLast());
    Ledger ledger = onlyLedger();
    assertThat(ledger.getHops()).allMatch(Check::getPassed);
    assertThat(ledger.getLines().getLast().getLiveReceived()).isEqualTo(20);

    restart();
    ask(SampleRun.request(1, false));
    live.forEach(this::send);
    assertThat(ledgers.isEmpty()).isTrue();
    assertThat(recorded.outcomes).doesNotContain(Outcome.CONFLICTING);
  }

  @Test
  void shouldKeyTheLedgerByItsRunWhenItIsForwarded() {
    SampleRun.receipts().forEach(this::send);
    ask();

    assertThat(ledgers.readKeyValue().key).isEqualTo(SampleRun.RUN);
  }

  @Test
  void shouldNotAnswerAgainWhenARequestIsRepeated() {
    SampleRun.receipts().forEach(this::send);
    ask();
    onlyLedger();

    ask();
    SampleRun.receipts().forEach(this::send);

    assertThat(ledgers.isEmpty()).isTrue();
  }

  @Test
  void shouldChangeNothingWhenReceiptsAreRepeated() {
    SampleRun.receipts().forEach(this::send);
    SampleRun.receipts().forEach(this::send);
    ask();

    assertThat(onlyLedger().getHops()).allMatch(Check::getPassed);
    assertThat(recorded.outcomes).contains(Outcome.REPEATED).doesNotContain(Outcome.CONFLICTING);
  }

  @Test
  void shouldFailTheLedgerWhenAReceiptContradictsAnother() {
    List<Receipt> all = SampleRun.receipts();
    all.forEach(this::send);
    send(Receipt.newBuilder(all.get(3)).setRecordsOut(1).build());
    ask();

    assertThat(onlyLedger().getHops()).anyMatch(c -> !c.getPassed());
    assertThat(recorded.outcomes).contains(Outcome.CONFLICTING);
  }

  @Test
  void shouldKeepRunsApartWhenTheirReceiptsAreMixed() {
    for (Receipt receipt : SampleRun.receipts()) {
      send(receipt);
      send(Receipt.newBuilder(receipt).setRunId("acme/22").setCustomer("acme").build());
      send(Receipt.newBuilder(receipt).setRunId("acme2/2").setCustomer("acme2").build());
    }
    ask();

    assertThat(onlyLedger().getLines().getFirst().getExtracted()).isEqualTo(20);
  }

  @Test
  void shouldWaitForTheReceiptsOfReplaysAndForTheLoaderWhenTheRequestNamesReleasedRecords() {
    SampleRun.receipts().forEach(this::send);
    ask(SampleRun.requestAfterReplays());
    List<Receipt> replays = SampleRun.replays();
    for (Receipt receipt : replays) {
      assertThat(ledgers.isEmpty()).isTrue();
      send(receipt);
    }

    Ledger ledger = onlyLedger();
    assertThat(ledger.getHops()).allMatch(Check::getPassed);
    assertThat(ledger.getLastReplay()).isEqualTo(2);
    assertThat(ledger.getReceiptsOffset()).isEqualTo(SampleRun.receipts().size() + replays.size());
    assertThat(ledger.getLines())
        .allSatisfy(
            line -> {
              assertThat(line.getLoaded()).isEqualTo(18);
              assertThat(line.getQuarantinedByTransformer()).isEqualTo(1);
              assertThat(line.getQuarantinedByLoader()).isZero();
            });
    send(Receipt.newBuilder(replays.getFirst()).setReplay(3).build());
    assertThat(recorded.outcomes).doesNotContain(Outcome.CONFLICTING, Outcome.REPEATED);
  }

  @Test
  void shouldCountTheGainsOfReplaysInTheNextCutWhenTheyAreOfLiveEngagement() {
    SampleRun.receipts().forEach(this::send);
    SampleRun.live(1).forEach(this::send);
    ask(SampleRun.request(1, false));
    assertThat(onlyLedger().getLines().getLast().getLiveQuarantined()).isEqualTo(4);

    SampleRun.live(2).forEach(this::send);
    ReconcileCut second = SampleRun.request(2, false);
    second.setReleased(List.of(new EntityCount(Entity.LIVE.symbol(), 2L, null)));
    ask(second);
    assertThat(ledgers.isEmpty()).isTrue();
    SampleRun.liveReplay(1).forEach(this::send);

    Ledger ledger = onlyLedger();
    assertThat(ledger.getHops()).allMatch(Check::getPassed);
    assertThat(ledger.getLines().getLast().getLiveLoaded()).isEqualTo(26);
    assertThat(ledger.getLines().getLast().getLiveQuarantined()).isEqualTo(6);
  }

  @Test
  void shouldGiveTheLedgerAgainWhenAnotherTaskAsksAfterAFailedVerdict() {
    SampleRun.receipts().forEach(this::send);
    SampleRun.live(1).forEach(this::send);
    ask(SampleRun.request(1, false));
    Ledger first = onlyLedger();
    restart();
    ReconcileCut resumed = SampleRun.request(1, false);
    resumed.getEnvelope().setTaskId("task-1/resumed-1");

    ask(resumed);
    Ledger again = onlyLedger();
    ask(resumed);

    assertThat(again.getTaskId()).isEqualTo("task-1/resumed-1");
    assertThat(Ledger.newBuilder(again).setTaskId(first.getTaskId()).build()).isEqualTo(first);
    assertThat(ledgers.isEmpty()).isTrue();
  }

  @Test
  void shouldKeepTheKeyOfALineOfNoReplayAsItWas() {
    Receipt replay = SampleRun.replays().getFirst();
    send(replay);
    send(Receipt.newBuilder(replay).setReplay(0).build());

    List<String> keys = new ArrayList<>();
    try (var all = driver.<String, byte[]>getKeyValueStore(LedgerTopology.SUMS).all()) {
      all.forEachRemaining(entry -> keys.add(entry.key.replace('\u001f', '|')));
    }
    assertThat(keys)
        .containsExactlyInAnyOrder("acme/2|LOAD|CONTACTS|0|", "acme/2|LOAD|CONTACTS|0~1|");
  }

  @Test
  void shouldReportAndSkipWhenAValueIsUnreadable() {
    receipts.pipeInput(SampleRun.RUN, new byte[] {1, 2, 3});
    requests.pipeInput(SampleRun.RUN, new byte[0]);
    SampleRun.receipts().forEach(this::send);
    ask();

    onlyLedger();
    assertThat(recorded.unreadable).hasSize(2);
  }

  @Test
  void shouldNotGrowTheStoresWhenCutFollowsCut() {
    SampleRun.receipts().forEach(this::send);
    long before = -1;
    for (int cut = 1; cut <= 8; cut++) {
      for (Receipt receipt : SampleRun.live(cut)) {
        send(receipt);
        send(receipt);
      }
      ask(SampleRun.request(cut, cut > 1));
      Ledger ledger = onlyLedger();
      assertThat(ledger.getCut()).isEqualTo(cut);
      assertThat(ledger.getHops()).allMatch(Check::getPassed);
      assertThat(ledger.getCommitted()).isEqualTo(cut > 1);
      assertThat(ledger.getLines()).hasSize(cut > 1 ? 1 : 3);
      LedgerLine engagements = ledger.getLines().getLast();
      assertThat(Entities.of(engagements)).isEqualTo(Entity.ENGAGEMENTS);
      assertThat(engagements.getLiveReceived()).isEqualTo(cut * 20L);
      assertThat(engagements.getLiveDuplicates()).isEqualTo(cut * 4L);
      assertThat(engagements.getLiveQuarantined()).isEqualTo(cut * 4L);
      assertThat(engagements.getLiveLoaded()).isEqualTo(cut * 12L);
      if (cut > 1) {
        assertThat(kept()).isEqualTo(before);
      }
      before = kept();
    }
    assertThat(recorded.outcomes).doesNotContain(Outcome.CONFLICTING);
  }

  @Test
  void shouldNotCountReceiptsWhenTheyAreBehindTheMarker() {
    SampleRun.receipts().forEach(this::send);
    SampleRun.live(1).forEach(this::send);
    SampleRun.live(2).stream().filter(receipt -> receipt.getCut() == 0).forEach(this::send);
    ask(SampleRun.request(1, false));
    assertThat(onlyLedger().getLines().getLast().getLiveReceived()).isEqualTo(20);
  }

  @Test
  void shouldWaitForTheMarkersOfLiveEngagementWhenTheCutIsLive() {
    SampleRun.receipts().forEach(this::send);
    ask(SampleRun.request(1, false));
    List<Receipt> live = SampleRun.live(1);
    live.subList(0, live.size() - 1).forEach(this::send);
    assertThat(ledgers.isEmpty()).isTrue();
    send(live.getLast());
    assertThat(onlyLedger().getLive()).isTrue();
    ask(SampleRun.request(1, false));
    assertThat(ledgers.isEmpty()).isTrue();
  }

  /** Another process, over the stores as they are in their changelog topics. */
  private void restart() {
    Map<String, Map<Object, byte[]>> stored = new HashMap<>();
    for (String store : STORES) {
      Map<Object, byte[]> entries = stored.computeIfAbsent(store, s -> new HashMap<>());
      try (var all = driver.<Object, byte[]>getKeyValueStore(store).all()) {
        all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
      }
    }
    driver.close();
    start();
    stored.forEach(
        (store, entries) -> entries.forEach(driver.<Object, byte[]>getKeyValueStore(store)::put));
  }

  private long kept() {
    long kept = 0;
    for (String store : STORES) {
      try (var all = driver.<String, byte[]>getKeyValueStore(store).all()) {
        while (all.hasNext()) {
          all.next();
          kept++;
        }
      }
    }
    return kept;
  }

  private void ask(ReconcileCut request) {
    requests.pipeInput(SampleRun.RUN, records.write(Topics.LEDGER_REQUESTS, request));
  }

  private void send(Receipt receipt) {
    receipts.pipeInput(receipt.getRunId(), records.write(Topics.RECEIPTS, receipt));
  }

  private void ask() {
    ReconcileCut request = SampleRun.request();
    requests.pipeInput(SampleRun.RUN, records.write(Topics.LEDGER_REQUESTS, request));
  }

  private Ledger onlyLedger() {
    List<byte[]> values = ledgers.readValuesToList();
    assertThat(values).hasSize(1);
    SpecificRecord record = records.readable(values.getFirst());
    return (Ledger) record;
  }

  private static final class Recorded implements LedgerListener {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    @Override
    public void booked(Receipt receipt, Outcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void unreadable(String topic, int partition, long offset, String why) {
      unreadable.add(topic);
    }

    @Override
    public void complete(Ledger ledger) {}
  }
}
