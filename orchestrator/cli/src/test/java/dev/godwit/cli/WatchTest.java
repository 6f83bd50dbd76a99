package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.cli.client.Credentials;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.cli.progress.ProgressView;
import dev.godwit.cli.progress.Screen;
import dev.godwit.cli.progress.Style;
import dev.godwit.cli.progress.Watch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private final StringWriter out = new StringWriter();
  private FakeOrchestrator orchestrator = running("RUNNING", new FakeOrchestrator());
  private final URI url = URI.create(orchestrator.url());
  private int looks;

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void shouldRetryWhenAnOrchestratorThatAnsweredRestarts() throws InterruptedException {
    ProgressAnswer last =
        watch().each(this::closeAfterTheFirst).aside(this::atTheThirdLook).untilOver("acme", 1);

    assertThat(last.outcome()).isEqualTo(RunOutcome.COMMITTED);
    assertThat(out.toString().lines().filter(line -> line.contains("does not answer"))).hasSize(1);
    assertThat(out.toString()).contains("look 3");
  }

  @Test
  void shouldFailAtOnceWhenTheOrchestratorNeverAnswered() {
    orchestrator.close();
    assertThatThrownBy(() -> watch().untilOver("acme", 1)).isInstanceOf(UnreachableException.class);
  }

  private void closeAfterTheFirst(ProgressAnswer look) {
    if (look.outcome() == RunOutcome.RUNNING) {
      orchestrator.close();
    }
  }

  private List<String> atTheThirdLook() {
    looks++;
    if (looks != 3) {
      return List.of();
    }
    orchestrator = running("COMMITTED", new FakeOrchestrator(url.getPort()));
    return List.of("look " + looks);
  }

  private Watch watch() {
    return new Watch(
        new OrchestratorClient(url, Credentials.none()),
        new Screen(new PrintWriter(out), false),
        new ProgressView(Style.plain()));
  }

  private static FakeOrchestrator running(String outcome, FakeOrchestrator orchestrator) {
    return orchestrator
        .at("/migrations/acme/events", "[]")
        .at(
            "/migrations/acme/progress",
            """
            {"customer":"acme","run":1,"kind":"LIVE","phase":"COPYING","outcome":"%s","paused":false,
             "asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z","endedAt":null,"waiting":[],
             "stages":[]}
            """
                .formatted(outcome));
  }
}
