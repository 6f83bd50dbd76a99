package dev.godwit.orchestrator.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.EndingEvent;
import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.notification.ReceivingEndpoint.Received;
import dev.godwit.orchestrator.view.Story;
import dev.godwit.orchestrator.view.projection.ReadModelAlone;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices, messages and channels on a real PostgreSQL; a restart is a second set of components. */
@QuarkusTest
@TestProfile(ReadModelAlone.class)
class NotificationIT {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration GIVE_UP = Duration.ofHours(1);
  private static final int MOST = 3;
  private static final String RUNBOOKS = "https://wiki.example/runbooks/";

  @Inject DataSource database;
  @Inject ReactiveMailer mailer;
  @Inject MockMailbox mailbox;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<SpecificRecord> topic = new ArrayList<>();
  private ReceivingEndpoint endpoint;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  /** The components of one process. */
  private final class Components {
    final NoticeStore store = new NoticeStore(database);
    final NoticeReader reader = new NoticeReader(store, List.of("webhook"));
    final MessageDesk desk = new MessageDesk(store, WINDOW, MOST);
    final MessageSender sender = new MessageSender(store, GIVE_UP, metrics);
    final Channel webhook;

    Components(Channel webhook) throws SQLException {
      this.webhook = webhook;
      store.prepare();
      store.begin(0);
    }

    /** Reads on from the kept position, as after a start. */
    void read() throws SQLException {
      int from = store.position().orElseThrow().intValue();
      if (from < topic.size()) {
        assertThat(reader.read(from, topic.size(), topic.subList(from, topic.size()))).isTrue();
      }
    }

    void send() throws SQLException, InterruptedException {
      desk.make("webhook", now);
      sender.send(webhook, now);
    }
  }

  @BeforeEach
  void begin() throws IOException, SQLException {
    endpoint = new ReceivingEndpoint();
    mailbox.clear();
    NoticeStore store = new NoticeStore(database);
    store.prepare();
    store.forget();
  }

  @AfterEach
  void end() {
    endpoint.close();
  }

  @Test
  void shouldNotifyOnceWhenAProcessReadsAndSendsAgainAfterARestart() throws Exception {
    publishLast(held(), 1);
    Components first = new Components(webhook(WebhookFormat.JSON));
    first.read();
    first.send();

    Components second = new Components(webhook(WebhookFormat.JSON));
    second.read();
    now = now.plus(WINDOW);
    second.send();

    assertThat(endpoint.received())
        .singleElement()
        .satisfies(
            received -> {
              assertThat(received.authorization()).isEqualTo("Bearer secret");
              assertThat(received.body().get("notices"))
                  .singleElement()
                  .satisfies(
                      notice -> {
                        assertThat(notice.get("kind").asText()).isEqualTo("HELD");
                        assertThat(notice.get("customer").asText()).isEqualTo("acme");
                        assertThat(notice.get("eventId").asText())
                            .isEqualTo(received.idempotencyKey());
                        assertThat(notice.get("action").asText()).contains("godwit resume acme");
                        assertThat(notice.get("runbook").asText())
                            .isEqualTo(RUNBOOKS + "column-too-short.md");
                      });
            });
  }

  @Test
  void shouldSendTheSameIdAgainWhenTheProcessEndsBetweenSendAndMark() throws Exception {
    publishLast(held(), 1);
    Channel accepted = webhook(WebhookFormat.JSON);
    Components killed =
        new Components(
            new Channel() {
              @Override
              public String name() {
                return "webhook";
              }

              @Override
              public void send(Message message) throws IOException, InterruptedException {
                accepted.send(message);
                throw new IllegalStateException("killed");
              }
            });
    killed.read();
    assertThatThrownBy(killed::send).hasMessage("killed");

    Components second = new Components(accepted);
    second.read();
    second.send();

    assertThat(endpoint.received()).hasSize(2);
    assertThat(endpoint.received().stream().map(Received::idempotencyKey).distinct()).hasSize(1);
  }

  @Test
  void shouldListAStormInOneDigestWhenItIsMoreThanTheWindowAllows() throws Exception {
    Story story = Story.rehearsed().approved().copyingLive();
    for (int cut = 1; cut <= 10; cut++) {
      story.add("validator", new RunEvent.AlarmRaised(cut, "It <differs>.", "Look."));
    }
    publishLast(story, 10);
    Components process = new Components(webhook(WebhookFormat.SLACK));
    process.read();
    process.send();
    assertThat(endpoint.received())
        .singleElement()
        .satisfies(
            received -> {
              String text = received.body().get("text").asText();
              assertThat(received.body()).hasSize(1);
              assertThat(text).contains("10 notices about acme", "&lt;differs&gt;");
              assertThat(text.lines().filter(line -> line.startsWith("- "))).hasSize(10);
            });

    for (int more = 0; more < 6; more++) {
      story.add("validator", new RunEvent.AlarmRaised(11 + more, "It differs.", "Look."));
      publishLast(story, 1);
      process.read();
      process.send();
    }
    assertThat(endpoint.received()).as("no more than three in the window").hasSize(3);

    now = now.plus(WINDOW).plusSeconds(1);
    process.send();
    assertThat(endpoint.received()).hasSize(4);
    assertThat(endpoint.received().getLast().body().get("text").asText())
        .contains("alarm at cut 13", "alarm at cut 16")
        .doesNotContain("alarm at cut 12");
  }

