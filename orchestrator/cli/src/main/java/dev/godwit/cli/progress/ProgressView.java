package dev.godwit.cli.progress;

import dev.godwit.api.LiveAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.HoldPresenter;
import dev.godwit.api.text.LivePresenter;
import dev.godwit.api.text.ReplayPresenter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Progress as lines of text: a headline, then a bar per stage and entity. Immutable. */
public final class ProgressView {
  /** Columns beside a bar where names of entities have {@link #NAME} letters. */
  private static final int BESIDE_THE_BAR = 96;

  private static final int NAME = 11;

  /** Entities that a line names in each stage. */
  private static final int NAMED = 3;

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private final Style style;

  public ProgressView(Style style) {
    this.style = style;
  }

  /**
   * Headline and bars.
   *
   * @param progress progress of the run
   * @return lines without line feeds, none wider than the style's width
   */
  public List<String> lines(ProgressAnswer progress) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(progress));
    int name =
        progress.stages().stream()
            .mapToInt(s -> Figures.word(s.entity()).length())
            .reduce(NAME, Math::max);
    String before = "";
    for (ProgressAnswer.Stage s : progress.stages()) {
      lines.add(bar(s, s.stage().equals(before) ? "" : Figures.word(s.stage()), name));
      before = s.stage();
    }
    if (progress.live() != null) {
      live(progress.live(), lines);
    }
    conditions(progress, lines);
    if (progress.stuck() != null) {
      lines.add(style.bad(cut("  STUCK     " + progress.stuck())));
    }
    for (String waiting : progress.waiting()) {
      lines.add(style.warning(cut("  waiting: " + waiting)));
    }
    return lines;
  }

  /**
   * One line for logs: phase, then each entity's place in each stage that has begun. Of a run with
   * more entities than {@value #NAMED}, those that are furthest behind in a stage, and the others
   * together.
   */
  public String line(ProgressAnswer progress) {
    Map<String, List<ProgressAnswer.Stage>> byStage =
        progress.stages().stream()
            .filter(s -> s.done() > 0 || s.lagRecords() > 0)
            .filter(s -> !s.endless())
            .collect(
                Collectors.groupingBy(
                    ProgressAnswer.Stage::stage, LinkedHashMap::new, Collectors.toList()));
    String stages =
        byStage.values().stream().map(ProgressView::stage).collect(Collectors.joining(", "));
    String live =
        progress.live() == null ? "" : " | live: " + LivePresenter.sentence(progress.live());
    String alarm =
        progress.live() == null || progress.live().alarm() == null
            ? ""
            : " | ALARM: " + progress.live().alarm();
    String stuck = progress.stuck() == null ? "" : " | STUCK: " + progress.stuck();
    String hold =
        progress.hold() == null ? "" : " | HELD: " + HoldPresenter.sentence(progress.hold());
    String freeze = freeze(progress);
    String replay =
        progress.replay() == null || !progress.replay().state().open()
            ? ""
            : " | " + ReplayPresenter.sentence(progress.replay());
    String waiting =
        progress.waiting().isEmpty() ? "" : " | waiting: " + String.join("; ", progress.waiting());
    return summary(progress)
        + (stages.isEmpty() ? "" : ": " + stages)
        + live
        + alarm
        + stuck
        + hold
        + (freeze.isEmpty() ? "" : " | " + freeze)
        + replay
        + waiting;
  }

  private static String stage(List<ProgressAnswer.Stage> entities) {
    List<ProgressAnswer.Stage> named = entities;
    if (entities.size() > NAMED) {
      Set<ProgressAnswer.Stage> behind =
          entities.stream()
              .sorted(Comparator.comparingLong(ProgressAnswer.Stage::lagRecords).reversed())
              .filter(s -> s.lagRecords() > 0)
              .limit(NAMED)
              .collect(Collectors.toSet());
      named = entities.stream().filter(behind::contains).toList();
    }
    List<String> texts = new ArrayList<>();
    for (ProgressAnswer.Stage s : named) {
      texts.add(place(s.stage(), Figures.word(s.entity()), List.of(s)));
    }
    List<ProgressAnswer.Stage> others = new ArrayList<>(entities);
    others.removeAll(named);
    if (!others.isEmpty()) {
      String who = named.isEmpty() ? "all " + others.size() : others.size() + " others";
      texts.add(place(others.getFirst().stage(), who, others));
    }
    return String.join(", ", texts);
  }

  private static String place(String stage, String who, List<ProgressAnswer.Stage> of) {
    return "%s %s %d%% (lag %s)"
        .formatted(
            Figures.word(stage),
            who,
            Figures.percent(
                of.stream().mapToLong(ProgressAnswer.Stage::done).sum(),
                of.stream().mapToLong(ProgressAnswer.Stage::total).sum()),
            Figures.count(of.stream().mapToLong(ProgressAnswer.Stage::lagRecords).sum()));
  }

  /** Hold, freeze budget and replay. */
  private void conditions(ProgressAnswer progress, List<String> lines) {
    if (progress.hold() != null) {
      lines.add(style.bad(cut("  HELD      " + HoldPresenter.sentence(progress.hold()))));
      progress.hold().actions().forEach(action -> lines.add(cut("            " + action)));
    }
    String freeze = freeze(progress);
    if (!freeze.isEmpty()) {
      String line = cut("  freeze    " + freeze);
      lines.add(HoldPresenter.isNearlyUsed(progress.freeze()) ? style.warning(line) : line);
    }
    if (progress.replay() != null && progress.replay().state().open()) {
      lines.add(cut("  replay    " + ReplayPresenter.sentence(progress.replay())));
    }
  }

  /** The freeze and its budget while the run is open; empty otherwise. */
  private static String freeze(ProgressAnswer progress) {
    return progress.freeze() == null || progress.outcome() == null || !progress.outcome().open()
        ? ""
        : HoldPresenter.sentence(progress.freeze());
  }

  private String headline(ProgressAnswer p) {
    String text = summary(p);
    if (p.startedAt() != null) {
      Instant end = p.endedAt() == null ? p.asOf() : p.endedAt();
      text += " · " + Figures.duration(Duration.between(p.startedAt(), end).toMillis() / 1000.0);
    }
    String line = cut(text);
    if (p.stuck() != null) {
      return style.bad(line);
    }
    if (p.outcome() == null || p.outcome().open()) {
      return p.paused() || (!p.phase().atRest() && p.waiting().isEmpty())
          ? line
          : style.warning(line);
    }
    return p.outcome().good() ? style.good(line) : style.bad(line);
  }

  private static String summary(ProgressAnswer p) {
    String run = p.run() == 0 ? "" : " · " + Figures.word(p.kind()) + " run " + p.run();
    String phase =
        p.outcome() == null || p.outcome().open() ? p.phase().label() : p.outcome().label();
    return p.customer()
        + run
        + " · "
        + phase
        + (p.stuck() == null ? "" : " · STUCK")
        + (p.paused() ? " · PAUSED" : "");
  }

  private void live(LiveAnswer live, List<String> lines) {
    lines.add(cut("  live      " + LivePresenter.sentence(live)));
    LiveAnswer.Cut cut = live.cut();
    if (cut != null && !cut.reconciled()) {
      lines.add(style.bad(cut("            not reconciled at cut " + cut.cut())));
    }
    if (live.alarm() != null) {
      lines.add(style.bad(cut("  ALARM     " + live.alarm())));
    }
  }

  /** Live engagement has no end, so it has no share and no remaining time. */
  private String endless(ProgressAnswer.Stage s, String stage, int name) {
    int room = barWidth(name) + 31;
    String line =
        String.format(
            Locale.ROOT,
            "  %-9s %-" + name + "s %" + room + "s %9s  %s",
            stage,
            Figures.word(s.entity()),
            Figures.count(s.done()) + " done",
            Figures.perSecond(s.rowsPerSecond()),
            lag(s));
    return cut(line.stripTrailing());
  }

  private String bar(ProgressAnswer.Stage s, String stage, int name) {
    if (s.endless()) {
      return endless(s, stage, name);
    }
    int percent = Figures.percent(s.done(), s.total());
    String figures =
        String.format(
            Locale.ROOT,
            "%3d%% %23s %9s",
            percent,
            Figures.count(s.done()) + " / " + Figures.count(s.total()),
            s.complete() ? "done" : Figures.perSecond(s.rowsPerSecond()));
    String eta =
        s.complete() || s.etaSeconds() == null ? "" : "ETA " + Figures.duration(s.etaSeconds());
    String line =
        String.format(
            Locale.ROOT,
            "  %-9s %-" + name + "s %s %s  %-18s %s",
            stage,
            Figures.word(s.entity()),
            drawn(s, barWidth(name)),
            figures,
            lag(s),
            eta);
    String fitting = cut(line.stripTrailing());
    return s.complete() ? style.good(fitting) : fitting;
  }

  private static String lag(ProgressAnswer.Stage s) {
    if (!s.counted()) {
      return "lag not known";
    }
    return s.lagRecords() == 0
        ? "lag 0"
        : "lag " + Figures.count(s.lagRecords()) + " · " + Figures.duration(s.lagSeconds());
  }

  private int barWidth(int name) {
    return Math.clamp(style.width() - BESIDE_THE_BAR - (name - NAME), 4, 40);
  }

  private String drawn(ProgressAnswer.Stage s, int width) {
    double share = s.total() <= 0 ? 0 : Math.min(1.0, s.done() / (double) s.total());
    if (s.complete()) {
      share = 1;
    }
    int eighths = (int) Math.floor(share * width * 8);
    int full = eighths / 8;
    if (!style.blocks()) {
      return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }
    String part =
        full < width && eighths % 8 > 0 ? EIGHTHS.substring(eighths % 8, eighths % 8 + 1) : "";
    return "▕" + "█".repeat(full) + part + " ".repeat(width - full - part.length()) + "▏";
  }

  private String cut(String text) {
    return text.length() <= style.width() ? text : text.substring(0, style.width() - 1) + "…";
  }
}
