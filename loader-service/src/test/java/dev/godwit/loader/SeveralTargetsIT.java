package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.loader.targetdb.TestPacks;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs of two packs on two target databases, mixed in the same partitions. */
class SeveralTargetsIT {
  private static final String ONE = "acme/1";
  private static final String TWO = "acme/2";
  private static final String OF_ONE = "a-pack";
  private static final String OF_TWO = "b-pack";

  private final TransformedTopics topics = new TransformedTopics();
  private final List<LoaderUnderTest> loaders = new ArrayList<>();
  private String first;
  private String second;
  private TargetPacks packs;

  @BeforeEach
  void makeTargets() throws Exception {
    first = target();
    second = target();
    open(first, ONE, OF_ONE);
    open(second, TWO, OF_TWO);
    packs = TestPacks.of(SampleTarget.pack(OF_ONE, first), SampleTarget.pack(OF_TWO, second));
  }

  @AfterEach
  void stop() {
    loaders.forEach(LoaderUnderTest::close);
  }

  @Test
  void shouldLoadEachRunIntoTheDatabaseOfItsPackAndCountTheOthers() throws Exception {
    mixRuns();
    LoaderUnderTest ofOne = start(0);
    LoaderUnderTest ofTwo = start(1);
    ofOne.turnToTheEnd();
    ofTwo.turnToTheEnd();

    assertThat(contacts(first)).containsExactly("1", "3");
    assertThat(contacts(second)).containsExactly("2", "4");
    assertThat(TargetServer.query(first, "SELECT count(*) FROM live.engagement"))
        .containsExactly("1");
    assertThat(TargetServer.query(second, "SELECT count(*) FROM live.engagement"))
        .containsExactly("1");
    assertThat(ofOne.receipts()).extracting(Receipt::getRunId).containsOnly(ONE);
    assertThat(ofTwo.receipts()).extracting(Receipt::getRunId).containsOnly(TWO);
    assertThat(ofOne.counts)
        .containsEntry("CONTACTS loaded", 2L)
        .containsEntry("CONTACTS other_target", 4L)
        .containsEntry("LIVE other_target", 1L)
        .doesNotContainKey("CONTACTS skipped");
    assertThat(ofOne.failures).isEmpty();
    assertThat(ofTwo.failures).isEmpty();
  }

  @Test
  void shouldContinueEachDatabaseAtItsOwnPositionWhenTheProcessStartsAgain() throws Exception {
    mixRuns();
    LoaderUnderTest before = start(0);
    before.turnToTheEnd();

    LoaderUnderTest ofOne = start(0);
    LoaderUnderTest ofTwo = start(1);
    add(CONTACTS, 0, contact(ONE, "5", "5@x"));
    add(CONTACTS, 0, contact(TWO, "6", "6@x"));
    ofOne.turnToTheEnd();
    ofTwo.turnToTheEnd();

    assertThat(contacts(first)).containsExactly("1", "3", "5");
    assertThat(contacts(second)).containsExactly("2", "4", "6");
    assertThat(ofOne.counts)
        .containsEntry("CONTACTS loaded", 1L)
        .containsEntry("CONTACTS other_target", 1L);
  }

  @Test
  void shouldLearnWhoseARunIsWhenItsStartWasNotConsumedYet() throws Exception {
    mixRuns();
    LoaderUnderTest ofOne = start(0);
    ofOne.turn();
    ofOne.unconsumed.putAll(ofOne.statuses);
    ofOne.statuses.clear();
    ofOne.turnToTheEnd();

    assertThat(contacts(first)).containsExactly("1", "3");
    assertThat(ofOne.failures).isEmpty();
  }

  @Test
  void shouldQuarantineAnUnreadableRecordOnceByTheDatabaseOfTheCustomersNewestRun()
      throws Exception {
    topics.appendBytes(CONTACTS, 0, "acme/9", "unreadable".getBytes(StandardCharsets.UTF_8));
    topics.appendBytes(LIVE, 0, "acme/9", "unreadable".getBytes(StandardCharsets.UTF_8));
    topics.appendBytes(CONTACTS, 0, "nobody/9", "unreadable".getBytes(StandardCharsets.UTF_8));
    LoaderUnderTest ofOne = start(0);
    LoaderUnderTest ofTwo = start(1);
    ofOne.turnToTheEnd();
    ofTwo.turnToTheEnd();

    assertThat(ofTwo.quarantined())
        .extracting(QuarantinedRecord::getRunId)
        .containsExactly(TWO, TWO);
    assertThat(ofOne.quarantined()).extracting(QuarantinedRecord::getRunId).containsExactly("");
  }

