package dev.godwit.api.text;

import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.api.text.ReportDocument.Section;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Decides what a report and a progress line say about replays. */
public final class ReplayPresenter {
  private ReplayPresenter() {}

  /** State and counts of a replay as one sentence. */
  public static String sentence(ReplayAnswer r) {
    return "replay %d of %s (%s): %s"
        .formatted(r.replay(), Figures.word(r.stage()), r.selection(), state(r));
  }

  /** State and counts of a replay, without its name. */
  public static String state(ReplayAnswer r) {
    return switch (r.state()) {
      case RUNNING -> progress(r) + limit(r);
      case PAUSED -> "PAUSED at " + progress(r);
      case FINISHED -> "finished: " + result(r);
      case CANCELLED -> "cancelled at " + progress(r) + "; what it did stays";
      case FAILED -> "FAILED at %s: %s %s".formatted(progress(r), r.error(), r.action()).strip();
    };
  }

  private static String progress(ReplayAnswer r) {
    return r.total() == 0
        ? Figures.number(r.read(), "record", "records") + " read"
        : "%s of %s records (%d%%)"
            .formatted(
                Figures.count(r.read()),
                Figures.count(r.total()),
                Figures.percent(r.read(), r.total()));
  }

  private static String limit(ReplayAnswer r) {
    return r.rate() == 0 ? "" : ", at most " + Figures.count(r.rate()) + " a second";
  }

  /** The result of a finished replay. */
  public static String result(ReplayAnswer r) {
    if ("VALIDATE".equals(r.stage())) {
      return "%s compared; keys missing %s, unexpected %s, changed %s"
          .formatted(
              records(r.read()),
              Figures.count(r.missing()),
              Figures.count(r.unexpected()),
              Figures.count(r.changed()));
    }
    return "%s read; written %s (of them released from quarantine %s), present already %s, in quarantine still %s"
        .formatted(
            records(r.read()),
            Figures.count(r.written()),
            Figures.count(r.released()),
            Figures.count(r.present()),
            Figures.count(r.refused()));
  }

  private static String records(long n) {
    return Figures.number(n, "record", "records");
  }

  /** The section of a run's replays. */
  static Section section(List<ReplayAnswer> replays, ZoneId zone) {
    List<ReportDocument.Block> blocks = new ArrayList<>();
    blocks.add(
        Table.of(replays)
            .figures("replay", r -> String.valueOf(r.replay()))
            .words("stage", r -> Figures.word(r.stage()))
            .words("which", ReplayAnswer::selection)
            .words("begun", r -> Figures.dayAndClock(r.startedAt(), zone))
            .words("by", ReplayAnswer::by)
            .words("why", ReplayAnswer::why)
            .words("state", r -> Figures.word(r.state().label()))
            .words("result", ReplayPresenter::state)
            .tone(ReplayPresenter::tone)
            .build());
    replays.stream()
        .filter(r -> !r.found().isEmpty())
        .forEach(
            r ->
                blocks.add(
                    Table.of(r.found())
                        .words("difference", VerdictAnswer.Difference::difference)
                        .words("table", VerdictAnswer.Difference::table)
                        .words("key", VerdictAnswer.Difference::key)
                        .words("columns", d -> String.join(", ", d.fields()))
                        .titled("Keys that differ by replay " + r.replay())
                        .noted(DifferenceNote.of(r.found().size(), r.differences()))
                        .build()));
    return new Section("Replays", Tone.NEUTRAL, null, "", blocks);
  }

  private static Tone tone(ReplayAnswer r) {
    return r.state() == ReplayAnswer.State.FAILED || r.differences() > 0 ? Tone.BAD : Tone.NEUTRAL;
  }
}
