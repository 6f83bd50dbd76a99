package dev.godwit.api.text;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.RehearsalAnswer.Merges;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import java.util.List;

/** Decides what an answer says about merge groups that wait for a person. Stateless. */
final class MergeWaitPresenter {
  private static final String TITLE = "Merges to decide";

  private MergeWaitPresenter() {}

  /**
   * The section; empty where the groups are not known any more.
   *
   * @param merges null where they are not known
   */
  static List<Section> sections(Merges merges) {
    if (merges == null) {
      return List.of();
    }
    if (merges.groups() == 0) {
      return List.of(Section.of(TITLE, Lines.of("No group of rows waits for a decision.")));
    }
    return List.of(
        new Section(
            TITLE,
            Tone.NEUTRAL,
            null,
            "%s of %s %s for a person."
                .formatted(
                    Figures.number(merges.groups(), "group", "groups"),
                    Figures.number(merges.rows(), "row", "rows"),
                    merges.groups() == 1 ? "waits" : "wait"),
            List.of(
                Table.of(merges.counts())
                    .words("rule", MergeCountAnswer::rule)
                    .words("entity", MergeCountAnswer::entity)
                    .counts("groups", MergeCountAnswer::groups)
                    .counts("rows", MergeCountAnswer::rows)
                    .build(),
                MergesPresenter.heaviest(merges.heaviest()))));
  }
}
