package dev.godwit.local.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.quarantine.FixPreview.Result;
import dev.godwit.local.quarantine.FixPreview.Sample;
import dev.godwit.records.Entity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FixPreviewTextTest {
  @Test
  void shouldSayWhatChangesWhatStaysAndWhatIsNew() {
    Result result =
        new Result(
            12,
            2,
            9,
            7,
            Map.of("LIMIT_EXCEEDED contact.outlet", 1L, "BAD_DATE createdAt", 1L),
            Map.of("BAD_DATE createdAt", 1L),
            List.of(
                new Sample("17", "outlet", "a\nb", "a", ""),
                new Sample("18", "outlet", "x".repeat(100), "(none)", "BAD_DATE createdAt")));
    assertThat(print(result, 3))
        .contains(
            "12 records of contacts in quarantine. The fix changes 9 of them; the target can take 7 then")
        .contains("A redrive would release 2 without this fix too.")
        .contains("  17 outlet: 'a b' -> 'a'\n")
        .contains("  18 outlet: '" + "x".repeat(80) + "…' -> '(none)'  still BAD_DATE createdAt")
        .contains("still in quarantine then: 1 LIMIT_EXCEEDED contact.outlet")
        .contains("violated with the fix alone: 1 BAD_DATE createdAt")
        .contains("not looked at: 3 records")
        .contains("found: NEW_VIOLATION, STILL_VIOLATES");
  }

  @Test
  void shouldFindNothingInAFixThatFixesAll() {
    Result result = new Result(2, 0, 2, 2, Map.of(), Map.of(), List.of());
    assertThat(result.findings()).isEmpty();
    assertThat(print(result, 0)).doesNotContain("found", "not looked at");
    assertThat(new Result(2, 0, 0, 0, Map.of(), Map.of(), List.of()).findings())
        .containsExactly("CHANGES_NOTHING");
  }

  @Test
  void shouldRefuseToAcceptWhatIsNoFinding() {
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new QuarantineFixCommand())
            .setErr(new PrintWriter(err))
            .execute("acme", "DROP", "contacts.outlet", "--accept", "ALL");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("expected --accept of", "found 'ALL'");
  }

  private static String print(Result result, long unreadable) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    FixPreviewText.print(result, unreadable, Entity.CONTACTS, printer);
    printer.flush();
    return out.toString();
  }
}
