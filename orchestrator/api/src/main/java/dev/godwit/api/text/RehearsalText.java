package dev.godwit.api.text;

import dev.godwit.api.RehearsalAnswer;
import java.time.ZoneId;
import java.util.Locale;

/** Prints the answer of a rehearsal as plain text with tables, for a terminal or an e-mail. */
public final class RehearsalText {
  private RehearsalText() {}

  /**
   * The answer as text.
   *
   * @param answer the answer
   * @param zone zone of the reader's clock
   */
  public static String of(RehearsalAnswer answer, ZoneId zone) {
    ReportDocument document = RehearsalPresenter.present(answer, zone);
    StringBuilder out = new StringBuilder();
    out.append("Rehearsal of %s: %s\n".formatted(document.customer(), document.status().label()));
    out.append(WrappedText.of(document.next(), "", ""));
    document.facts().forEach(fact -> out.append(fact).append('\n'));
    for (ReportDocument.Note note : document.notes()) {
      String title = note.tone() == Tone.BAD ? note.title().toUpperCase(Locale.ROOT) : note.title();
      out.append(WrappedText.of(title + ": " + note.text(), "", "  "));
    }
    for (ReportDocument.Section section : document.sections()) {
      out.append('\n').append(section.title()).append("\n\n").append(ReportText.of(section));
    }
    return out.toString();
  }
}