  @Test
  void shouldQuarantineAnUnreadableRecordOnceWhenTheNewestRunWasNotConsumedYet() throws Exception {
    topics.appendBytes(CONTACTS, 0, "acme/9", "unreadable".getBytes(StandardCharsets.UTF_8));
    LoaderUnderTest ofOne = start(0);
    LoaderUnderTest ofTwo = start(1);
    ofOne.unconsumed.put(TWO, ofOne.statuses.remove(TWO));
    ofOne.turnToTheEnd();
    ofTwo.turnToTheEnd();

    assertThat(ofOne.quarantined()).isEmpty();
    assertThat(ofTwo.quarantined()).extracting(QuarantinedRecord::getRunId).containsExactly(TWO);
  }

  @Test
  void shouldLoadEachRecordOnceWhenTwoAddressesAreOneDatabase() throws Exception {
    String alias = first.replace("127.0.0.1", "localhost");
    open(first, TWO, OF_TWO);
    packs = TestPacks.of(SampleTarget.pack(OF_ONE, first), SampleTarget.pack(OF_TWO, alias));
    mixRuns();
    LoaderUnderTest ofOne = start(0);
    LoaderUnderTest ofTwo = start(1);
    for (int i = 0; i < 20; i++) {
      ofOne.turn();
      ofTwo.turn();
    }

    assertThat(ofOne.isDrained()).isTrue();
    assertThat(contacts(first)).containsExactly("1", "2", "3", "4");
    assertThat(TargetServer.query(first, "SELECT sum(records) FROM godwit.loaded_range"))
        .containsExactly("8");
  }

  private void mixRuns() {
    add(CONTACTS, 0, contact(ONE, "1", "1@x"));
    add(CONTACTS, 0, contact(TWO, "2", "2@x"));
    add(CONTACTS, 1, contact(ONE, "3", "3@x"));
    add(CONTACTS, 1, contact(TWO, "4", "4@x"));
    topics.cutEverywhere(ONE, CONTACTS);
    topics.cutEverywhere(TWO, CONTACTS);
    add(EMAILS, 0, email(ONE, "10", "1", "hello"));
    add(EMAILS, 0, email(TWO, "20", "2", "hello"));
    for (String run : List.of(ONE, TWO)) {
      topics.cutEverywhere(run, EMAILS);
      topics.cutEverywhere(run, ENGAGEMENTS);
    }
    add(LIVE, 0, live(TWO, "e2", "20", null, 1));
    add(LIVE, 0, live(ONE, "e1", "10", null, 1));
  }

  private void add(Entity entity, int partition, SpecificRecord record) {
    topics.append(entity, partition, record);
  }

  private LoaderUnderTest start(int database) {
    TargetDatabase of = packs.databases().get(database);
    LoaderUnderTest loader = new LoaderUnderTest(of, packs, topics, 100);
    loader.statuses.put(ONE, new RunStatus.Running(spec(ONE, OF_ONE)));
    loader.statuses.put(TWO, new RunStatus.Running(spec(TWO, OF_TWO)));
    loaders.add(loader);
    return loader;
  }

  private static RunSpec spec(String runId, String pack) {
    int run = Integer.parseInt(runId.substring(runId.indexOf('/') + 1));
    return new RunSpec(
        runId, SampleTarget.CUSTOMER, run, RunKind.LIVE, "legacy", pack, DerivedId.ORDERED);
  }

  private static String target() throws Exception {
    String url = TargetServer.newDatabase();
    SampleTarget.create(url);
    try (Connection connection = TargetServer.open(url)) {
      ProgressSchema.create(connection);
    }
    return url;
  }

  private static void open(String url, String runId, String pack) throws Exception {
    try (Connection connection = TargetServer.open(url)) {
      RunFence.open(
          connection,
          new FencedRun(
              runId,
              SampleTarget.CUSTOMER,
              spec(runId, pack).run(),
              RunKind.LIVE,
              pack,
              FenceState.OPEN));
      connection.commit();
    }
  }

  private static List<String> contacts(String url) throws Exception {
    return TargetServer.query(url, "SELECT legacy FROM live.contact ORDER BY legacy");
  }
}
