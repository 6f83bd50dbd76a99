package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Conventions of the sources that no compiler holds; {@code .github/CONTRIBUTING.md} lists them.
 */
class ConventionsTest {
  private static final int MOST_LINES = 400;
  private static final Pattern TEST_METHOD =
      Pattern.compile(
          "@(?:Test|ParameterizedTest|RepeatedTest|Property)\\b(?:\\([^)]*\\))?\\s+"
              + "(?:@[\\w.]+(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s+)*"
              + "(?:public )?[\\w.<>]+ (\\w+)\\(");

  @Test
  void shouldHaveNoClassThatIsTooLongToRead() {
    assertThat(sources("/src/main/java/"))
        .isNotEmpty()
        .allSatisfy(
            source ->
                assertThat(SourceTree.text(source).lines().count())
                    .as(SourceTree.name(source))
                    .isLessThanOrEqualTo(MOST_LINES));
  }

  @Test
  void shouldNameTestClassesSoThatTheBuildRunsThem() {
    List<String> misnamed =
        sources("/src/test/java/").stream()
            .filter(source -> TEST_METHOD.matcher(SourceTree.text(source)).find())
            .map(SourceTree::name)
            .filter(name -> !name.endsWith("Test.java") && !name.endsWith("IT.java"))
            .toList();

    assertThat(misnamed).isEmpty();
  }

  @Test
  void shouldNamePackagesAfterTheirSubject() {
    assertThat(sources("/src/main/java/"))
        .noneMatch(
            source -> SourceTree.name(source).matches(".*/(util|utils|impl|manager|helper)s?/.*"));
  }

  private static List<Path> sources(String folder) {
    return SourceTree.files(name -> name.endsWith(".java") && name.contains(folder));
  }
}
