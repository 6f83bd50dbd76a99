package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.Phase;
import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.RehearsalAnswer.CloseLimit;
import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.api.RehearsalAnswer.Size;
import dev.godwit.api.RehearsalAnswer.State;
import dev.godwit.api.RehearsalAnswer.Step;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.access.TestIdentities;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.progress.Receipts;
import dev.godwit.orchestrator.view.read.RehearsalReader;
import dev.godwit.receipt.v1.CloseCount;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers of rehearsals from projected topics, on a real PostgreSQL. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class RehearsalAnswersIT extends ProjectedTopics {
  @Inject RehearsalReader rehearsals;

  @TestHTTPResource("/")
  URI address;

  @Test
  void shouldAnswerWhatARehearsalFound() {
    tell(Story.rehearsed());
    RecordedHistory.receipts(topics);
    QuarantinedRecord record = RecordedHistory.quarantined(3, "4711");
    record.setSourceField("address");
    topics.add(Topics.QUARANTINE, 1, record);
    project(1_000);

    RehearsalAnswer answer = answer();
    assertThat(answer.state()).isEqualTo(State.FINDINGS);
    assertThat(answer.phase()).isEqualTo(Phase.REHEARSED);
    assertThat(answer.stale()).isEmpty();
    assertThat(answer.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo("BAD_ADDRESS");
              assertThat(finding.count()).isEqualTo(3);
              assertThat(finding.rows()).isEqualTo(100);
              assertThat(finding.keys()).containsExactly("4711");
            });
    assertThat(answer.size()).isEqualTo(Size.of(100));
    assertThat(answer.purge().empty()).isTrue();
    assertThat(answer.changes()).isNull();
    assertThat(answer.estimate().runs()).isEqualTo(1);
    assertThat(answer.estimate().longestSeconds())
        .isGreaterThanOrEqualTo(answer.estimate().rehearsedSeconds());
    assertThat(answer.remaining())
        .extracting(Step::command)
        .containsExactly(
            "./godwit approve acme --by NAME --why TEXT --waive contacts:BAD_ADDRESS:3",
            "./godwit start acme --by NAME --watch");
  }

  @Test
  void shouldCountValuesCloseToALimitOnceHoweverOftenAReceiptComes() {
    tell(Story.rehearsed());
    Receipt first = close(0, 50, 3, "7", "8");
    topics.add(Topics.RECEIPTS, 0, first);
    topics.add(Topics.RECEIPTS, 0, first);
    topics.add(Topics.RECEIPTS, 0, close(50, 100, 2, "8", "9"));
    topics.add(Topics.RECEIPTS, 0, first);
    project(1);

    CloseLimit expected =
        new CloseLimit(
            "CONTACTS", "contact.name", "CHARACTERS", 20, 5, 97, 19L, List.of("7", "8", "9"));
    assertThat(answer().close()).containsExactly(expected);

    writer.empty();
    project(1_000);
    assertThat(answer().close()).containsExactly(expected);
  }

  @Test
  void shouldAddTheGainsOfAReplay() {
    tell(Story.rehearsed());
    topics.add(Topics.RECEIPTS, 0, close(0, 50, 3, "7"));
    Receipt gain = close(0, 50, 1, "9");
    gain.setReplay(1);
    topics.add(Topics.RECEIPTS, 0, gain);
    topics.add(Topics.RECEIPTS, 0, gain);
    project(1_000);
    assertThat(answer().close())
        .singleElement()
        .satisfies(close -> assertThat(close.count()).isEqualTo(4));
  }

  @Test
  void shouldBeStaleOnceADecisionWasMade() {
    Story story = Story.rehearsed();
    story.add("cleo", new DecisionEvent.FixDecided(1, 44, List.of("DROP contacts.fax"), "unused"));
    tell(story);
    project(1_000);

    RehearsalAnswer answer = answer();
    assertThat(answer.stale())
        .singleElement()
        .asString()
        .startsWith("Since then cleo decided fixes (decision 1)");
    assertThat(answer.remaining().getFirst().command())
        .isEqualTo("./godwit rehearse acme --by NAME --why TEXT --watch");
  }

  @Test
  void shouldCompareWithTheRehearsalBeforeAndPointToTheNewest() {
    Story story = Story.rehearsed();
    story.nextRun(RunKind.REHEARSAL, "ann");
    tell(story);
    project(1_000);

    RehearsalAnswer newest = answer();
    assertThat(newest.state()).isEqualTo(State.RUNNING);
    assertThat(newest.run().run()).isEqualTo(2);
    assertThat(newest.remaining())
        .extracting(Step::command)
        .containsExactly("./godwit watch acme", "./godwit rehearsal acme");
    RehearsalAnswer first = rehearsals.rehearsal("acme", 1).orElseThrow();
    assertThat(first.newest()).isEqualTo(2);
    assertThat(first.findings()).extracting(Finding::reason).containsExactly("BAD_ADDRESS");
    assertThat(first.remaining())
        .extracting(Step::command)
        .containsExactly("./godwit rehearsal acme");
  }

  @Test
  void shouldAnswerOverRestAsJsonTextAndPage() throws Exception {
    tell(Story.rehearsed().approved().copyingLive());
    project(1_000);

    assertThat(get("migrations/acme/rehearsal").body())
        .contains("\"state\":\"FINDINGS\"", "\"customer\":\"acme\"");
    assertThat(get("migrations/acme/rehearsal.txt").body())
        .startsWith("Rehearsal of acme: passed with findings");
    HttpResponse<String> page = get("migrations/acme/rehearsal.html?run=1");
    assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains("<h1>acme: the rehearsal</h1>", "<code>./godwit watch acme");
    HttpResponse<String> live = get("migrations/acme/rehearsal?run=2");
    assertThat(live.statusCode()).as("this read model reads no topic").isEqualTo(503);
    assertThat(live.body()).contains("a rehearsal of 'acme' with number 2");
    assertThat(get("migrations/nobody/rehearsal").body()).contains("a migration of 'nobody'");
  }

  private static Receipt close(long from, long to, long count, String... ids) {
    Receipt receipt =
        Receipts.of(
            Stage.TRANSFORM, to - from, to - from, to - from, 0, Story.BEGIN.plusSeconds(2));
    receipt.setFromOffset(from);
    receipt.setToOffset(to);
    receipt.setClose(
        List.of(new CloseCount("contact.name", "CHARACTERS", 20L, count, 97, 19L, List.of(ids))));
    return receipt;
  }

  private void tell(Story story) {
    story.records().forEach(e -> topics.add(Topics.EVENTS, 0, e));
  }

  private RehearsalAnswer answer() {
    return rehearsals.rehearsal("acme", 0).orElseThrow();
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          TestIdentities.as("viewer", HttpRequest.newBuilder(address.resolve(path))).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
