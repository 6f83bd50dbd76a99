package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HistoryPlotTest {
  private static final double BASE_OF_RATIOS = 76 + PlotPanel.HEIGHT;
  private static final double BASE_OF_MICROS = BASE_OF_RATIOS + 262;

  private static final BenchHistory.Entry FIRST =
      new BenchHistory.Entry("aaaaaaa", "2026-11-29T10:00:00Z", 2_600_000, 0.25, 0.1, 38.5, 36.5);
  private static final BenchHistory.Entry SECOND =
      new BenchHistory.Entry(
          "bbbbbbb*", "2026-11-30T10:00:00Z", 2_600_000, Double.NaN, 0.15, 30, 40);
  private static final BenchHistory.Entry THIRD =
      new BenchHistory.Entry("ccccccc", "2026-12-01T10:00:00Z", 10_400_000, 0.4, 0.2, 20, 10);

  @Test
  void shouldPlaceEachPointByItsValue() throws Exception {
    List<Element> points = points(FIRST, SECOND, THIRD);

    assertThat(points).as("one value is missing").hasSize(11);
    // Four steps of 0.1 fit 0.4; four steps of 10 fit 40.
    assertPoint(points.get(0), 0, BASE_OF_RATIOS, 0.25 / 0.4);
    assertPoint(points.get(1), 2, BASE_OF_RATIOS, 1);
    assertPoint(points.get(2), 0, BASE_OF_RATIOS, 0.1 / 0.4);
    assertPoint(points.get(3), 1, BASE_OF_RATIOS, 0.15 / 0.4);
    assertPoint(points.get(4), 2, BASE_OF_RATIOS, 0.2 / 0.4);
    assertPoint(points.get(5), 0, BASE_OF_MICROS, 38.5 / 40);
    assertPoint(points.get(7), 2, BASE_OF_MICROS, 0.5);
    assertPoint(points.get(10), 2, BASE_OF_MICROS, 0.25);
    assertThat(points.get(4).getTextContent())
        .isEqualTo("ccccccc 2026-12-01T10:00:00Z, 10,400,000 rows, to plain COPY: 0.200");
  }

  @Test
  void shouldLeaveAGapWhereNothingWasMeasured() throws Exception {
    NodeList paths = document(FIRST, SECOND, THIRD).getElementsByTagName("path");

    assertThat(paths.getLength()).isEqualTo(4);
    assertThat(path(paths, 0)).matches("M\\S+ \\S+ M\\S+ \\S+");
    assertThat(path(paths, 1)).matches("M\\S+ \\S+ L\\S+ \\S+ L\\S+ \\S+");
  }

  @Test
  void shouldSayWhatItShowsToThoseWhoCannotSeeIt() throws Exception {
    Element svg = document(FIRST, SECOND, THIRD).getDocumentElement();

    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("title description");
    Element title = (Element) svg.getElementsByTagName("title").item(0);
    assertThat(title.getAttribute("id")).isEqualTo("title");
    assertThat(title.getTextContent()).contains("Speed of Godwit");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo(
            "3 measurements from 2026-11-29 to 2026-12-01. The last: ratio 0.400 to COPY with constraints, 0.200 to plain COPY; 20.0 µs a row of PostgreSQL, 10.0 of all JVMs.");
  }

  @Test
  void shouldLabelAxesLinesAndPlaces() throws Exception {
    assertThat(texts(document(FIRST, SECOND, THIRD)))
        .contains("aaaaaaa", "bbbbbbb*", "ccccccc", "2.6M", "10.4M")
        .contains("0.0", "0.1", "0.2", "0.3", "0.4", "0", "10", "20", "30", "40")
        .contains("to COPY with constraints", "to plain COPY", "PostgreSQL", "all JVMs");
  }

  @Test
  void shouldDrawASingleMeasurementInTheMiddle() throws Exception {
    List<Element> points = points(THIRD);
    assertThat(points).hasSize(4);
    assertThat(number(points.getFirst(), "cx")).isEqualTo(PlotPanel.LEFT + PlotPanel.WIDTH / 2.0);
  }

  @Test
  void shouldDrawAHistoryOfBareCopiesOnly() throws Exception {
    BenchHistory.Entry bare =
        new BenchHistory.Entry("", "", 5, Double.NaN, 0.5, Double.NaN, Double.NaN);
    assertThat(points(bare, bare)).hasSize(2);
    assertThat(new HistoryPlot(List.of(bare)).svg()).contains("not measured").doesNotContain("NaN");
  }

  @Test
  void shouldKeepTheLabelsOfALongHistoryApart() throws Exception {
    List<BenchHistory.Entry> many = new ArrayList<>();
    IntStream.range(0, 100)
        .forEach(
            i -> many.add(new BenchHistory.Entry("commit" + i, "", 5, 0.001 * i, 0.002 * i, i, i)));
    Document document = parsed(new HistoryPlot(many).svg());

    assertThat(texts(document).stream().filter(text -> text.startsWith("commit")).count())
        .isLessThanOrEqualTo(24);
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(400);
  }

  @Test
  void shouldEscapeWhatAFileHolds() throws Exception {
    BenchHistory.Entry entry = new BenchHistory.Entry("<&>", "<now>", 5, 0.1, 0.1, 1, 1);
    assertThat(texts(document(entry))).contains("<&>");
  }

  private static void assertPoint(Element point, int place, double base, double height) {
    double x = PlotPanel.LEFT + 24 + (PlotPanel.WIDTH - 48) * place / 2.0;
    assertThat(number(point, "cx")).isCloseTo(x, within(0.06));
    assertThat(number(point, "cy")).isCloseTo(base - PlotPanel.HEIGHT * height, within(0.06));
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static String path(NodeList paths, int number) {
    return ((Element) paths.item(number)).getAttribute("d");
  }

  private static List<Element> points(BenchHistory.Entry... entries) throws Exception {
    return elements(document(entries), "circle");
  }

  private static List<String> texts(Document document) {
    return elements(document, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static Document document(BenchHistory.Entry... entries) throws Exception {
    return parsed(new HistoryPlot(List.of(entries)).svg());
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
