package dev.godwit.loader;

import static dev.godwit.loader.SampleTarget.contact;
import static dev.godwit.loader.SampleTarget.email;
import static dev.godwit.loader.SampleTarget.engagement;
import static dev.godwit.loader.SampleTarget.live;
import static dev.godwit.records.Entity.CONTACTS;
import static dev.godwit.records.Entity.EMAILS;
import static dev.godwit.records.Entity.ENGAGEMENTS;
import static dev.godwit.records.Entity.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.RunKind;
import dev.godwit.row.v1.QuarantinedRecord;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fate of the synthetic live events of a rehearsal. */
class RehearsedLiveIT extends OneLiveRun {
  private static final String REHEARSAL = "acme/2";

  @BeforeEach
  void copyIntoStaging() throws Exception {
    openRun(REHEARSAL, RunKind.REHEARSAL);
    add(CONTACTS, 0, contact(REHEARSAL, "1", "a@x"));
    topics.cutEverywhere(REHEARSAL, CONTACTS);
    add(EMAILS, 0, email(REHEARSAL, "10", "1", "hello"));
    topics.cutEverywhere(REHEARSAL, EMAILS);
    add(ENGAGEMENTS, 0, engagement(REHEARSAL, "seen", "10"));
  }

  @Test
  void shouldKeepTheFirstOutcomeOfEachEventAndBookNone() throws Exception {
    add(LIVE, 0, live(REHEARSAL, "new", "10", null, 1));
    add(LIVE, 0, live(REHEARSAL, "seen", "10", null, 2));
    add(LIVE, 1, live(REHEARSAL, "by message", null, "m-10", 3));
    add(LIVE, 1, live(REHEARSAL, "of nobody", null, "m-nobody", 4));
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    add(LIVE, 0, live(REHEARSAL, "new", "10", null, 1));
    loader.turnToTheEnd();

    assertThat(outcomes())
        .containsExactly(
            "by message|LOADED", "new|LOADED", "of nobody|UNKNOWN_MESSAGE", "seen|DUPLICATE");
    assertThat(rows("staging.engagement")).isEqualTo(3);
    assertThat(rows("live.engagement")).isZero();
    assertThat(loader.receipts(LIVE)).isEmpty();
    assertThat(rows("godwit.live_total")).isZero();
    assertThat(loader.quarantined())
        .extracting(QuarantinedRecord::getRunId)
        .containsExactly(REHEARSAL);
    assertThat(loader.failures).isEmpty();
  }

  @Test
  void shouldSkipAnEventWhenTheRehearsalIsClosed() throws Exception {
    LoaderUnderTest loader = start(100);
    loader.turnToTheEnd();
    endRun(REHEARSAL);
    add(LIVE, 0, live(REHEARSAL, "late", "10", null, 1));
    loader.turnToTheEnd();

    assertThat(outcomes()).isEmpty();
    assertThat(rows("staging.engagement")).isEqualTo(1);
  }

  private List<String> outcomes() throws Exception {
    return TargetServer.query(
        url,
        "SELECT event_id, outcome FROM godwit.rehearsed_live WHERE run_id = '%s' ORDER BY 1"
            .formatted(REHEARSAL));
  }
}
