package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.replay.ReplayUnderTest;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.report.v1.FailureReport;
import dev.godwit.report.v1.ReplayReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** One live run that is loaded, and the replays of its load. */
abstract class ReplayedRun extends OneLiveRun {
  static final String LONG_ADDRESS = "much-too-long-for-that@x";

  LoaderUnderTest loader;

  private final List<ReplayUnderTest> replays = new ArrayList<>();

  @AfterEach
  void closeReplays() {
    replays.forEach(ReplayUnderTest::close);
  }

  /** Contact 2 is too long for the target; email 20 and engagement 200 need it. */
  final void loadWithALongAddress() throws Exception {
    loader = start(100);
    add(CONTACTS, 0, contact(RUN, "1", "a@x", "vip"));
    add(CONTACTS, 1, contact(RUN, "2", LONG_ADDRESS, "vip"));
    topics.cutEverywhere(RUN, CONTACTS);
    add(EMAILS, 0, email(RUN, "10", "1", "hello"));
    add(EMAILS, 1, email(RUN, "20", "2", "hello"));
    topics.cutEverywhere(RUN, EMAILS);
    add(ENGAGEMENTS, 0, engagement(RUN, "100", "10"));
    add(ENGAGEMENTS, 1, engagement(RUN, "200", "20"));
    topics.cutEverywhere(RUN, ENGAGEMENTS);
    loadToTheEnd();
  }

  /** So many contacts with a tag, an email and an engagement each. */
  final void copyPeople(int people) throws Exception {
    loader = start(100);
    for (int i = 0; i < people; i++) {
      add(CONTACTS, i % 2, contact(RUN, "" + i, i + "@x", "t"));
      add(EMAILS, i % 2, email(RUN, "" + i, "" + i, "hello"));
      add(ENGAGEMENTS, i % 2, engagement(RUN, "" + i, "" + i));
    }
    for (Entity entity : List.of(CONTACTS, EMAILS, ENGAGEMENTS)) {
      topics.cutEverywhere(RUN, entity);
    }
    loadToTheEnd();
  }

  /** Loads everything, and sends what follows from it. */
  final void loadToTheEnd() throws Exception {
    loader.turnToTheEnd();
    loader.turnUntil(() -> rowsOrZero("godwit.outbox") == 0);
  }

  final ReplayUnderTest replay(int batch, boolean acknowledges) {
    ReplayUnderTest replay =
        new ReplayUnderTest(url, topics, loader, LoaderUnderTest.settings(batch), acknowledges);
    replays.add(replay);
    return replay;
  }

  static ReplayReport reportOf(ReplayUnderTest replay) throws Exception {
    assertThat(replay.sent(FailureReport.class)).extracting(FailureReport::getError).isEmpty();
    assertThat(replay.sent(ReplayReport.class)).hasSize(1);
    return replay.sent(ReplayReport.class).get(0);
  }

  static List<Receipt> receiptsOf(ReplayUnderTest replay) throws Exception {
    return replay.sent(Receipt.class).stream().filter(receipt -> receipt.getReplay() > 0).toList();
  }

  final List<String> quarantine() throws Exception {
    return TargetServer.query(
        url,
        "SELECT entity, legacy_id FROM godwit.quarantined WHERE run_id = 'acme/1'"
            + " ORDER BY entity, legacy_id");
  }

  final List<String> liveTotals() throws Exception {
    return TargetServer.query(
        url, "SELECT received, loaded, duplicates, quarantined FROM godwit.live_total");
  }

  /** A digest of each table of the live schema. */
  final List<String> digests() throws Exception {
    List<String> digests = new ArrayList<>();
    for (String table : List.of("contact", "tag", "email", "engagement")) {
      digests.addAll(
          TargetServer.query(
              url,
              "SELECT count(*), md5(string_agg(t::text, ';' ORDER BY t::text)) FROM live.%s t"
                  .formatted(table)));
    }
    return digests;
  }

  static ReplaySelection all() {
    return ReplaySelection.newBuilder().build();
  }

  static ReplaySelection quarantined(String reason) {
    return ReplaySelection.newBuilder().setQuarantined(reason).build();
  }

  static ReplaySelection entity(Entity entity) {
    return ReplaySelection.newBuilder().setEntities(List.of(entity.symbol())).build();
  }
}
