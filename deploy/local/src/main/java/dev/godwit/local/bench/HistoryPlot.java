package dev.godwit.local.bench;

import dev.godwit.api.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A history of measurements as an SVG document: the ratios to both copies, and below them the CPU
 * time a row, each over the lines of the history. Immutable.
 */
record HistoryPlot(List<BenchHistory.Entry> entries) {
  private static final long MILLION = 1_000_000;
  private static final int TOP = 76;
  private static final int DISTANCE = 262;
  private static final int IMAGE_WIDTH = PlotPanel.LEFT + PlotPanel.WIDTH + 24;
  private static final int IMAGE_HEIGHT = TOP + DISTANCE + PlotPanel.HEIGHT + 64;
  private static final String TITLE = "Speed of Godwit, measurement by measurement";

  HistoryPlot {
    entries = List.copyOf(entries);
  }

  /** The document. */
  String svg() {
    List<String> places = new ArrayList<>();
    for (BenchHistory.Entry entry : entries) {
      String name = entry.commit().isEmpty() ? day(entry) : entry.commit();
      places.add(name + "\n" + rows(entry.rows()));
    }
    PlotPanel ratios =
        new PlotPanel(
            "Rows a second of Godwit by those of COPY (more is better)",
            TOP,
            places,
            List.of(
                line("to COPY with constraints", "%.3f", BenchHistory.Entry::constrainedRatio),
                line("to plain COPY", "%.3f", BenchHistory.Entry::ratio)));
    PlotPanel micros =
        new PlotPanel(
            "CPU time a row, in µs (less is better)",
            TOP + DISTANCE,
            places,
            List.of(
                line("PostgreSQL", "%.1f µs", BenchHistory.Entry::postgresMicros),
                line("all JVMs", "%.1f µs", BenchHistory.Entry::jvmMicros)));
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        role="img" aria-labelledby="title description" font-family="sans-serif" font-size="12">
        <title id="title">%3$s</title>
        <desc id="description">%4$s</desc>
        <rect width="100%%" height="100%%" fill="#fff"/>
        <text x="%5$d" y="24" font-size="15" font-weight="bold">%3$s</text>
        %6$s%7$s<text x="%5$d" y="%8$d">%9$s</text>
        </svg>
        """
        .formatted(
            IMAGE_WIDTH,
            IMAGE_HEIGHT,
            TITLE,
            PlotPanel.escaped(description()),
            PlotPanel.LEFT,
            ratios.svg(),
            micros.svg(),
            IMAGE_HEIGHT - 12,
            "Each place is a line of the history, oldest first: its commit (* stands for changed files) and rows.");
  }

  private PlotPanel.Line line(
      String name, String format, ToDoubleFunction<BenchHistory.Entry> value) {
    List<String> words = new ArrayList<>();
    for (BenchHistory.Entry entry : entries) {
      words.add(
          "%s %s, %s rows, %s: %s"
              .formatted(
                  entry.commit(),
                  entry.date(),
                  Figures.count(entry.rows()),
                  name,
                  String.format(Locale.ROOT, format, value.applyAsDouble(entry)))
              .strip());
    }
    return new PlotPanel.Line(name, entries.stream().mapToDouble(value).toArray(), words);
  }

  private String description() {
    BenchHistory.Entry last = entries.getLast();
    return String.format(
        Locale.ROOT,
        "%d measurements from %s to %s. The last: ratio %s to COPY with constraints, %s to plain COPY; %s µs a row of PostgreSQL, %s of all JVMs.",
        entries.size(),
        day(entries.getFirst()),
        day(last),
        known("%.3f", last.constrainedRatio()),
        known("%.3f", last.ratio()),
        known("%.1f", last.postgresMicros()),
        known("%.1f", last.jvmMicros()));
  }

  /** A number of rows in few characters. */
  private static String rows(long rows) {
    return rows < MILLION
        ? Figures.count(rows)
        : String.format(Locale.ROOT, "%.1fM", rows / (double) MILLION);
  }

  private static String known(String format, double value) {
    return Double.isNaN(value) ? "not measured" : String.format(Locale.ROOT, format, value);
  }

  private static String day(BenchHistory.Entry entry) {
    return entry.date().substring(0, Math.min(entry.date().length(), 10));
  }
}
