package dev.godwit.api.text;

import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.ReportDocument.Section;
import java.time.ZoneId;
import java.util.List;

/** The section of a report about SQL that the target pack ran at points of the run. */
final class StatementsPresenter {
  private StatementsPresenter() {}

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
