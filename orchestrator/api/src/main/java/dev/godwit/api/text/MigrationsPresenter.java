package dev.godwit.api.text;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.Phase;
import java.time.ZoneId;
import java.util.List;

/** Decides what a list of migrations says; the terminal and the first page print the same table. */
public final class MigrationsPresenter {
  private MigrationsPresenter() {}

  /**
   * The list.
   *
   * @param all migrations in their order
   * @param zone zone of the reader's clock
   */
  public static Table table(List<MigrationAnswer> all, ZoneId zone) {
    return Table.of(all)
        .words("customer", MigrationAnswer::customer)
        .words("is", MigrationsPresenter::status)
        .figures("run", m -> String.valueOf(m.run()))
        .words("since", m -> Figures.dayAndClock(m.changedAt(), zone))
        .words("live engagement", m -> live(m, zone))
        .words("next", MigrationAnswer::next)
        .tone(m -> m.alarm() == null && m.stuck() == null ? Tone.of(m.phase()) : Tone.BAD)
        .build();
  }

  /** Phase of a migration with what holds it back. */
  public static String status(MigrationAnswer m) {
    String paused = m.paused() ? " (paused)" : m.programmePaused() ? " (programme paused)" : "";
    String held = m.phase() == Phase.HELD ? held(m) : "";
    return m.phase().label() + held + (m.stuck() == null ? "" : " (STUCK)") + paused;
  }

  private static String held(MigrationAnswer m) {
    return m.hold() == null
        ? ": a gate is closed"
        : m.hold().judged()
            ? ": the verdict has differences"
            : ": " + Figures.word(m.hold().stage()) + " failed";
  }

  private static String live(MigrationAnswer m, ZoneId zone) {
    LiveAnswer.Cut cut = m.lastCut();
    String last =
        cut == null
            ? "-"
            : "cut %d %s %s"
                .formatted(
                    cut.cut(),
                    cut.reconciled() ? "reconciled" : "NOT RECONCILED",
                    Figures.clock(cut.at(), zone));
    return m.alarm() == null ? last : "ALARM, " + last;
  }
}
