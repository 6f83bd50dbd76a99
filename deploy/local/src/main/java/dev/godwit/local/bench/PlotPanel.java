package dev.godwit.local.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One diagram of a plot: lines of values over numbered places, with axes, a grid and a legend, as
 * elements of SVG. A line has a gap where it has no value. Immutable.
 *
 * @param title text above it
 * @param top distance of its frame from the top, in pixels
 * @param places texts below the horizontal axis, one for each place; a line feed begins a second
 *     line
 * @param lines at most as many as there are {@link #STYLES}
 */
record PlotPanel(String title, int top, List<String> places, List<Line> lines) {
  static final int LEFT = 64;
  static final int WIDTH = 620;
  static final int HEIGHT = 170;

  private static final int BOTTOM_LABELS = 16;
  private static final int LABEL_LINE = 14;
  private static final int MOST_LABELS = 12;
  private static final int TICKS = 4;
  private static final int LEGEND_STEP = 190;

  /** Colours that people of any colour vision tell apart; the second line is dashed, too. */
  private static final List<Style> STYLES =
      List.of(new Style("#0072b2", ""), new Style("#d55e00", " stroke-dasharray=\"6 3\""));

  private record Style(String colour, String dashes) {}

  /**
   * A line.
   *
   * @param name text in the legend
   * @param values one for each place, none negative; NaN where there is none
   * @param words text for each place, which a viewer shows beside its point
   */
  record Line(String name, double[] values, List<String> words) {}

  PlotPanel {
    places = List.copyOf(places);
    lines = List.copyOf(lines);
  }

  /** The elements. */
  String svg() {
    StringBuilder out = new StringBuilder();
    double step = step();
    out.append(text(LEFT, top - 26, "start", title).replace("<text", "<text font-weight=\"bold\""));
    for (int tick = 0; tick <= TICKS; tick++) {
      double y = y(tick * step, step);
      out.append(
          element(
              "<line x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\" stroke=\"%s\"/>"
                  .formatted(
                      LEFT, pixels(y), LEFT + WIDTH, pixels(y), tick == 0 ? "#333" : "#ddd")));
      out.append(text(LEFT - 6, y + 4, "end", tickText(tick * step, step)));
    }
    out.append(
        element(
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#333\"/>"
                .formatted(LEFT, top, LEFT, top + HEIGHT)));
    int every = (places.size() + MOST_LABELS - 1) / MOST_LABELS;
    for (int i = 0; i < places.size(); i += every) {
      double below = top + HEIGHT + BOTTOM_LABELS;
      for (String words : places.get(i).split("\n", -1)) {
        out.append(text(x(i), below, "middle", words));
        below += LABEL_LINE;
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      legend(out, i);
      line(out, lines.get(i), STYLES.get(i), step);
    }
    return out.toString();
  }

  private void legend(StringBuilder out, int number) {
    int x = LEFT + number * LEGEND_STEP;
    Style style = STYLES.get(number);
    out.append(
        element(
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>"
                .formatted(x, top - 12, x + 24, top - 12, style.colour, style.dashes)));
    out.append(text(x + 30, top - 8, "start", lines.get(number).name));
  }

  private void line(StringBuilder out, Line line, Style style, double step) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < line.values.length; i++) {
      double value = line.values[i];
      if (!Double.isNaN(value)) {
        path.append(pen ? " L" : path.isEmpty() ? "M" : " M")
            .append(pixels(x(i)))
            .append(' ')
            .append(pixels(y(value, step)));
      }
      pen = !Double.isNaN(value);
    }
    if (!path.isEmpty()) {
      out.append(
          element(
              "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>"
                  .formatted(path, style.colour, style.dashes)));
    }
    for (int i = 0; i < line.values.length; i++) {
      if (!Double.isNaN(line.values[i])) {
        out.append(
            element(
                "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"><title>%s</title></circle>"
                    .formatted(
                        pixels(x(i)),
                        pixels(y(line.values[i], step)),
                        style.colour,
                        escaped(line.words.get(i)))));
      }
    }
  }

  /** Distance of two ticks: 1, 2 or 5 with zeros, so that the highest value is below the last. */
  private double step() {
    double highest =
        lines.stream()
            .flatMapToDouble(line -> Arrays.stream(line.values))
            .filter(value -> !Double.isNaN(value))
            .max()
            .orElse(0);
    if (highest <= 0) {
      return 1;
    }
    double unit = Math.pow(10, Math.floor(Math.log10(highest / TICKS)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * unit * TICKS >= highest) {
        return factor * unit;
      }
    }
    return 10 * unit;
  }

  private double x(int place) {
    return places.size() == 1
        ? LEFT + WIDTH / 2.0
        : LEFT + 24 + (WIDTH - 48.0) * place / (places.size() - 1);
  }

  private double y(double value, double step) {
    return top + HEIGHT * (1 - value / (step * TICKS));
  }

  private static String tickText(double value, double step) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String text(double x, double y, String anchor, String words) {
    return element(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
            .formatted(pixels(x), pixels(y), anchor, escaped(words)));
  }

  private static String element(String xml) {
    return xml + "\n";
  }

  private static String pixels(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Text as content of an element. */
  static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
