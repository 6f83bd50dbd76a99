package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.RehearsalAnswer.CloseLimit;
import dev.godwit.api.RehearsalAnswer.Estimate;
import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.api.RehearsalAnswer.Merges;
import dev.godwit.api.RehearsalAnswer.Size;
import dev.godwit.api.RehearsalAnswer.Speed;
import dev.godwit.api.RehearsalAnswer.StagingDifference;
import dev.godwit.api.RehearsalAnswer.State;
import dev.godwit.api.RehearsalAnswer.Step;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.text.RehearsalPresenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalPageTest {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void shouldShowEverySectionAndTheCommands() throws IOException {
    String page = render(findings());
    assertThat(page)
        .contains("passed with findings and stale", "LIMIT_EXCEEDED", "Merges to decide")
        .contains("Limits that are close", "39 (97 %)", "Staging and live", "The live run")
        .contains("34 s to 3 min 20 s", "proved empty", "Until the live run")
        .contains("<code>./godwit start acme --by NAME --watch</code>")
        .contains("href=\"report.html\"");
    Files.writeString(Path.of("target", "rehearsal-sample.html"), page);
  }

  @Test
  void shouldEscapeWhatComesFromOutside() {
    assertThat(render(findings()))
        .contains("&lt;b&gt;7&lt;/b&gt;", "a &lt;i&gt;check&lt;/i&gt;", "--id &#39;&lt;&#39;")
        .doesNotContain("<b>7</b>", "<i>check</i>");
  }

  @Test
  void shouldLoadNothingElse() {
    assertThat(render(findings()))
        .doesNotContain("<link", "<script", "src=", "http://", "https://", "@import");
  }

  private static String render(RehearsalAnswer answer) {
    return Pages.engine()
        .getTemplate("rehearsal")
        .data("report", RehearsalPresenter.present(answer, ZoneOffset.UTC))
        .render();
  }

  private static RehearsalAnswer findings() {
    return new RehearsalAnswer(
        T,
        "acme",
        "legacy",
        "crm",
        State.FINDINGS,
        Phase.REHEARSED,
        new MigrationAnswer.Run(
            1,
            "REHEARSAL",
            Phase.REHEARSED,
            RunOutcome.PASSED,
            T,
            T.plusSeconds(60),
            "ann",
            "",
            2_000,
            null,
            null),
        1,
        List.of("Since then decision 1 was undone."),
        null,
        List.of(
            new Finding(
                "CONTACTS",
                "TRANSFORM",
                "LIMIT_EXCEEDED",
                "A text is longer than its column.",
                2,
                2_000L,
                List.of("<b>7</b>"),
                List.of("./godwit fixes add acme EDIT contacts.fax --id '<' --to VALUE"),
                "Shorten it.",
                "contacts:LIMIT_EXCEEDED:2")),
        new Merges(
            1,
            2,
            List.of(),
            List.of(
                new MergeGroupAnswer(
                    1,
                    "contacts",
                    "0123456789abcdef",
                    "REVIEW",
                    "SAME_PHONE",
                    15,
                    2,
                    null,
                    List.of("1", "2"),
                    0,
                    0))),
        List.of(
            new CloseLimit("CONTACTS", "contact.name", "CHARACTERS", 40, 3, 97, 39L, List.of("9"))),
        List.of(new StagingDifference("contact", "a <i>check</i>")),
        null,
        null,
        Size.of(2_000),
        new Estimate(34, 204, 47, 1, List.of(new Speed("LOAD", 10, 10, 10))),
        new ReportAnswer.Purge(
            T, "over", true, List.of(new ReportAnswer.Purge.Table("contact", 1_990, 0))),
        List.of(new Step("begin the live run", "./godwit start acme --by NAME --watch")));
  }
}
