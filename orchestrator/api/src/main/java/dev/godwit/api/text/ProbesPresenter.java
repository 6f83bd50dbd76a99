package dev.godwit.api.text;

import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.ProbesAnswer.Node;
import dev.godwit.api.ProbesAnswer.Others;
import dev.godwit.api.ProbesAnswer.Probe;
import dev.godwit.api.ProbesAnswer.Times;
import dev.godwit.api.text.ReportDocument.Badge;
import dev.godwit.api.text.ReportDocument.Block;
import dev.godwit.api.text.ReportDocument.Lines;
import dev.godwit.api.text.ReportDocument.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decides what a report says about the speed of the target's pages. Stateless, thread-safe. */
public final class ProbesPresenter {
  private static final double MICROS_PER_MILLI = 1_000;

  /** Shorter times are written with a decimal. */
  private static final double SHORT_MILLIS = 10;

  private ProbesPresenter() {}

  /** The section of a run's report: the measurements, then the customers that moved before. */
  public static Section section(ProbesAnswer probes) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(measured(probes.probes()));
    List<String> problems = problems(probes);
    if (!problems.isEmpty()) {
      blocks.add(new Lines(findings(probes) == 0 ? Tone.WARNING : Tone.BAD, problems));
    }
    if (probes.probes().stream().anyMatch(one -> one.others() != null)) {
      blocks.add(compared(probes));
    }
    long findings = findings(probes);
    return new Section(
        "Speed of the target's pages",
        Tone.NEUTRAL,
        findings == 0
            ? new Badge("within the limits", "", Tone.GOOD)
            : new Badge("slow", "", Tone.BAD),
        "%s measured%s%s"
            .formatted(
                Figures.number(probes.probes().size(), "page was", "pages were"),
                amount(probes),
                findings == 0 ? "" : "; " + findings + " of them not within the limit"),
        blocks);
  }

  /** The measurements, a row for each probe. */
  public static Table measured(List<Probe> probes) {
    return Table.of(probes)
        .words("page", Probe::probe)
        .figures("limit", one -> Figures.count(one.limitMillis()) + " ms")
        .figures("p50", one -> time(one.warm(), one.warm().p50Micros()))
        .figures("p95", one -> time(one.warm(), one.warm().p95Micros()))
        .figures("cold p50", one -> time(one.cold(), one.cold().p50Micros()))
        .figures("cold p95", one -> time(one.cold(), one.cold().p95Micros()))
        .figures("rows", one -> one.cold().runs() == 0 ? "-" : Figures.count(one.rows()))
        .words("result", ProbesPresenter::result)
        .words("costly part of the plan", one -> costly(one.costly()))
        .tone(one -> one.finding() == null ? Tone.NEUTRAL : tone(one))
        .explained(
            "p50 and p95 are of warm runs: further runs on a connection that has run the query."
                + " Cold runs are the first on a new connection; the server's buffers may hold the"
                + " rows already. Rows are the most that a run returned.")
        .build();
  }

  /** The customers that moved before, a row for each probe. */
  public static Table compared(ProbesAnswer probes) {
    String measure = probes.measure();
    return Table.of(probes.probes().stream().filter(one -> one.others() != null).toList())
        .words("page", Probe::probe)
        .figures("p95 here", one -> time(one.warm(), one.warm().p95Micros()))
        .counts("moved before", one -> one.others().customers())
        .counts("of them with about as many " + measure, one -> one.others().alike())
        .onlyIf(!measure.isEmpty())
        .figures("their median p95", one -> millisOrDash(one.others().alikeMedianMicros()))
        .figures("worst p95", one -> millis(one.others().worstMicros()))
        .words("of", one -> worst(one.others(), measure))
        .titled("Customers that moved before")
        .explained(
            "p95 of the warm runs before the commit of each customer. About as many is within a"
                + " quarter, and at least within one.")
        .build();
  }

  /** A time with its unit: {@code 4.2 ms}, {@code 1,204 ms}. */
  public static String millis(long micros) {
    double millis = micros / MICROS_PER_MILLI;
    return millis < SHORT_MILLIS
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : Figures.count(Math.round(millis)) + " ms";
  }

  private static long findings(ProbesAnswer probes) {
    return probes.probes().stream().filter(one -> one.finding() != null).count();
  }

  private static String amount(ProbesAnswer probes) {
    return probes.measure().isEmpty() || probes.amount() < 0
        ? ""
        : " of a customer with " + Figures.count(probes.amount()) + " " + probes.measure();
  }

  private static List<String> problems(ProbesAnswer probes) {
    List<String> lines = new ArrayList<>();
    for (Probe one : probes.probes()) {
      if (!one.problem().isEmpty()) {
        lines.add(one.probe() + ": " + one.problem());
      }
    }
    if (!probes.problem().isEmpty()) {
      lines.add(probes.measure() + ": " + probes.problem());
    }
    return lines;
  }

  private static String result(Probe one) {
    return switch (one.outcome()) {
      case NOTHING_TO_DRAW -> "no such row";
      case TIMED_OUT ->
          "TIMED OUT at " + Figures.count(one.timeoutMillis()) + " ms" + accepted(one);
      case FAILED -> "FAILED" + (one.acceptedUpTo() > 0 ? ", accepted" : "");
      case MEASURED -> one.finding() == null ? "ok" : "OVER THE LIMIT" + accepted(one);
    };
  }

  private static String accepted(Probe one) {
    return one.acceptedUpTo() == 0
        ? ""
        : ", accepted up to %s"
            .formatted(
                one.acceptedUpTo() == Long.MAX_VALUE
                    ? "any time"
                    : Figures.count(one.acceptedUpTo()) + " ms");
  }

  private static Tone tone(Probe one) {
    long found =
        switch (one.outcome()) {
          case TIMED_OUT -> one.timeoutMillis();
          case FAILED, NOTHING_TO_DRAW -> 1;
          case MEASURED -> Math.ceilDiv(one.warm().p95Micros(), (long) MICROS_PER_MILLI);
        };
    return one.acceptedUpTo() >= found ? Tone.WARNING : Tone.BAD;
  }

  /** The costly node as a phrase; empty where none is known. */
  static String costly(Node node) {
    if (node == null) {
      return "";
    }
    String on = node.relation().isEmpty() ? "" : " on " + node.relation();
    String by = node.index().isEmpty() ? "" : " by " + node.index();
    return node.selfMicros() < 0
        ? "%s%s%s: %d%% of the cost, about %s (estimated)"
            .formatted(
                node.node(),
                on,
                by,
                node.sharePercent(),
                Figures.number(node.rows(), "row", "rows"))
        : "%s%s%s: %s (%d%%), %s, %s"
            .formatted(
                node.node(),
                on,
                by,
                millis(node.selfMicros()),
                node.sharePercent(),
                Figures.number(node.rows(), "row", "rows"),
                Figures.number(node.blocks(), "block", "blocks"));
  }

  private static String worst(Others others, String measure) {
    return measure.isEmpty() || others.worstAmount() < 0
        ? others.worst()
        : "%s (%s %s)".formatted(others.worst(), Figures.count(others.worstAmount()), measure);
  }

  private static String time(Times times, long micros) {
    return times.runs() == 0 ? "-" : millis(micros);
  }

  private static String millisOrDash(long micros) {
    return micros < 0 ? "-" : millis(micros);
  }
}
