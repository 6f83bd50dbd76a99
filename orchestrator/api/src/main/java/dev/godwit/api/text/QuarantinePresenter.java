package dev.godwit.api.text;

import dev.godwit.api.QuarantineAnswer;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import dev.godwit.api.text.Table.Shown;
import java.util.List;
import java.util.stream.Collectors;

/** Decides what a report and a list say about quarantined records. */
public final class QuarantinePresenter {
  private QuarantinePresenter() {}

  /** The section of a run's quarantine. */
  static Section section(List<QuarantineAnswer> quarantine) {
    if (quarantine.isEmpty()) {
      return Section.of("Quarantine", Lines.of("Nothing was quarantined."));
    }
    return Section.of(
        "Quarantine",
        Table.of(quarantine)
            .words("entity", q -> Figures.word(q.entity()))
            .words("stage", q -> Figures.word(q.stage()))
            .words("reason", QuarantineAnswer::reason)
            .counts("count", QuarantineAnswer::count)
            .figures("waived up to", q -> q.waivedUpTo() == 0 ? "-" : Figures.upTo(q.waivedUpTo()))
            .words("length", QuarantinePresenter::length)
            .on(Shown.PAGE)
            .words("example (source id)", QuarantinePresenter::example)
            .details(q -> q.examples().stream().map(QuarantinePresenter::position).toList())
            .explained("The records themselves are kept whole in crm.quarantine.v1.")
            .build());
  }

  /** Records that a waiver lets stay behind and that are behind still; others were redriven. */
  static long of(ReportAnswer.Waiver waiver, List<QuarantineAnswer> quarantine) {
    return quarantine.stream()
        .filter(q -> q.entity().equals(waiver.entity()) && q.reason().equals(waiver.reason()))
        .mapToLong(QuarantineAnswer::count)
        .sum();
  }

  /** The section of values that were replaced. */
  static Section replaced(List<ReportAnswer.Replaced> replaced) {
    return Section.of(
        "Replaced values",
        Table.of(replaced)
            .words("entity", r -> Figures.word(r.entity()))
            .words("field", ReportAnswer.Replaced::field)
            .words("reason", ReportAnswer.Replaced::reason)
            .counts("count", ReportAnswer.Replaced::count)
            .figures("accepted up to", QuarantinePresenter::accepted)
            .words("to accept", r -> r.finding() == null ? "-" : r.finding())
            .explained(
                "Their records were written without these values, as when-invalid of the source"
                    + " pack says. Of items with REPEATED_ITEM the target has one row. FIXED_… counts the fixes that people decided.")
            .build());
  }

  private static String accepted(ReportAnswer.Replaced r) {
    return r.acceptedUpTo() == 0 ? "-" : Figures.upTo(r.acceptedUpTo());
  }

  private static String length(QuarantineAnswer q) {
    String longest = q.longest() == null ? "" : "up to " + Figures.count(q.longest()) + ", ";
    return q.limit() == null ? "" : longest + "limit " + Figures.count(q.limit());
  }

  private static String example(QuarantineAnswer q) {
    if (q.examples().isEmpty()) {
      return "";
    }
    QuarantineAnswer.Example e = q.examples().getFirst();
    String id =
        e.legacyId().isEmpty() ? e.topic() + "[" + e.partition() + "]@" + e.offset() : e.legacyId();
    return e.detail().isBlank() ? id : id + ": " + e.detail();
  }

  /**
   * Lines about records of one reason: what they violate beside, what waits for them, and how many
   * of them wait themselves; one that says so where that is not known.
   */
  public static String beside(QuarantineAnswer q) {
    if (!q.knowsAll()) {
      return "  not known: what they violate beside, and what waits for them (Kafka did not answer)\n";
    }
    StringBuilder out = new StringBuilder();
    for (QuarantineAnswer.Also also : q.also()) {
      out.append(
          "  %s of them also: %s%s\n"
              .formatted(
                  Figures.count(also.records()),
                  also.reason(),
                  also.field() == null ? "" : " " + also.field()));
    }
    if (q.holdsBack() != null && !q.holdsBack().isEmpty()) {
      out.append("  holds back ").append(counted(q.holdsBack())).append('\n');
    }
    if (q.waiting() != null && q.waiting() > 0) {
      out.append(
          "  %s of them wait for records in quarantine, and are released with them\n"
              .formatted(Figures.count(q.waiting())));
    }
    return out.toString();
  }

  /** Records by entity in words: {@code 40 emails, 95 engagements}. */
  public static String counted(List<QuarantineAnswer.HeldBack> records) {
    return records.stream()
        .map(one -> Figures.count(one.records()) + " " + Figures.word(one.entity()))
        .collect(Collectors.joining(", "));
  }

  /** One quarantined record as a line: id, field, fault and position. */
  public static String position(QuarantineAnswer.Example e) {
    return "%s%s  %s%s  (%s, partition %d, offset %d)"
        .formatted(
            e.legacyId().isEmpty() ? "(no id)" : e.legacyId(),
            e.field() == null ? "" : " " + e.field(),
            e.detail(),
            e.rootCause() == null ? "" : " Root cause: " + e.rootCause() + ".",
            e.topic(),
            e.partition(),
            e.offset());
  }
}
