package dev.godwit.api.text;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.text.ReportDocument.Section;
import java.time.ZoneId;
import java.util.List;

/** The section of a report about SQL that the target pack ran at points of the run. */
final class StatementsPresenter {
  /** Name of the validator's check. */
  private static final String SEQUENCES = "sequences-above-ids";

  private StatementsPresenter() {}

  /** The sequences that stand below a loaded id by the verdict, one sentence each. */
  static List<String> sequences(VerdictAnswer verdict) {
    return verdict.checks().stream()
        .filter(check -> check.name().equals(SEQUENCES))
        .map(
            check ->
                "Expected for %s: %s; found it %s."
                    .formatted(check.subject(), check.expected(), check.found()))
        .toList();
  }

  static Section section(List<ReportAnswer.Statement> statements, ZoneId zone) {
    return Section.of(
        "SQL of the target pack",
        Table.of(statements)
            .words("point", ReportAnswer.Statement::point)
            .words("statement", ReportAnswer.Statement::statement)
            .counts("rows", ReportAnswer.Statement::rows)
            .figures("took", s -> Figures.count(s.millis()) + " ms")
            .words("reported", s -> Figures.clock(s.at(), zone))
            .explained("Rows are those that a statement wrote, or that a query returned.")
            .build());
  }
}