  @Test
  void shouldTryAgainWithGrowingIntervalsAndGiveUpWhenTheEndpointStaysDown() throws Exception {
    publishLast(held(), 1);
    endpoint.answer(503);
    Components process = new Components(webhook(WebhookFormat.JSON));
    process.read();
    process.send();
    process.send();
    assertThat(sent("retried")).as("not before the interval is over").isEqualTo(1);
    for (int attempt = 1; attempt < 5; attempt++) {
      now = now.plus(MessageSender.interval(attempt - 1));
      process.send();
      assertThat(sent("retried")).isEqualTo(attempt + 1);
    }
    assertThat(MessageSender.interval(4)).isEqualTo(Duration.ofSeconds(32));
    assertThat(MessageSender.interval(100)).isEqualTo(Duration.ofMinutes(5));

    now = now.plus(GIVE_UP);
    process.send();
    assertThat(sent("given_up")).isEqualTo(1);
    endpoint.answer(200);
    now = now.plus(GIVE_UP);
    process.send();
    assertThat(endpoint.received()).isEmpty();
  }

  @Test
  void shouldMakeOneDigestOfAnOutageWhenTheEndpointIsBack() throws Exception {
    Story story = held();
    publishLast(story, 1);
    endpoint.answer(500);
    Components process = new Components(webhook(WebhookFormat.JSON));
    process.read();
    process.send();
    for (int percent : new int[] {50, 60, 70, 100}) {
      story.add("clock", new HoldEvent.FreezeBudgetReached(percent, 7_200, 14_400));
      publishLast(story, 1);
      process.read();
      process.send();
    }
    endpoint.answer(200);
    now = now.plus(WINDOW);
    process.send();
    process.send();
    assertThat(endpoint.received().stream().map(r -> r.body().get("notices").size()))
        .containsExactly(1, 4);
  }

  @Test
  void shouldNotifyOfAFailedPurgeAndOfTheEndButNotOfAFailureThatIsAnsweredAtOnce()
      throws Exception {
    Story story = Story.rehearsed().approved().copyingLive().failedAndRolledBack();
    publishLast(story, 7);
    Components process = new Components(webhook(WebhookFormat.JSON));
    process.read();
    process.send();
    assertThat(kinds()).containsExactly("ROLLED_BACK");

    Story again = story.nextRun(dev.godwit.orchestrator.domain.common.RunKind.LIVE, "ann");
    again.add("ann", new EndingEvent.RollbackStarted("Asked for.", "COMMAND", "", ""));
    publishLast(again, 1);
    process.read();
    again.failed(Stage.LOAD, "table contact").failed(Stage.EXTRACT, "the customer");
    publishLast(again, 2);
    now = now.plus(WINDOW).plusSeconds(1);
    process.read();
    process.send();
    assertThat(kinds()).containsExactly("ROLLED_BACK", "FAILED", "FAILED");
    assertThat(endpoint.received())
        .extracting(r -> r.body().get("notices").get(0).get("runbook").asText())
        .endsWith(RUNBOOKS + "purge-failed.md", RUNBOOKS + "thaw-failed.md");
  }

  @Test
  void shouldMailWhatHappenedAndTheNextStep() throws Exception {
    publishLast(held(), 1);
    NoticeStore store = new NoticeStore(database);
    store.begin(0);
    new NoticeReader(store, List.of("mail")).read(0, topic.size(), topic);
    new MessageDesk(store, WINDOW, MOST).make("mail", now);
    Channel mail = new MailChannel(mailer, List.of("ops@example.org", "b@example.org"), RUNBOOKS);
    MessageSender sender = new MessageSender(store, GIVE_UP, metrics);
    sender.send(mail, now);
    sender.send(mail, now);

    assertThat(mailbox.getMailsSentTo("b@example.org"))
        .filteredOn(sent -> sent.getSubject().equals("Godwit: acme held"))
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.getText())
                  .contains("acme, run 2", "Next: godwit resume acme", "column-too-short.md");
              assertThat(sent.getHeaders()).containsKey(MailChannel.ID_HEADER);
            });
  }

  @Test
  void shouldLeaveTheRestToTheOtherProcessWhenItMovedThePosition() throws Exception {
    publishLast(held(), 1);
    Components first = new Components(webhook(WebhookFormat.JSON));
    Components second = new Components(webhook(WebhookFormat.JSON));
    first.read();

    assertThat(second.reader.read(0, topic.size(), topic)).isFalse();
    first.send();
    second.send();
    assertThat(kinds()).containsExactly("HELD");
  }

  private static Story held() {
    return Story.rehearsed()
        .approved()
        .copyingLive()
        .add(
            "loader",
            new HoldEvent.RunHeld(
                Stage.LOAD,
                "table contact",
                "22001 value too long for type character varying(40)",
                1,
                "4711",
                List.of("godwit resume acme", "godwit rollback acme"),
                "acme/2/load"));
  }

  /** The last events of a story follow those that the topic has. */
  private void publishLast(Story story, int count) {
    List<SpecificRecord> all = story.records();
    topic.addAll(all.subList(all.size() - count, all.size()));
  }

  private List<String> kinds() {
    return endpoint.received().stream()
        .flatMap(r -> r.body().get("notices").valueStream())
        .map(notice -> notice.get("kind").asText())
        .toList();
  }

  private Channel webhook(WebhookFormat format) {
    return new WebhookChannel(endpoint.address(), format, Optional.of("Bearer secret"), RUNBOOKS);
  }

  private double sent(String outcome) {
    return metrics
        .counter("godwit.notifications", "channel", "webhook", "outcome", outcome)
        .count();
  }
}
