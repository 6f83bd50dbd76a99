package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.crash.CrashPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Documents agree with the files that they are about. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#:]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern SETTING = Pattern.compile("\\$\\{(GODWIT_[A-Z_]+)");

  /** A setting in the reference; of one like {@code GODWIT_PORT_<PART>} its fixed beginning. */
  private static final Pattern DESCRIBED = Pattern.compile("`(GODWIT_[A-Z_]+)(?:`|<[A-Z]+>`)");

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final String DECISIONS = "deploy/docs/adr/";
  private static final String REFERENCE = "deploy/docs/reference/";

  @Test
  void shouldLeadToAFileAndHeadingWhenADocumentLinks() {
    List<String> broken =
        SourceTree.files(name -> name.endsWith(".md")).stream()
            .flatMap(document -> brokenLinks(document).stream())
            .toList();

    assertThat(broken).isEmpty();
  }

  @Test
  void shouldDescribeEverySettingThatAServiceReads() {
    Set<String> read = new TreeSet<>();
    SourceTree.files(
            name ->
                name.contains("/src/main/resources/")
                    && (name.endsWith(".properties") || name.endsWith("application.yaml")))
        .forEach(file -> all(SETTING, SourceTree.text(file)).forEach(read::add));

    String described = SourceTree.text(REFERENCE + "settings.md");
    assertThat(read).isNotEmpty().allMatch(setting -> described.contains('`' + setting + '`'));
  }

  @Test
  void shouldReadEverySettingThatTheReferenceDescribes() {
    String code =
        SourceTree.files(
                name ->
                    name.equals("godwit")
                        || name.endsWith("/pack.yaml")
                        || (name.contains("/src/main/")
                            && name.matches(".*\\.(java|properties|ya?ml)")))
            .stream()
            .map(SourceTree::text)
            .collect(Collectors.joining());

    assertThat(all(DESCRIBED, SourceTree.text(REFERENCE + "settings.md")))
        .isNotEmpty()
        .allMatch(setting -> isRead(setting, code));
  }

  @Test
  void shouldDescribeEveryTopicOfTheCatalogue() {
    String described = SourceTree.text(REFERENCE + "topics-and-metrics.md");

    assertThat(TopicCatalogue.load().topics())
        .isNotEmpty()
        .allMatch(topic -> described.contains('`' + topic.name() + '`'));
  }

  @Test
  void shouldDescribeEveryCrashPointAndReachItInTheCode() {
    String described = SourceTree.text(REFERENCE + "crash-points.md");
    String code =
        SourceTree.files(name -> name.endsWith(".java") && name.contains("/src/main/java/"))
            .stream()
            .filter(file -> !SourceTree.name(file).contains("/wire/crash/"))
            .filter(file -> !SourceTree.name(file).startsWith("deploy/"))
            .map(SourceTree::text)
            .collect(Collectors.joining());

    assertThat(CrashPoint.values())
        .allSatisfy(
            point -> {
              assertThat(described).contains("| `" + point.label() + "` |");
              assertThat(code).containsPattern("CrashPoint\\s*\\." + point.name() + "\\b");
            });
  }

  @Test
  void shouldListEveryDecisionInTheIndex() {
    String index = SourceTree.text(DECISIONS + "README.md");
    List<Path> decisions =
        SourceTree.files(name -> name.startsWith(DECISIONS) && !name.endsWith("README.md"));

    assertThat(decisions)
        .isNotEmpty()
        .allMatch(decision -> index.contains("](" + decision.getFileName() + ")"));
    assertThat(SourceTree.files(name -> name.matches(".*/adr/.*")))
        .allMatch(file -> SourceTree.name(file).startsWith(DECISIONS));
  }

  @Test
  void shouldIntroduceEveryModuleInAReadme() {
    List<String> without =
        SourceTree.files(name -> name.endsWith("pom.xml")).stream()
            .flatMap(
                pom ->
                    all(MODULE, SourceTree.text(pom)).stream()
                        .map(module -> pom.resolveSibling(module).normalize()))
            .filter(module -> !Files.isRegularFile(module.resolve("README.md")))
            .map(SourceTree::name)
            .toList();

    assertThat(without).isEmpty();
  }

  /** By its name, by its property, or by a method of the settings interface of its service. */
  private static boolean isRead(String setting, String code) {
    String property = setting.toLowerCase(Locale.ROOT).replace("_", "[.-]");
    String name = setting.substring("GODWIT_".length());
    String behindService = name.replaceFirst("^TRANSFORMER_", "");
    String type = behindService.equals(name) ? "Optional<String>" : "\\w+";
    return Pattern.compile(
            "\\b(%s(?![A-Z_])|%s\\b|%s %s\\(\\);)"
                .formatted(setting, property, type, method(behindService)))
        .matcher(code)
        .find();
  }

  private static String method(String name) {
    return Pattern.compile("_([a-z])")
        .matcher(name.toLowerCase(Locale.ROOT))
        .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
  }

  private static List<String> brokenLinks(Path document) {
    return LINK.matcher(SourceTree.text(document).replaceAll("(?s)```.*?```", ""))
        .results()
        .filter(link -> !leadsSomewhere(document, link.group(1), link.group(2)))
        .map(link -> SourceTree.name(document) + ": " + link.group())
        .toList();
  }

  private static boolean leadsSomewhere(Path document, String file, String anchor) {
    Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return anchor == null
        || all(HEADING, SourceTree.text(target)).stream()
            .map(DocumentsTest::anchor)
            .anyMatch(anchor::equals);
  }

  /** The anchor that GitHub makes of a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
  }

  private static List<String> all(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map(result -> result.group(1)).toList();
  }
}
