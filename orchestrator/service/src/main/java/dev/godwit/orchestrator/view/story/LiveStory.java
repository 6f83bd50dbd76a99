package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.event.v1.AlarmRaised;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.LiveReturned;

/** Tells what becomes of live engagement: windows, cuts, returns, alarms. */
final class LiveStory {
  private LiveStory() {}

  static Told cutStarted(CutStarted e) {
    if (e.getCut() == 0) {
      return Told.step("opens and clicks are about to belong to this run, from a marker on");
    }
    return Told.step(
        e.getCloses()
            ? "opens and clicks are about to be the old system's again; cut %d closes the run's window"
                .formatted(e.getCut())
            : "cut %d of live engagement is about to be written".formatted(e.getCut()));
  }

  static Told cutWritten(CutWritten e) {
    int partitions = e.getOffsets().size();
    if (e.getCut() == 0) {
      return Told.step(
          "opens and clicks behind the marker in all %d partitions belong to this run"
              .formatted(partitions));
    }
    return Told.step(
        e.getCloses()
            ? "cut %d closes the run's live engagement in all %d partitions"
                .formatted(e.getCut(), partitions)
            : "cut %d stands in live engagement in all %d partitions"
                .formatted(e.getCut(), partitions));
  }

  static Told returnStarted() {
    return Told.step(
        "the old system is about to be given the opens and clicks that it did not see");
  }

  static Told returned(LiveReturned e) {
    if (e.getReceived() == 0) {
      return Told.good(
          "no opens and clicks came in while the customer was frozen: none to give back");
    }
    String text =
        "of %s the old system was given %s, had written %s itself, and held %s already"
            .formatted(
                Words.number(e.getReceived(), "open or click", "opens and clicks"),
                Figures.count(e.getReturned()),
                Figures.count(e.getKept()),
                Figures.count(e.getDuplicates()));
    return e.getQuarantined() == 0
        ? Told.good(text)
        : Told.warning(
            text + "; %s could not be given to it".formatted(Figures.count(e.getQuarantined())));
  }

  static Told alarm(AlarmRaised e) {
    return Told.bad(
        "alarm at cut %d: %s %s".formatted(e.getCut(), e.getReason(), e.getAction()).strip());
  }
}
